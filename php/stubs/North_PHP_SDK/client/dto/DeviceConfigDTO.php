<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** How the platform treats a device. */
class DeviceConfigDTO extends AbstractDTO
{
    /**
     * How it treats the device's data.
     *
     * @var DataConfigDTO|null
     */
    public $dataConfig;
}
