<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * The status of a command of `postDeviceCommand` has changed. It comes to
 * the command's own callbackUrl, and has no `notifyType`.
 *
 * Vendor page: iot_06_2257.
 */
class NotifyNBCommandStatusChangedDTO extends AbstractDTO
{
    /**
     * The device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The command.
     *
     * @var string|null
     */
    public $commandId;

    /**
     * The status.
     *
     * @var NBCommandResult|null
     */
    public $result;
}
