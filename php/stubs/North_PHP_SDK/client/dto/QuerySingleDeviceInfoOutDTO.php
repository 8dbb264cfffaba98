<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device, with the data that its services reported last. */
class QuerySingleDeviceInfoOutDTO extends AbstractDTO
{
    /**
     * The device. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The gateway of the device; the device itself if it is connected
     * directly. At most 256 characters.
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
     * The services of the device.
     *
     * @var DeviceService[]|null
     */
    public $services;
}
