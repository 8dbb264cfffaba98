<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The software upgrade of a device has got further. */
class NotifySwUpgradeStateChangedDTO extends AbstractDTO
{
    /**
     * Always `swUpgradeStateChangeNotify`.
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
     * `downloading`, `downloaded`, `updating` or `idle`; newer platforms
     * also say `otacreated` and `RequestDownload`.
     *
     * @var string|null
     */
    public $swUpgradeState;
}
