<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** More properties of a device. No operation takes or returns it. */
class DeviceInfo2 extends AbstractDTO
{
    /**
     * Region that the device is in.
     *
     * @var string|null
     */
    public $region;

    /**
     * Time zone that the device is in.
     *
     * @var string|null
     */
    public $timezone;

    /**
     * Number of services that are active on the device.
     *
     * @var int|null
     */
    public $activeServiceCount;
}
