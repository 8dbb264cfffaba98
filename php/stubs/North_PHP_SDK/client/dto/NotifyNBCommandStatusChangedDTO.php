<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Notification that the status of a command of `postDeviceCommand` has
 * changed. The platform sends it to the callbackUrl of the command,
 * without `notifyType`.
 *
 * Vendor page: iot_06_2257.
 */
class NotifyNBCommandStatusChangedDTO extends AbstractDTO
{
    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the command.
     *
     * @var string|null
     */
    public $commandId;

    /**
     * Status of the command.
     *
     * @var NBCommandResult|null
     */
    public $result;
}
