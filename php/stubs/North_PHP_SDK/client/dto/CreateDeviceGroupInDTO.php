<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device group to be created. */
class CreateDeviceGroupInDTO extends AbstractDTO
{
    /**
     * Name of the group: letters and digits. Mandatory, 1 to 50
     * characters.
     *
     * @var string|null
     */
    public $name;

    /**
     * Free text. At most 1024 characters.
     *
     * @var string|null
     */
    public $description;

    /**
     * The owner of the group; null for the application itself. At most 50
     * characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Devices that the group may have. 0, the default, for no limit.
     *
     * @var int|null
     */
    public $maxDevNum;

    /**
     * Devices that the group has from the start.
     *
     * @var string[]|null
     */
    public $deviceIds;

    /**
     * Identifies the group. The platform makes one up if absent. 1 to 50
     * characters.
     *
     * @var string|null
     */
    public $id;
}
