<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of upgrade packages. */
class QueryUpgradePackageListOutDTO extends AbstractDTO
{
    /**
     * The packages of this page.
     *
     * @var list<QueryUpgradePackageOutDTO>|null
     */
    public $data;

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
     * Number of packages on all pages.
     *
     * @var int|null
     */
    public $totalCount;
}
