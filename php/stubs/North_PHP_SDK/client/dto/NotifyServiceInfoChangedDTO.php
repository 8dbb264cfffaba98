<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Notification that the information about a service of a device has
 * changed.
 */
class NotifyServiceInfoChangedDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `serviceInfoChanged`.
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
     * Id of the gateway of the device; the id of the device itself if it
     * is connected directly.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Id of the service.
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
     * Information that has changed, without the rest.
     *
     * @var ServiceInfo|null
     */
    public $serviceInfo;
}
