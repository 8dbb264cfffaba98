<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of settings of a device's shadow. */
class QueryDeviceDesiredHistoryOutDTO extends AbstractDTO
{
    /**
     * Number of settings on all pages.
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
     * The settings of this page. The SDK has no class for these items.
     *
     * @var list<mixed>|null
     */
    public $deviceDesiredHistory;
}
