<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that a device was deleted. */
class NotifyDeviceDeletedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `deviceDeleted`.
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
     * was connected directly.
     *
     * @var string|null
     */
    public $gatewayId;
}
