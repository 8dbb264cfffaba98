<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A subtask of a batch task. */
class QueryTaskDetailDTOCloud2NA extends AbstractDTO
{
    /**
     * `Pending`, `WaitResult`, `Success`, `Fail` or `Timeout`.
     *
     * @var string|null
     */
    public $status;

    /**
     * What the subtask of a registration or command task gave.
     *
     * @var string|null
     */
    public $output;

    /**
     * Why the subtask failed.
     *
     * @var string|null
     */
    public $error;

    /**
     * What the subtask is about.
     *
     * @var ObjectNode1|null
     */
    public $param;
}
