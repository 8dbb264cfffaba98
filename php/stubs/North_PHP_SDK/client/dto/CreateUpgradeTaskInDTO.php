<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Upgrade task to create. */
class CreateUpgradeTaskInDTO extends AbstractDTO
{
    /**
     * Id of the package to install. Mandatory.
     *
     * @var string|null
     */
    public $fileId;

    /**
     * Devices to upgrade. Mandatory.
     *
     * @var OperateDevices|null
     */
    public $targets;

    /**
     * Schedule and retries of the task. If absent, it runs immediately,
     * without retries.
     *
     * @var OperatePolicy|null
     */
    public $policy;
}
