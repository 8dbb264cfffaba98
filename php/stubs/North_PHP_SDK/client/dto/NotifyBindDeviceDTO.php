<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that a device has connected for the first time. */
class NotifyBindDeviceDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `bindDevice`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Result of the binding, such as `succeeded` or `expired`.
     *
     * @var string|null
     */
    public $resultCode;

    /**
     * Manufacturer, type, model and protocol of the device.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;
}
