<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification about the progress of the firmware upgrade of a device. */
class NotifyFwUpgradeStateChangedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `fwUpgradeStateChangeNotify`.
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
     * Step of the upgrade: `0` (idle), `1` (downloading), `2` (downloaded)
     * or `3` (updating).
     *
     * @var '0'|'1'|'2'|'3'|null
     */
    public $step;

    /**
     * Description of the step.
     *
     * @var string|null
     */
    public $stepDesc;
}
