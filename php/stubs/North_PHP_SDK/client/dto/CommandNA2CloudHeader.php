<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Delivery of a command. */
class CommandNA2CloudHeader extends AbstractDTO
{
    /**
     * Acknowledgement: `ACK` (the device responds) or `NOACK`. Mandatory.
     *
     * @var 'ACK'|'NOACK'|null
     */
    public $mode;

    /**
     * Sender of the command. 1 to 128 characters.
     *
     * @var string|null
     */
    public $from;

    /**
     * Receiver of the command. 1 to 128 characters.
     *
     * @var string|null
     */
    public $to;

    /**
     * Kind of the receiver: `CLOUD` or `GATEWAY`.
     *
     * @var 'CLOUD'|'GATEWAY'|null
     */
    public $toType;

    /**
     * Name of the command. Mandatory, 1 to 32 characters.
     *
     * @var string|null
     */
    public $method;

    /**
     * Id of the command. The platform generates one if absent. At most 128
     * characters.
     *
     * @var string|null
     */
    public $requestId;

    /**
     * URL to which the platform pushes the response of the device. 1 to
     * 1024 characters.
     *
     * @var string|null
     */
    public $callbackURL;
}
