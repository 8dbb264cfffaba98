<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device was deleted. */
class NotifyDeviceDeletedDTO extends AbstractDTO
{
    /**
     * Always `deviceDeleted`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * The device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The gateway of the device; the device itself if it was connected
     * directly.
     *
     * @var string|null
     */
    public $gatewayId;
}
