<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A property of the devices of a group. */
class DeviceGroupInfo extends AbstractDTO
{
    /**
     * Id of the group. Mandatory.
     *
     * @var string|null
     */
    public $groupId;

    /**
     * Path of the property, as `serviceId/property`. Mandatory.
     *
     * @var string|null
     */
    public $path;
}
