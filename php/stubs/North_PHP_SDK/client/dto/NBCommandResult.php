<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The status of a command. */
class NBCommandResult extends AbstractDTO
{
    /**
     * `SENT`, `DELIVERED`, `SUCCESS` (or `SUCCESSFUL`), `FAILED`, `TIMEOUT` or
     * `EXPIRED`.
     *
     * @var string|null
     */
    public $resultCode;

    /**
     * What the device answered; depends on the command.
     *
     * @var mixed
     */
    public $resultDetail;
}
