<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for the capabilities of devices. */
class QueryDeviceCapabilitiesInDTO extends AbstractDTO
{
    /**
     * Selects only the device with this id.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the application that owns the devices; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Selects only devices behind the gateway with this id.
     *
     * @var string|null
     */
    public $gatewayId;
}
