<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A command that the platform hands on as it is. */
class CommandDTO extends AbstractDTO
{
    /**
     * How the command is handed on. Mandatory.
     *
     * @var CommandNA2CloudHeader|null
     */
    public $header;

    /**
     * Parameters of the command, by the names that the device's profile
     * gives them.
     *
     * @var mixed
     */
    public $body;
}
