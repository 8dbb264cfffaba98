<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Configuration of a device on the platform. */
class DeviceConfigDTO extends AbstractDTO
{
    /**
     * Rules for the data of the device.
     *
     * @var DataConfigDTO|null
     */
    public $dataConfig;
}
