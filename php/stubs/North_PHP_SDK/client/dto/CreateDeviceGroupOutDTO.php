<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `createDeviceGroup`: the device group that was created. */
class CreateDeviceGroupOutDTO extends AbstractDTO
{
    /**
     * Name of the group.
     *
     * @var string|null
     */
    public $name;

    /**
     * Free text.
     *
     * @var string|null
     */
    public $description;

    /**
     * Identifies the group.
     *
     * @var string|null
     */
    public $id;

    /**
     * Id of the application that owns the group.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Maximum number of devices in the group. 0 for no limit.
     *
     * @var int|null
     */
    public $maxDevNum;

    /**
     * Number of devices in the group.
     *
     * @var int|null
     */
    public $curDevNum;

    /**
     * Ids of the devices in the group.
     *
     * @var list<string>|null
     */
    public $deviceIds;
}
