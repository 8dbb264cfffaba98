<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Changes to a device group. */
class ModifyDeviceGroupInDTO extends AbstractDTO
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
     * Maximum number of devices in the group. 0 for no limit.
     *
     * @var int|null
     */
    public $maxDevNum = 0;
}
