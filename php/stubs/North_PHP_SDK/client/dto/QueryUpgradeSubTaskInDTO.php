<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for the subtasks of an upgrade task. */
class QueryUpgradeSubTaskInDTO extends AbstractDTO
{
    /**
     * Selects only subtasks in this state: `wait`, `processing`, `fail`,
     * `success` or `stop`. All if absent.
     *
     * @var 'wait'|'processing'|'fail'|'success'|'stop'|null
     */
    public $subOperationStatus;

    /**
     * Page to return, from 0. The vendor's documents disagree on what the
     * platform does without one; set it, page by page, to see all
     * subtasks.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page, 1 to 100. The platform's default is 10.
     *
     * @var int|null
     */
    public $pageSize;
}
