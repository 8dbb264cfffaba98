<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for the devices of a device group. */
class QueryDeviceGroupMembersInDTO extends AbstractDTO
{
    /**
     * Id of the group. Mandatory, 1 to 50 characters.
     *
     * @var string|null
     */
    public $devGroupId;

    /**
     * Id of the application that owns the group; null for the calling
     * application.
     *
     * @var string|null
     */
    public $accessAppId;

    /**
     * Page to return, from 0. Default: 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page, at most 1000. Default: 10.
     *
     * @var int|null
     */
    public $pageSize;
}
