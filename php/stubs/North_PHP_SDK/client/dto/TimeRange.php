<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Time range in which a rule applies. */
class TimeRange extends AbstractDTO
{
    /**
     * Start, `HH:mm`. Mandatory.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * End, `HH:mm`; if it is before the start, it is on the next day.
     * Mandatory.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * Days of the week, 0 (Sunday) to 6, separated by commas. All if
     * absent.
     *
     * @var string|null
     */
    public $daysOfWeek;
}
