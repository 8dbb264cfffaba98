<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition that is met at regular intervals. */
class ConditionCycleTimer extends AbstractDTO
{
    /**
     * Type of the condition: `CYCLE_TIMER`. Mandatory.
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
     * Time range in which the condition can be met. Mandatory.
     *
     * @var TimeRange|null
     */
    public $timeRange;

    /**
     * Interval, in minutes. Mandatory.
     *
     * @var int|null
     */
    public $interval;
}
