<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Command to send to a device. */
class PostDeviceCommandInDTO extends AbstractDTO
{
    /**
     * Id of the device. Mandatory, 1 to 64 characters.
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
     * URL to which the platform pushes changes of the command's status:
     * HTTPS, with the port. At most 1024 characters.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Seconds for which the platform stores the command, from 0. With 0,
     * it sends the command immediately or never. Default: 172800 (48
     * hours).
     *
     * @var int|null
     */
    public $expireTime;

    /**
     * Number of times that the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;
}
