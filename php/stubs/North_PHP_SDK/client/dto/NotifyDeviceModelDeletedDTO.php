<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device model was deleted. */
class NotifyDeviceModelDeletedDTO extends AbstractDTO
{
    /**
     * Always `deviceModelDeleted`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * The application that the model belonged to.
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
