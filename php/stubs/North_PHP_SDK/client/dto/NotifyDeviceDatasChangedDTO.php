<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Services of a device have reported data. */
class NotifyDeviceDatasChangedDTO extends AbstractDTO
{
    /**
     * Always `deviceDatasChanged`.
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
     * The services, with their data.
     *
     * @var DeviceService[]|null
     */
    public $services;
}
