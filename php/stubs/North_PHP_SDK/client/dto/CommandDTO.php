<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A command that the platform forwards unchanged. */
class CommandDTO extends AbstractDTO
{
    /**
     * Delivery of the command. Mandatory.
     *
     * @var CommandNA2CloudHeader|null
     */
    public $header;

    /**
     * Parameters of the command, by the names in the device's profile.
     *
     * @var mixed
     */
    public $body;
}
