<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A property of a device. */
class ConditionDeviceInfo extends AbstractDTO
{
    /**
     * Id of the device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Path of the property, as `serviceId/property`. Mandatory.
     *
     * @var string|null
     */
    public $path;
}
