<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Settings for one service of a device. */
class ServiceDesiredDTO extends AbstractDTO
{
    /**
     * Id of the service. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Properties to set, by name. Mandatory.
     *
     * @var mixed
     */
    public $desired;
}
