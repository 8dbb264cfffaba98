<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The firmware upgrade of a device has got further. */
class NotifyFwUpgradeStateChangedDTO extends AbstractDTO
{
    /**
     * Always `fwUpgradeStateChangeNotify`.
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
     * `0` (idle), `1` (downloading), `2` (downloaded) or `3` (updating).
     *
     * @var string|null
     */
    public $step;

    /**
     * Text of the step.
     *
     * @var string|null
     */
    public $stepDesc;
}
