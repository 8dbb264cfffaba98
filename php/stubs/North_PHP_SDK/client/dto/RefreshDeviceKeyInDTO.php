<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The identity that a device is to have from now on. */
class RefreshDeviceKeyInDTO extends AbstractDTO
{
    /**
     * What the device proves itself with; usually the nodeId. The
     * platform makes one up if absent. At most 256 characters.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * What the device identifies itself with. Stays as it is if absent.
     * At most 256 characters.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Seconds within which the device must connect; 0 for ever. Default:
     * 180.
     *
     * @var int|null
     */
    public $timeout;
}
