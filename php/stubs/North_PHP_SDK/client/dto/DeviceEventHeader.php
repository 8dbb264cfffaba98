<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Event that a device has reported. */
class DeviceEventHeader extends AbstractDTO
{
    /**
     * Type of the event.
     *
     * @var string|null
     */
    public $eventType;

    /**
     * Sender: a device, as `/devices/{deviceId}`, or one of its services,
     * as `/devices/{deviceId}/services/{serviceId}`.
     *
     * @var string|null
     */
    public $from;

    /**
     * Time at which the device sent the report, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $timestamp;

    /**
     * Time at which the event happened, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $eventTime;

    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Type of the service.
     *
     * @var string|null
     */
    public $serviceType;
}
