<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device has connected for the first time. */
class NotifyBindDeviceDTO extends AbstractDTO
{
    /**
     * Always `bindDevice`.
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
     * How that went, such as `succeeded` or `expired`.
     *
     * @var string|null
     */
    public $resultCode;

    /**
     * What kind of device it is.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;
}
