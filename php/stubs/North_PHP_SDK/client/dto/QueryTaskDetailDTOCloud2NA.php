<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A subtask of a batch task. */
class QueryTaskDetailDTOCloud2NA extends AbstractDTO
{
    /**
     * Status of the subtask: `Pending`, `WaitResult`, `Success`, `Fail` or
     * `Timeout`.
     *
     * @var 'Pending'|'WaitResult'|'Success'|'Fail'|'Timeout'|null
     */
    public $status;

    /**
     * Output of the subtask, in registration and command tasks.
     *
     * @var string|null
     */
    public $output;

    /**
     * Cause of the failure of the subtask.
     *
     * @var string|null
     */
    public $error;

    /**
     * Device or command that the subtask processes.
     *
     * @var ObjectNode1|null
     */
    public $param;
}
