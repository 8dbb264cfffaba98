<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that the software upgrade of a device has ended. */
class NotifySwUpgradeResultDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `swUpgradeResultNotify`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the application that the device belongs to.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Id of the upgrade task.
     *
     * @var string|null
     */
    public $operationId;

    /**
     * Id of the subtask of the device.
     *
     * @var string|null
     */
    public $subOperationId;

    /**
     * Version that the device has now.
     *
     * @var string|null
     */
    public $curVersion;

    /**
     * Target version of the upgrade.
     *
     * @var string|null
     */
    public $targetVersion;

    /**
     * Version before the upgrade.
     *
     * @var string|null
     */
    public $sourceVersion;

    /**
     * Result of the upgrade: `SUCCESS` or `FAIL`.
     *
     * @var 'SUCCESS'|'FAIL'|null
     */
    public $swUpgradeResult;

    /**
     * Duration of the upgrade.
     *
     * @var string|null
     */
    public $upgradeTime;

    /**
     * Description of the result.
     *
     * @var string|null
     */
    public $resultDesc;

    /**
     * Error code of the device, if the upgrade failed.
     *
     * @var string|null
     */
    public $errorCode;

    /**
     * Cause of the failure, as text.
     *
     * @var string|null
     */
    public $description;
}
