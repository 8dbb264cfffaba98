<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What to do with a command. */
class UpdateDeviceCommandInDTO extends AbstractDTO
{
    /**
     * `CANCELED` takes the command back. Mandatory.
     *
     * @var string|null
     */
    public $status;
}
