<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which subtasks of a batch task to list. */
class QueryTaskDetailsInDTO extends AbstractDTO
{
    /**
     * The owner of the task; null for the application itself.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The task. Mandatory.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Only subtasks in this state: `Pending`, `WaitResult`, `Success`,
     * `Fail` or `Timeout`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Only the subtask with this position in the file of a registration
     * task.
     *
     * @var int|null
     */
    public $index;

    /**
     * Only the device with this nodeId, of a registration task.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Only this device, of a command task.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Only this command, of a command task.
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
     * Rows of a page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;
}
