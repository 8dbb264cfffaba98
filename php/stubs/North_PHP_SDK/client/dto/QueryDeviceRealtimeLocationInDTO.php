<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Request for the location of a device. */
class QueryDeviceRealtimeLocationInDTO extends AbstractDTO
{
    /**
     * Id of the device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Horizontal accuracy to reach, in metres. Mandatory.
     *
     * @var int|null
     */
    public $horAcc;

    /**
     * Coordinates of the response.
     *
     * @var GeoInfoDTO|null
     */
    public $geoInfo;
}
