<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A task that cancels the commands to a device. */
class CreateDeviceCmdCancelTaskOutDTO extends AbstractDTO
{
    /**
     * Identifies the task. At most 64 characters.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Id of the application that the task belongs to. At most 64
     * characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Id of the device whose commands are cancelled. At most 64
     * characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Status of the task: `WAITTING` (sic), `RUNNING`, `SUCCESS`, `FAILED`
     * or `PART_SUCCESS`.
     *
     * @var 'WAITTING'|'RUNNING'|'SUCCESS'|'FAILED'|'PART_SUCCESS'|null
     */
    public $status;

    /**
     * Number of commands to cancel.
     *
     * @var int|null
     */
    public $totalCount;

    /**
     * Commands to cancel.
     *
     * @var list<DeviceCommandRespV4>|null
     */
    public $deviceCommands;
}
