<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Capabilities of a service of a device. */
class ServiceCapabilityDTO extends AbstractDTO
{
    /**
     * Id of the service. At most 256 characters.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Type of the service. At most 256 characters.
     *
     * @var string|null
     */
    public $serviceType;

    /**
     * Obligation of devices of this kind to have the service: `Master`,
     * `Mandatory` or `Optional`. At most 256 characters.
     *
     * @var 'Master'|'Mandatory'|'Optional'|null
     */
    public $option;

    /**
     * Free text. At most 10240 characters.
     *
     * @var string|null
     */
    public $description;

    /**
     * The commands that the service takes.
     *
     * @var list<ServiceCommand>|null
     */
    public $commands;

    /**
     * The properties that the service reports or can be set to.
     *
     * @var list<ServiceProperty>|null
     */
    public $properties;
}
