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
     * The owner of the task.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Who created the task.
     *
     * @var string|null
     */
    public $operator;

    /**
     * Where the task was created: `Portal` or `Northbound`.
     *
     * @var string|null
     */
    public $taskFrom;

    /**
     * `DeviceReg`, `DeviceCmd`, `DeviceLocation`, `DeviceMod`, `DeviceDel`
     * or `DeviceLicense`.
     *
     * @var string|null
     */
    public $taskType;

    /**
     * `Pending`, `Running`, `Complete` or `Timeout`.
     *
     * @var string|null
     */
    public $status;

    /**
     * When the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Time after which the task has failed, as given.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * How far the task has come, in percent.
     *
     * @var int|null
     */
    public $progress;

    /**
     * Subtasks.
     *
     * @var int|null
     */
    public $totalCnt;

    /**
     * Subtasks that succeeded.
     *
     * @var int|null
     */
    public $successCnt;

    /**
     * Subtasks that succeeded, in percent.
     *
     * @var int|null
     */
    public $successRate;

    /**
     * Subtasks that failed.
     *
     * @var int|null
     */
    public $failCnt;

    /**
     * Subtasks that took too long.
     *
     * @var int|null
     */
    public $timeoutCnt;

    /**
     * Subtasks that expired before they ran.
     *
     * @var int|null
     */
    public $expiredCnt;

    /**
     * Subtasks that have ended: well, badly, or not in time.
     *
     * @var int|null
     */
    public $completeCnt;

    /**
     * The parameters of the task; depends on `taskType`.
     *
     * @var mixed
     */
    public $param;
}
