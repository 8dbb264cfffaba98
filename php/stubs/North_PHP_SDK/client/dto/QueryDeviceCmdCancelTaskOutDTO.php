<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of tasks that cancel commands. */
class QueryDeviceCmdCancelTaskOutDTO extends AbstractDTO
{
    /**
     * Number and size of this page.
     *
     * @var Pagination|null
     */
    public $pagination;

    /**
     * The tasks of this page.
     *
     * @var list<CreateDeviceCmdCancelTaskOutDTO>|null
     */
    public $data;
}
