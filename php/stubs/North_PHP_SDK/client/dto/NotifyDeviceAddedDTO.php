<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that a device was registered. */
class NotifyDeviceAddedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `deviceAdded`.
     *
     * @var string|null
     */
    public $notifyType;

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
     * Kind of node: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
     *
     * @var 'ENDPOINT'|'GATEWAY'|'UNKNOW'|null
     */
    public $nodeType;

    /**
     * Manufacturer, type, model and protocol of the device.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;
}
