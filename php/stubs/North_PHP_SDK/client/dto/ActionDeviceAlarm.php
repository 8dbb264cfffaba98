<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: raise or end an alarm of a device. */
class ActionDeviceAlarm extends AbstractDTO
{
    /**
     * Type of the action: `DEVICE_ALARM`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Identifies the action in its rule.
     *
     * @var string|null
     */
    public $id;

    /**
     * Name of the alarm. Mandatory.
     *
     * @var string|null
     */
    public $name;

    /**
     * Status of the alarm: `fault` or `recovery`. Mandatory.
     *
     * @var 'fault'|'recovery'|null
     */
    public $status;

    /**
     * Severity of the alarm: `warning`, `minor`, `major` or `critical`.
     * Mandatory.
     *
     * @var 'warning'|'minor'|'major'|'critical'|null
     */
    public $severity;

    /**
     * Free text.
     *
     * @var string|null
     */
    public $description;
}
