<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The identity that a device has from now on. */
class RefreshDeviceKeyOutDTO extends AbstractDTO
{
    /**
     * What the device proves itself with.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * Seconds within which the device must connect; 0 for ever.
     *
     * @var int|null
     */
    public $timeout;
}
