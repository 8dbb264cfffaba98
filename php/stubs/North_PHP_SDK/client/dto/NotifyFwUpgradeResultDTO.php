<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The firmware upgrade of a device has ended. */
class NotifyFwUpgradeResultDTO extends AbstractDTO
{
    /**
     * Always `fwUpgradeResultNotify`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * The device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The application that the device belongs to.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The upgrade task.
     *
     * @var string|null
     */
    public $operationId;

    /**
     * The subtask of the device.
     *
     * @var string|null
     */
    public $subOperationId;

    /**
     * The version that the device has.
     *
     * @var string|null
     */
    public $curVersion;

    /**
     * The version that it was to have.
     *
     * @var string|null
     */
    public $targetVersion;

    /**
     * The version that it had.
     *
     * @var string|null
     */
    public $sourceVersion;

    /**
     * `SUCCESS` or `FAIL`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Text of the result.
     *
     * @var string|null
     */
    public $statusDesc;

    /**
     * How long the upgrade took.
     *
     * @var string|null
     */
    public $upgradeTime;
}
