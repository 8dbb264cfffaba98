<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Whose commands to take back. */
class CreateDeviceCmdCancelTaskInDTO extends AbstractDTO
{
    /**
     * The device. Mandatory, 1 to 64 characters.
     *
     * @var string|null
     */
    public $deviceId;
}
