<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition that comes true again and again. */
class ConditionCycleTimer extends AbstractDTO
{
    /**
     * `CYCLE_TIMER`. Mandatory.
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
     * When the condition comes true at all. Mandatory.
     *
     * @var TimeRange|null
     */
    public $timeRange;

    /**
     * Minutes from one time to the next. Mandatory.
     *
     * @var int|null
     */
    public $interval;
}
