<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What became of a command. */
class InvokeDeviceServiceOutDTO extends AbstractDTO
{
    /**
     * Identifies the command.
     *
     * @var string|null
     */
    public $requestId;

    /**
     * `sent` (to the device), `delivered` (the device has it) or `failed`.
     *
     * @var string|null
     */
    public $status;

    /**
     * When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $timeStamp;
}
