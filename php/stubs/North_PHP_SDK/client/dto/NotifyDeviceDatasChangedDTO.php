<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that several services of a device have reported data. */
class NotifyDeviceDatasChangedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `deviceDatasChanged`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Id of the message; present only if the device responds to a request.
     *
     * @var string|null
     */
    public $requestId;

    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the gateway of the device; the id of the device itself if it
     * is connected directly.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Services that have reported, with their data.
     *
     * @var list<DeviceService>|null
     */
    public $services;
}
