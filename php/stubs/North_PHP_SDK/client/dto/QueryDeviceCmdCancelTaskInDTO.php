<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which tasks that take back commands to list. */
class QueryDeviceCmdCancelTaskInDTO extends AbstractDTO
{
    /**
     * Page to return, from 0. Default: 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page, 1 to 1000. Default: 1000.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Only this task. At most 64 characters.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Only tasks for this device. At most 64 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Only tasks in this state: `WAITTING` (sic), `RUNNING`, `SUCCESS`,
     * `FAILED` or `PART_SUCCESS`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Only tasks created after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Only tasks created before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * The owner of the devices; null for the application's own.
     *
     * @var string|null
     */
    public $appId;
}
