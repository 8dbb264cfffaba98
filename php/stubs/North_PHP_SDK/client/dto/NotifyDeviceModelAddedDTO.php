<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device model was added. */
class NotifyDeviceModelAddedDTO extends AbstractDTO
{
    /**
     * Always `deviceModelAdded`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * The application that the model belongs to.
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
     * Name of their manufacturer.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Identifies their manufacturer.
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
