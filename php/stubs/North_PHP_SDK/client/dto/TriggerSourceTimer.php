<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * A trigger by a timer: makes the platform evaluate the conditions of a
 * rule.
 */
class TriggerSourceTimer extends AbstractDTO
{
    /**
     * Type of the trigger: `TIMER`. Mandatory.
     *
     * @var string|null
     */
    public $type;
}
