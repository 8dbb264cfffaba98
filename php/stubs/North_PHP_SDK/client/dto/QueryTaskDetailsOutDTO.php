<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of subtasks of a batch task. */
class QueryTaskDetailsOutDTO extends AbstractDTO
{
    /**
     * Subtasks on all pages.
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
     * The subtasks of this page.
     *
     * @var QueryTaskDetailDTOCloud2NA[]|null
     */
    public $taskDetails;
}
