<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `updateDeviceCommand`: the command that was changed. */
class UpdateDeviceCommandOutDTO extends AbstractDTO
{
    /**
     * Identifies the command. At most 64 characters.
     *
     * @var string|null
     */
    public $commandId;

    /**
     * Id of the application that the device belongs to. At most 64
     * characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Id of the device. At most 64 characters.
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
     * URL to which the platform pushes changes of the command's status.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Seconds for which the platform stores the command.
     *
     * @var int|null
     */
    public $expireTime;

    /**
     * Status of the command: `DEFAULT` (not sent), `EXPIRED`,
     * `SUCCESSFUL`, `FAILED`, `TIMEOUT`, `CANCELED`, `DELIVERED` or
     * `SENT`.
     *
     * @var 'DEFAULT'|'EXPIRED'|'SUCCESSFUL'|'FAILED'|'TIMEOUT'|'CANCELED'|'DELIVERED'|'SENT'|null
     */
    public $status;

    /**
     * Response of the device.
     *
     * @var mixed
     */
    public $result;

    /**
     * Time at which the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $creationTime;

    /**
     * Time at which the device executed the command, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $executeTime;

    /**
     * Time at which the platform sent the command, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $platformIssuedTime;

    /**
     * Time at which the device received the command, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $deliveredTime;

    /**
     * Number of times that the platform has sent the command.
     *
     * @var int|null
     */
    public $issuedTimes;

    /**
     * Number of times that the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;
}
