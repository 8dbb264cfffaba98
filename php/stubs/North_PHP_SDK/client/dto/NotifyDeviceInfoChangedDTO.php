<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * What the platform knows about a device has changed; its status, for
 * one.
 */
class NotifyDeviceInfoChangedDTO extends AbstractDTO
{
    /**
     * Always `deviceInfoChanged`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * The device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The gateway of the device; the device itself if it is connected
     * directly.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * What kind of device it is, and what has changed.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;
}
