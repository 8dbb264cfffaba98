<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Report of a service of a device. */
class DeviceDataHistoryDTO extends AbstractDTO
{
    /**
     * Id of the device. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the gateway of the device. At most 256 characters.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Id of the application that the device belongs to. At most 256
     * characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Id of the service. At most 256 characters.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Properties that were reported, by name.
     *
     * @var mixed
     */
    public $data;

    /**
     * Time of the report, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $timestamp;
}
