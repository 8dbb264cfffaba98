<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Request to cancel the commands to a device. */
class CreateDeviceCmdCancelTaskInDTO extends AbstractDTO
{
    /**
     * Id of the device. Mandatory, 1 to 64 characters.
     *
     * @var string|null
     */
    public $deviceId;
}
