<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A service of a device has reported data. */
class NotifyDeviceDataChangedDTO extends AbstractDTO
{
    /**
     * Always `deviceDataChanged`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Identifies the message; absent unless the device was asked.
     *
     * @var string|null
     */
    public $requestId;

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
     * The service, with its data.
     *
     * @var DeviceService|null
     */
    public $service;
}
