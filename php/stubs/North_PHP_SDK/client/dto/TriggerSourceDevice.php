<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * A trigger by a device: makes the platform evaluate the conditions of a
 * rule.
 */
class TriggerSourceDevice extends AbstractDTO
{
    /**
     * Type of the trigger: `DEVICE`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Id of the device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the service of the device. Mandatory.
     *
     * @var string|null
     */
    public $serviceId;
}
