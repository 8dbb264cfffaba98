<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that a device model was deleted. */
class NotifyDeviceModelDeletedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `deviceModelDeleted`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Id of the application that the model belonged to.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Type of the devices.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Name of the manufacturer.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Identifies the manufacturer.
     *
     * @var string|null
     */
    public $manufacturerId;

    /**
     * Model of the devices.
     *
     * @var string|null
     */
    public $model;

    /**
     * Protocol of the devices.
     *
     * @var string|null
     */
    public $protocolType;
}
