<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which subtasks of an upgrade task to list. */
class QueryUpgradeSubTaskInDTO extends AbstractDTO
{
    /**
     * Only subtasks in this state: `wait`, `processing`, `fail`, `success`
     * or `stop`. All if absent.
     *
     * @var string|null
     */
    public $subOperationStatus;

    /**
     * Page to return, from 0. The vendor's documents disagree on what the
     * platform does without one; page explicitly to see all rows.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page, 1 to 100. The platform's default is 10.
     *
     * @var int|null
     */
    public $pageSize;
}
