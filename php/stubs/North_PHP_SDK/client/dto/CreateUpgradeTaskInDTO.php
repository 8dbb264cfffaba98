<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** An upgrade task to be created. */
class CreateUpgradeTaskInDTO extends AbstractDTO
{
    /**
     * The package to install. Mandatory.
     *
     * @var string|null
     */
    public $fileId;

    /**
     * The devices to upgrade. Mandatory.
     *
     * @var OperateDevices|null
     */
    public $targets;

    /**
     * When to upgrade, and whether to try again. At once, once, if absent.
     *
     * @var OperatePolicy|null
     */
    public $policy;
}
