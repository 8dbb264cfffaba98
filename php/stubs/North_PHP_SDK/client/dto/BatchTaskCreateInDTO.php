<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A batch task to be created. */
class BatchTaskCreateInDTO extends AbstractDTO
{
    /**
     * The owner of the task; null for the application itself.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Minutes after which the task has failed, 10 to 2880; the PHP pages
     * say seconds. Mandatory.
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
     * `DeviceReg`, `DeviceCmd`, `DeviceLocation`, `DeviceMod`, `DeviceDel`
     * or `DeviceLicense`. Mandatory.
     *
     * @var string|null
     */
    public $taskType;

    /**
     * Depends on `taskType`: a `DeviceCmd` for `DeviceCmd`. Mandatory.
     *
     * @var mixed
     */
    public $param;

    /**
     * Tags of the task.
     *
     * @var TagDTO2[]|null
     */
    public $tags;
}
