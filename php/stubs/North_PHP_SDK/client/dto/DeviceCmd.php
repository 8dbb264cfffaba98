<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The parameters of a batch task that sends a command. */
class DeviceCmd extends AbstractDTO
{
    /**
     * How the devices are chosen: `DeviceList`, `DeviceType`,
     * `DeviceArea`, `GroupList`, `Broadcast` or `GroupIdList`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Device ids. Mandatory with `DeviceList`.
     *
     * @var string[]|null
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
     * Where the devices are. Mandatory with `DeviceArea`.
     *
     * @var string|null
     */
    public $deviceLocation;

    /**
     * Names of device groups with `GroupList`, their ids with
     * `GroupIdList`.
     *
     * @var string[]|null
     */
    public $groupList;

    /**
     * The command. Mandatory.
     *
     * @var CommandDTOV4|null
     */
    public $command;

    /**
     * Where results are pushed to.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * How often the platform sends the command again, 0 to 3.
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
     * The file that lists the devices.
     *
     * @var string|null
     */
    public $fileId;
}
