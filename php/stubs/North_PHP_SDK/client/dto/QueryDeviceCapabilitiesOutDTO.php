<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What devices can do. */
class QueryDeviceCapabilitiesOutDTO extends AbstractDTO
{
    /**
     * One row for each device.
     *
     * @var DeviceCapabilityDTO[]|null
     */
    public $deviceCapabilities;
}
