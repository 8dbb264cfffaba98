<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Capabilities of a device. */
class DeviceCapabilityDTO extends AbstractDTO
{
    /**
     * Id of the device. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Capabilities of each service.
     *
     * @var list<ServiceCapabilityDTO>|null
     */
    public $serviceCapabilities;
}
