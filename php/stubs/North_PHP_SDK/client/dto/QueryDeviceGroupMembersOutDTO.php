<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of members of a device group. */
class QueryDeviceGroupMembersOutDTO extends AbstractDTO
{
    /**
     * Devices on all pages.
     *
     * @var int|null
     */
    public $totalCount;

    /**
     * This page, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * The devices of this page.
     *
     * @var string[]|null
     */
    public $deviceIds;
}
