<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition on the time of day. */
class ConditionDailyTimer extends AbstractDTO
{
    /**
     * Type of the condition: `DAILY_TIMER`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Identifies the condition in its rule.
     *
     * @var string|null
     */
    public $id;

    /**
     * Time of day, `HH:mm`. Mandatory.
     *
     * @var string|null
     */
    public $time;

    /**
     * Days of the week, 0 (Sunday) to 6, separated by commas. All if
     * absent.
     *
     * @var string|null
     */
    public $daysOfWeek;
}
