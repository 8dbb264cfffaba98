<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Manufacturer, type, model and protocol of a device. Responses and
 * notifications contain more than these fields: name, status, signal
 * strength and others.
 */
class DeviceInfo extends AbstractDTO
{
    /**
     * Identifies the manufacturer. At most 256 characters.
     *
     * @var string|null
     */
    public $manufacturerId;

    /**
     * Name of the manufacturer. At most 256 characters.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Type of the device in upper camel case, such as `MultiSensor`. At
     * most 256 characters.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the device. At most 256 characters.
     *
     * @var string|null
     */
    public $model;

    /**
     * Protocol of the device, such as `CoAP`, `LWM2M`, `Z-Wave`. At most
     * 256 characters.
     *
     * @var string|null
     */
    public $protocolType;
}
