<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which members of a device group to list. */
class QueryDeviceGroupMembersInDTO extends AbstractDTO
{
    /**
     * The group. Mandatory, 1 to 50 characters.
     *
     * @var string|null
     */
    public $devGroupId;

    /**
     * The owner of the group; null for the application itself.
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
     * Rows of a page, at most 1000. Default: 10.
     *
     * @var int|null
     */
    public $pageSize;
}
