<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which device to locate, and how well. */
class QueryDeviceRealtimeLocationInDTO extends AbstractDTO
{
    /**
     * The device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Horizontal accuracy asked for, in metres. Mandatory.
     *
     * @var int|null
     */
    public $horAcc;

    /**
     * The coordinates to answer in.
     *
     * @var GeoInfoDTO|null
     */
    public $geoInfo;
}
