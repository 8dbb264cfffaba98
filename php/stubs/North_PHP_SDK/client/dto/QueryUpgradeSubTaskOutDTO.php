<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of subtasks. */
class QueryUpgradeSubTaskOutDTO extends AbstractDTO
{
    /**
     * Number of this page, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page, 1 to 100.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Number of subtasks on all pages.
     *
     * @var int|null
     */
    public $totalCount;

    /**
     * The subtasks of this page.
     *
     * @var list<SubOperationInfo>|null
     */
    public $data;
}
