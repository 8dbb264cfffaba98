<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Activation status of a device. */
class QueryDeviceStatusOutDTO extends AbstractDTO
{
    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * True if the device has connected since it was registered.
     *
     * @var 'true'|'false'|null
     */
    public $activated;

    /**
     * Name of the device.
     *
     * @var string|null
     */
    public $name;
}
