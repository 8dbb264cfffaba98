<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `invokeDeviceService`: the status of the command. */
class InvokeDeviceServiceOutDTO extends AbstractDTO
{
    /**
     * Identifies the command.
     *
     * @var string|null
     */
    public $requestId;

    /**
     * Status of the command: `sent` (to the device), `delivered` (the
     * device has it) or `failed`.
     *
     * @var 'sent'|'delivered'|'failed'|null
     */
    public $status;

    /**
     * Time of that status, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $timeStamp;
}
