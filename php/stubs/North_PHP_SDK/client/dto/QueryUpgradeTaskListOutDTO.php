<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * A page of upgrade tasks.
 *
 * @property int|null $totalCount in responses
 */
class QueryUpgradeTaskListOutDTO extends AbstractDTO
{
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
     * Number of tasks on all pages. The platform calls it `totalCount`,
     * the SDKs' documents `totalSize`; in responses it has both names.
     *
     * @var int|null
     */
    public $totalSize;

    /**
     * The tasks of this page.
     *
     * @var list<QueryUpgradeTaskOutDTO>|null
     */
    public $data;
}
