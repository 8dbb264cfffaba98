<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for the subtasks of a batch task. */
class QueryTaskDetailsInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the task; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Id of the task. Mandatory.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Selects only subtasks in this state: `Pending`, `WaitResult`,
     * `Success`, `Fail` or `Timeout`.
     *
     * @var 'Pending'|'WaitResult'|'Success'|'Fail'|'Timeout'|null
     */
    public $status;

    /**
     * Selects only the subtask at this position in the file of a
     * registration task.
     *
     * @var int|null
     */
    public $index;

    /**
     * Selects only the device with this nodeId, in a registration task.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Selects only the device with this id, in a command task.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Selects only the command with this id, in a command task.
     *
     * @var string|null
     */
    public $commandId;

    /**
     * Page to return, from 0. Not paged if absent.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;
}
