<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What one service of a device is to be set to. */
class ServiceDesiredDTO extends AbstractDTO
{
    /**
     * The service. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * The properties to set, by name. Mandatory.
     *
     * @var mixed
     */
    public $desired;
}
