<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Devices to add to a device group or to remove from it. */
class DeviceGroupWithDeviceListDTO extends AbstractDTO
{
    /**
     * Id of the group. Mandatory, 1 to 50 characters.
     *
     * @var string|null
     */
    public $devGroupId;

    /**
     * Ids of the devices. Mandatory.
     *
     * @var list<string>|null
     */
    public $deviceIds;
}
