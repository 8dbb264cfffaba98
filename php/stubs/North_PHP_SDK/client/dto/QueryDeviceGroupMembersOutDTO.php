<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of the devices of a device group. */
class QueryDeviceGroupMembersOutDTO extends AbstractDTO
{
    /**
     * Number of devices on all pages.
     *
     * @var int|null
     */
    public $totalCount;

    /**
     * Number of this page, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Ids of the devices of this page.
     *
     * @var list<string>|null
     */
    public $deviceIds;
}
