<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a device can do. */
class DeviceCapabilityDTO extends AbstractDTO
{
    /**
     * The device. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * One row for each service.
     *
     * @var ServiceCapabilityDTO[]|null
     */
    public $serviceCapabilities;
}
