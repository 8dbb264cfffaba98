<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification about the progress of the software upgrade of a device. */
class NotifySwUpgradeStateChangedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `swUpgradeStateChangeNotify`.
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
     * State of the upgrade: `downloading`, `downloaded`, `updating` or
     * `idle`; newer platforms also send `otacreated` and
     * `RequestDownload`.
     *
     * @var 'downloading'|'downloaded'|'updating'|'idle'|'otacreated'|'RequestDownload'|null
     */
    public $swUpgradeState;
}
