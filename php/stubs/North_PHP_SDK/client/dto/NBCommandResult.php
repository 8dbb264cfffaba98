<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Status of a command. */
class NBCommandResult extends AbstractDTO
{
    /**
     * Status: `SENT`, `DELIVERED`, `SUCCESS` (or `SUCCESSFUL`), `FAILED`,
     * `TIMEOUT` or `EXPIRED`.
     *
     * @var 'SENT'|'DELIVERED'|'SUCCESS'|'SUCCESSFUL'|'FAILED'|'TIMEOUT'|'EXPIRED'|null
     */
    public $resultCode;

    /**
     * Response of the device; depends on the command.
     *
     * @var mixed
     */
    public $resultDetail;
}
