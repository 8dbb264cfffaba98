<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Whose capabilities to list. */
class QueryDeviceCapabilitiesInDTO extends AbstractDTO
{
    /**
     * Only this device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The owner of the devices; null for the application's own.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Only devices behind this gateway.
     *
     * @var string|null
     */
    public $gatewayId;
}
