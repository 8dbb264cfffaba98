<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device has answered a command of `invokeDeviceService`. */
class NotifyCommandRspDTO extends AbstractDTO
{
    /**
     * Always `commandRsp`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Which command: requestId, from, to, deviceId, serviceType, method.
     * The SDK has no class for it.
     *
     * @var mixed
     */
    public $header;

    /**
     * What the device answered.
     *
     * @var mixed
     */
    public $body;
}
