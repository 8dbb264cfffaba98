<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A subtask: the upgrade of one device. */
class SubOperationInfo extends AbstractDTO
{
    /**
     * Identifies the subtask.
     *
     * @var string|null
     */
    public $subOperationId;

    /**
     * When the subtask was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $createTime;

    /**
     * When the subtask started, UTC, `yyyyMMdd'T'HHmmss'Z'`. Absent while
     * it waits.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * When the subtask ended, UTC, `yyyyMMdd'T'HHmmss'Z'`. Absent until
     * then.
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
     * The device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * `wait`, `processing`, `fail`, `success` or `stop`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Why the subtask failed.
     *
     * @var string|null
     */
    public $detailInfo;

    /**
     * Depends on the type of the task: an object, or JSON text.
     *
     * @var mixed
     */
    public $extendInfo;
}
