<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A command to a device. */
class DeviceCommandRespV4 extends AbstractDTO
{
    /**
     * Identifies the command. At most 64 characters.
     *
     * @var string|null
     */
    public $commandId;

    /**
     * The application that the device belongs to. At most 64 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The device. At most 64 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The command.
     *
     * @var CommandDTOV4|null
     */
    public $command;

    /**
     * Where changes of the command's status are pushed to.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Seconds that the platform keeps the command for.
     *
     * @var int|null
     */
    public $expireTime;

    /**
     * `DEFAULT` (not sent), `EXPIRED`, `SUCCESSFUL`, `FAILED`, `TIMEOUT`,
     * `CANCELED`, `DELIVERED` or `SENT`.
     *
     * @var string|null
     */
    public $status;

    /**
     * What the device answered.
     *
     * @var mixed
     */
    public $result;

    /**
     * When the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $creationTime;

    /**
     * When the device executed the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $executeTime;

    /**
     * When the platform sent the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $platformIssuedTime;

    /**
     * When the device received the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $deliveredTime;

    /**
     * How often the platform has sent the command.
     *
     * @var int|null
     */
    public $issuedTimes;

    /**
     * How often the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;
}
