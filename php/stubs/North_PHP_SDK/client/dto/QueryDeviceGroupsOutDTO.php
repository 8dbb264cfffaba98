<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of device groups. */
class QueryDeviceGroupsOutDTO extends AbstractDTO
{
    /**
     * Number of groups on all pages.
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
     * The groups of this page.
     *
     * @var list<QuerySingleDeviceGroupOutDTO>|null
     */
    public $list;
}
