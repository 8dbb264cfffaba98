<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A command to a device, as its profile defines it. */
class CommandDTOV4 extends AbstractDTO
{
    /**
     * Id of the service that the command belongs to. Mandatory, 1 to 64
     * characters.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Name of the command. Mandatory, 1 to 128 characters.
     *
     * @var string|null
     */
    public $method;

    /**
     * Parameters of the command, by name.
     *
     * @var mixed
     */
    public $paras;
}
