<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of settings of a device's shadow. */
class QueryDeviceDesiredHistoryOutDTO extends AbstractDTO
{
    /**
     * Settings on all pages.
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
     * The settings of this page. The SDK has no class for these rows.
     *
     * @var mixed[]|null
     */
    public $deviceDesiredHistory;
}
