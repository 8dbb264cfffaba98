<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Devices of an upgrade task: groups or single devices, not both. */
class OperateDevices extends AbstractDTO
{
    /**
     * Type of the devices. Mandatory with `deviceGroups`. At most 256
     * characters.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the devices. Mandatory with `deviceGroups`. At most 256
     * characters.
     *
     * @var string|null
     */
    public $model;

    /**
     * Manufacturer of the devices. Mandatory with `deviceGroups`. At most
     * 256 characters.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Names of device groups, at most 256.
     *
     * @var list<string>|null
     */
    public $deviceGroups;

    /**
     * Ids of devices, at most 256.
     *
     * @var list<string>|null
     */
    public $devices;
}
