<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A batch task. */
class QueryOneTaskOutDTO extends AbstractDTO
{
    /**
     * Identifies the task.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Name of the task.
     *
     * @var string|null
     */
    public $taskName;

    /**
     * Id of the application that owns the task.
     *
     * @var string|null
     */
    public $appId;

    /**
     * User who created the task.
     *
     * @var string|null
     */
    public $operator;

    /**
     * Origin of the task: `Portal` or `Northbound`.
     *
     * @var 'Portal'|'Northbound'|null
     */
    public $taskFrom;

    /**
     * Type of the task: `DeviceReg`, `DeviceCmd`, `DeviceLocation`,
     * `DeviceMod`, `DeviceDel` or `DeviceLicense`.
     *
     * @var 'DeviceReg'|'DeviceCmd'|'DeviceLocation'|'DeviceMod'|'DeviceDel'|'DeviceLicense'|null
     */
    public $taskType;

    /**
     * Status of the task: `Pending`, `Running`, `Complete` or `Timeout`.
     *
     * @var 'Pending'|'Running'|'Complete'|'Timeout'|null
     */
    public $status;

    /**
     * Time at which the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Timeout of the task, as given to `createBatchTask`.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * Progress of the task, in percent.
     *
     * @var int|null
     */
    public $progress;

    /**
     * Number of subtasks.
     *
     * @var int|null
     */
    public $totalCnt;

    /**
     * Number of subtasks that succeeded.
     *
     * @var int|null
     */
    public $successCnt;

    /**
     * Percentage of subtasks that succeeded.
     *
     * @var int|null
     */
    public $successRate;

    /**
     * Number of subtasks that failed.
     *
     * @var int|null
     */
    public $failCnt;

    /**
     * Number of subtasks that timed out.
     *
     * @var int|null
     */
    public $timeoutCnt;

    /**
     * Number of subtasks that expired before they ran.
     *
     * @var int|null
     */
    public $expiredCnt;

    /**
     * Number of subtasks that have ended: succeeded, failed or timed out.
     *
     * @var int|null
     */
    public $completeCnt;

    /**
     * Parameters of the task, which depend on `taskType`.
     *
     * @var mixed
     */
    public $param;
}
