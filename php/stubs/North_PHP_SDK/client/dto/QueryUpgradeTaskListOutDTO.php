<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * A page of upgrade tasks.
 *
 * @property int|null $totalCount in answers
 */
class QueryUpgradeTaskListOutDTO extends AbstractDTO
{
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
     * Tasks on all pages. The platform calls it `totalCount`, the SDKs'
     * documents `totalSize`; answers have both.
     *
     * @var int|null
     */
    public $totalSize;

    /**
     * The tasks of this page.
     *
     * @var QueryUpgradeTaskOutDTO[]|null
     */
    public $data;
}
