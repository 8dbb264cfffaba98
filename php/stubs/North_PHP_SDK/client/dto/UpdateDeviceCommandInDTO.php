<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** New status of a command. */
class UpdateDeviceCommandInDTO extends AbstractDTO
{
    /**
     * Status to set: `CANCELED` cancels the command. Mandatory.
     *
     * @var string|null
     */
    public $status;
}
