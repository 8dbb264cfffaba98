<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a service of a device reported at some time. */
class DeviceDataHistoryDTO extends AbstractDTO
{
    /**
     * The device. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The gateway of the device. At most 256 characters.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * The application that the device belongs to. At most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The service. At most 256 characters.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * The properties that were reported, by name.
     *
     * @var mixed
     */
    public $data;

    /**
     * When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $timestamp;
}
