<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The device group that was created. */
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
     * The owner of the group.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Devices that the group may have. 0 for no limit.
     *
     * @var int|null
     */
    public $maxDevNum;

    /**
     * Devices that the group has.
     *
     * @var int|null
     */
    public $curDevNum;

    /**
     * The devices that the group has.
     *
     * @var string[]|null
     */
    public $deviceIds;
}
