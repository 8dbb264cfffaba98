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
     * Time at which the subtask was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $createTime;

    /**
     * Time at which the subtask started, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     * Absent while it waits.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Time at which the subtask ended, UTC, `yyyyMMdd'T'HHmmss'Z'`. Absent
     * until then.
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
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Status of the subtask: `wait`, `processing`, `fail`, `success` or
     * `stop`.
     *
     * @var 'wait'|'processing'|'fail'|'success'|'stop'|null
     */
    public $status;

    /**
     * Cause of the failure of the subtask.
     *
     * @var string|null
     */
    public $detailInfo;

    /**
     * Extended information, which depends on the type of the task: an
     * object, or JSON text.
     *
     * @var mixed
     */
    public $extendInfo;
}
