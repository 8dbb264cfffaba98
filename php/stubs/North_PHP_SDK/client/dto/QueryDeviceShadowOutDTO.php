<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * The shadow of a device: what it reported last, and what it is to be set
 * to.
 */
class QueryDeviceShadowOutDTO extends AbstractDTO
{
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
     * When the device was registered, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $createTime;

    /**
     * When the device was changed last, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $lastModifiedTime;

    /**
     * What kind of device it is.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;

    /**
     * For each service, the reported and the desired properties. The SDK
     * has no class for these rows.
     *
     * @var mixed[]|null
     */
    public $services;
}
