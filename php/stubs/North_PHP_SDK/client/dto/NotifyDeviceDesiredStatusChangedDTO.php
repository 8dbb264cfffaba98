<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a device was to be set to has reached it, or has not. */
class NotifyDeviceDesiredStatusChangedDTO extends AbstractDTO
{
    /**
     * Always `deviceDesiredPropertiesModifyStatusChanged`.
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
     * The service.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * The properties, by name.
     *
     * @var mixed
     */
    public $properties;

    /**
     * How that went, such as `DELIVERED` or `FAILED`.
     *
     * @var string|null
     */
    public $status;
}
