<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device was registered. */
class NotifyDeviceAddedDTO extends AbstractDTO
{
    /**
     * Always `deviceAdded`.
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
     * The gateway of the device; the device itself if it is connected
     * directly.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
     *
     * @var string|null
     */
    public $nodeType;

    /**
     * What kind of device it is.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;
}
