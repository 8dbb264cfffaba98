<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Location of a device. */
class QueryDeviceRealtimeLocationOutDTO extends AbstractDTO
{
    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Position of the device, if it was found.
     *
     * @var PdIoMDTO|null
     */
    public $pd;

    /**
     * Cause if the position was not found.
     *
     * @var PoserrIoMDTO|null
     */
    public $poserr;
}
