<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Batch task to create. */
class BatchTaskCreateInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the task; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Minutes after which the task fails, 10 to 2880; the PHP pages say
     * seconds. Mandatory.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * Name of the task. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $taskName;

    /**
     * Type of the task: `DeviceReg`, `DeviceCmd`, `DeviceLocation`,
     * `DeviceMod`, `DeviceDel` or `DeviceLicense`. Mandatory.
     *
     * @var 'DeviceReg'|'DeviceCmd'|'DeviceLocation'|'DeviceMod'|'DeviceDel'|'DeviceLicense'|null
     */
    public $taskType;

    /**
     * Parameters of the task, which depend on `taskType`: a `DeviceCmd`
     * for `DeviceCmd`. Mandatory.
     *
     * @var mixed
     */
    public $param;

    /**
     * Tags of the task.
     *
     * @var list<TagDTO2>|null
     */
    public $tags;
}
