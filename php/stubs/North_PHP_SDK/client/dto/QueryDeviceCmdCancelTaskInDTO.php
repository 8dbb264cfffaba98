<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of tasks that cancel commands. */
class QueryDeviceCmdCancelTaskInDTO extends AbstractDTO
{
    /**
     * Page to return, from 0. Default: 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page, 1 to 1000. Default: 1000.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Selects only the task with this id. At most 64 characters.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Selects only tasks for the device with this id. At most 64
     * characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Selects only tasks in this state: `WAITTING` (sic), `RUNNING`,
     * `SUCCESS`, `FAILED` or `PART_SUCCESS`.
     *
     * @var 'WAITTING'|'RUNNING'|'SUCCESS'|'FAILED'|'PART_SUCCESS'|null
     */
    public $status;

    /**
     * Selects only tasks created after this time, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Selects only tasks created before this time, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * Id of the application that owns the devices; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;
}
