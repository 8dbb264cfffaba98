<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device that makes the platform look at a rule's conditions. */
class TriggerSourceDevice extends AbstractDTO
{
    /**
     * `DEVICE`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * The device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The service of the device. Mandatory.
     *
     * @var string|null
     */
    public $serviceId;
}
