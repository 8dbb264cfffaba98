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
     * Time at which the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $createTime;

    /**
     * Time at which the task started, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Time at which the task ended, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $stopTime;

    /**
     * Type of the upgrade: `firmware_upgrade` or `software_upgrade`.
     *
     * @var 'firmware_upgrade'|'software_upgrade'|null
     */
    public $operateType;

    /**
     * The devices of the task.
     *
     * @var OperateDevices|null
     */
    public $targets;

    /**
     * Schedule and retries of the task.
     *
     * @var OperatePolicy|null
     */
    public $policy;

    /**
     * Status of the task: `wait`, `processing`, `failed` (sic: subtasks
     * say `fail`), `success` or `stop`.
     *
     * @var 'wait'|'processing'|'failed'|'success'|'stop'|null
     */
    public $status;

    /**
     * Number of subtasks in each state.
     *
     * @var OperationStaResult|null
     */
    public $staResult;

    /**
     * Extended parameters, which depend on the type of the task.
     *
     * @var mixed
     */
    public $extendPara;
}
