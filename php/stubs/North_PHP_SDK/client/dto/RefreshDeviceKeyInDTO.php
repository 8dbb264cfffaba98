<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** New identity of a device. */
class RefreshDeviceKeyInDTO extends AbstractDTO
{
    /**
     * Code that the device authenticates with; usually the nodeId. The
     * platform generates one if absent. At most 256 characters.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * Identification that the device sends. Unchanged if absent. At most
     * 256 characters.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Seconds within which the device must connect; 0 for no limit.
     * Default: 180.
     *
     * @var int|null
     */
    public $timeout;
}
