<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** New status of a command. */
class UpdateDeviceCommandInDTO extends AbstractDTO
{
    /**
     * Status to set: `CANCELED` cancels the command. Mandatory.
     *
     * @var 'DEFAULT'|'EXPIRED'|'SUCCESSFUL'|'FAILED'|'TIMEOUT'|'CANCELED'|'DELIVERED'|'SENT'|null
     */
    public $status;
}
