<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A task that takes back the commands to a device. */
class CreateDeviceCmdCancelTaskOutDTO extends AbstractDTO
{
    /**
     * Identifies the task. At most 64 characters.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * The application that the task belongs to. At most 64 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The device whose commands are taken back. At most 64 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * `WAITTING` (sic), `RUNNING`, `SUCCESS`, `FAILED` or `PART_SUCCESS`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Commands that are taken back.
     *
     * @var int|null
     */
    public $totalCount;

    /**
     * The commands that are taken back.
     *
     * @var DeviceCommandRespV4[]|null
     */
    public $deviceCommands;
}
