<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification about the delivery of desired properties to a device. */
class NotifyDeviceDesiredStatusChangedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always
     * `deviceDesiredPropertiesModifyStatusChanged`.
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
     * Id of the service.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Desired properties, by name.
     *
     * @var mixed
     */
    public $properties;

    /**
     * Status of the delivery, such as `DELIVERED` or `FAILED`.
     *
     * @var string|null
     */
    public $status;
}
