<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A service of a device, with the data that it reported. */
class DeviceService extends AbstractDTO
{
    /**
     * Identifies the service on its device. At most 256 characters.
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
     * The properties of the service, by name.
     *
     * @var mixed
     */
    public $data;

    /**
     * Time at which the device reported the data, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $eventTime;

    /**
     * Commands of the service that are masked.
     *
     * @var ServiceInfo|null
     */
    public $serviceInfo;
}
