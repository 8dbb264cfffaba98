<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** An upgrade task. */
class QueryUpgradeTaskOutDTO extends AbstractDTO
{
    /**
     * Identifies the task.
     *
     * @var string|null
     */
    public $operationId;

    /**
     * When the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $createTime;

    /**
     * When the task started, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * When the task ended, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $stopTime;

    /**
     * `firmware_upgrade` or `software_upgrade`.
     *
     * @var string|null
     */
    public $operateType;

    /**
     * The devices of the task.
     *
     * @var OperateDevices|null
     */
    public $targets;

    /**
     * When the task runs.
     *
     * @var OperatePolicy|null
     */
    public $policy;

    /**
     * `wait`, `processing`, `failed` (sic: subtasks say `fail`), `success`
     * or `stop`.
     *
     * @var string|null
     */
    public $status;

    /**
     * How many subtasks are in which state.
     *
     * @var OperationStaResult|null
     */
    public $staResult;

    /**
     * Depends on the type of the task.
     *
     * @var mixed
     */
    public $extendPara;
}
