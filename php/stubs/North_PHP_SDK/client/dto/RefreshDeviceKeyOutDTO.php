<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `refreshDeviceKey`: the new identity of the device. */
class RefreshDeviceKeyOutDTO extends AbstractDTO
{
    /**
     * Code that the device authenticates with.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * Seconds within which the device must connect; 0 for no limit.
     *
     * @var int|null
     */
    public $timeout;
}
