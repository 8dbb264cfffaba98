<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A command to be sent to a device. */
class PostDeviceCommandInDTO extends AbstractDTO
{
    /**
     * The device. Mandatory, 1 to 64 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The command. Mandatory.
     *
     * @var CommandDTOV4|null
     */
    public $command;

    /**
     * Where the platform pushes changes of the command's status to: an
     * HTTPS URL with its port. At most 1024 characters.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Seconds that the platform keeps the command for, from 0, which
     * sends it at once or never. Default: 172800 (48 hours).
     *
     * @var int|null
     */
    public $expireTime;

    /**
     * How often the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;
}
