<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** How a command is handed on. */
class CommandNA2CloudHeader extends AbstractDTO
{
    /**
     * Whether the device answers: `ACK` (yes) or `NOACK`. Mandatory.
     *
     * @var string|null
     */
    public $mode;

    /**
     * The sender. 1 to 128 characters.
     *
     * @var string|null
     */
    public $from;

    /**
     * The receiver. 1 to 128 characters.
     *
     * @var string|null
     */
    public $to;

    /**
     * What the receiver is: `CLOUD` or `GATEWAY`.
     *
     * @var string|null
     */
    public $toType;

    /**
     * Name of the command. Mandatory, 1 to 32 characters.
     *
     * @var string|null
     */
    public $method;

    /**
     * Identifies the command. The platform makes one up if absent. At most
     * 128 characters.
     *
     * @var string|null
     */
    public $requestId;

    /**
     * Where the device's answer is pushed to. 1 to 1024 characters.
     *
     * @var string|null
     */
    public $callbackURL;
}
