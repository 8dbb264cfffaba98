<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Notification that a device has responded to a command of
 * `invokeDeviceService`.
 */
class NotifyCommandRspDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `commandRsp`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Command: requestId, from, to, deviceId, serviceType, method. The SDK
     * has no class for it.
     *
     * @var mixed
     */
    public $header;

    /**
     * Response of the device.
     *
     * @var mixed
     */
    public $body;
}
