<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Where a device is. */
class QueryDeviceRealtimeLocationOutDTO extends AbstractDTO
{
    /**
     * The device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The position, if it was found.
     *
     * @var PdIoMDTO|null
     */
    public $pd;

    /**
     * Why the position was not found.
     *
     * @var PoserrIoMDTO|null
     */
    public $poserr;
}
