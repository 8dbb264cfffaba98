<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of reports. */
class QueryDeviceDataHistoryOutDTO extends AbstractDTO
{
    /**
     * Number of reports on all pages.
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
     * The reports of this page.
     *
     * @var list<DeviceDataHistoryDTO>|null
     */
    public $deviceDataHistoryDTOs;
}
