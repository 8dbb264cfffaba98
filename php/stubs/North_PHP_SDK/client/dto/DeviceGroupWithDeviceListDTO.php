<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device group, and devices to add to it or to remove from it. */
class DeviceGroupWithDeviceListDTO extends AbstractDTO
{
    /**
     * The group. Mandatory, 1 to 50 characters.
     *
     * @var string|null
     */
    public $devGroupId;

    /**
     * The devices. Mandatory.
     *
     * @var string[]|null
     */
    public $deviceIds;
}
