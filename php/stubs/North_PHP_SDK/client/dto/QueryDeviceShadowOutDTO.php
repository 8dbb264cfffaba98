<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Shadow of a device: the properties that it reported last, and the
 * desired properties.
 */
class QueryDeviceShadowOutDTO extends AbstractDTO
{
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
     * Kind of node: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
     *
     * @var 'ENDPOINT'|'GATEWAY'|'UNKNOW'|null
     */
    public $nodeType;

    /**
     * Time at which the device was registered, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $createTime;

    /**
     * Time of the last change of the device, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $lastModifiedTime;

    /**
     * Manufacturer, type, model and protocol of the device.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;

    /**
     * Reported and desired properties of each service. The SDK has no
     * class for these items.
     *
     * @var list<mixed>|null
     */
    public $services;
}
