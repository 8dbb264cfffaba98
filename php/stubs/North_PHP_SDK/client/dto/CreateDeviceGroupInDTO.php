<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Device group to create. */
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
     * Id of the application that owns the group; null for the calling
     * application. At most 50 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Maximum number of devices in the group. 0, the default, for no
     * limit.
     *
     * @var int|null
     */
    public $maxDevNum;

    /**
     * Ids of the devices that the group has from the start.
     *
     * @var list<string>|null
     */
    public $deviceIds;

    /**
     * Id of the group. The platform generates one if absent. 1 to 50
     * characters.
     *
     * @var string|null
     */
    public $id;
}
