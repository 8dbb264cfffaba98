<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Notification that the information about a device has changed, such as
 * its status.
 */
class NotifyDeviceInfoChangedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `deviceInfoChanged`.
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
     * Type of the device, and the information that has changed.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;
}
