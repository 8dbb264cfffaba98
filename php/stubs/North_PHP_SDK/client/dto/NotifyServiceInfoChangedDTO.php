<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What the platform knows about a service of a device has changed. */
class NotifyServiceInfoChangedDTO extends AbstractDTO
{
    /**
     * Always `serviceInfoChanged`.
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
     * The service.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Type of the service.
     *
     * @var string|null
     */
    public $serviceType;

    /**
     * What has changed, and only that.
     *
     * @var ServiceInfo|null
     */
    public $serviceInfo;
}
