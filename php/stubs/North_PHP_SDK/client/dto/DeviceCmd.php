<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Parameters of a batch task that sends a command. */
class DeviceCmd extends AbstractDTO
{
    /**
     * Selection of the devices: `DeviceList`, `DeviceType`, `DeviceArea`,
     * `GroupList`, `Broadcast` or `GroupIdList`. Mandatory.
     *
     * @var 'DeviceList'|'DeviceType'|'DeviceArea'|'GroupList'|'Broadcast'|'GroupIdList'|null
     */
    public $type;

    /**
     * Ids of the devices. Mandatory with `DeviceList`.
     *
     * @var list<string>|null
     */
    public $deviceList;

    /**
     * Type of the devices. Mandatory with `DeviceType`.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Manufacturer of the devices. Mandatory with `DeviceType`.
     *
     * @var string|null
     */
    public $manufacturerId;

    /**
     * Model of the devices. Mandatory with `DeviceType`.
     *
     * @var string|null
     */
    public $model;

    /**
     * Location of the devices. Mandatory with `DeviceArea`.
     *
     * @var string|null
     */
    public $deviceLocation;

    /**
     * Device groups: names with `GroupList`, ids with `GroupIdList`.
     *
     * @var list<string>|null
     */
    public $groupList;

    /**
     * The command. Mandatory.
     *
     * @var CommandDTOV4|null
     */
    public $command;

    /**
     * URL to which the platform pushes the results.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Number of times that the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;

    /**
     * Tag of the device groups.
     *
     * @var string|null
     */
    public $groupTag;

    /**
     * Id of the file that lists the devices.
     *
     * @var string|null
     */
    public $fileId;
}
