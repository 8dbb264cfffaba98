<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `regDirectDevice`: the device that was registered. */
class RegDirectDeviceOutDTO extends AbstractDTO
{
    /**
     * Identifies the device on the platform.
     *
     * @var string|null
     */
    public $deviceId;

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

    /**
     * Pre-shared key of the device for DTLS, hexadecimal.
     *
     * @var string|null
     */
    public $psk;
}
