<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of upgrade packages. */
class QueryUpgradePackageListOutDTO extends AbstractDTO
{
    /**
     * The packages of this page.
     *
     * @var QueryUpgradePackageOutDTO[]|null
     */
    public $data;

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
     * Packages on all pages.
     *
     * @var int|null
     */
    public $totalCount;
}
