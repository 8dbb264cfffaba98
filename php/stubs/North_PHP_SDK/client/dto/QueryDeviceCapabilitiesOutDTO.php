<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Capabilities of devices. */
class QueryDeviceCapabilitiesOutDTO extends AbstractDTO
{
    /**
     * Capabilities of each device.
     *
     * @var list<DeviceCapabilityDTO>|null
     */
    public $deviceCapabilities;
}
