<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Trigger mode of a condition, and maximum age of the data. */
class Strategy extends AbstractDTO
{
    /**
     * Trigger mode: `pulse` fires with every report that meets the
     * condition, `reverse` only with the first. Default: `pulse`.
     *
     * @var 'pulse'|'reverse'|null
     */
    public $trigger;

    /**
     * Seconds after which a report is too old; not limited if absent.
     *
     * @var int|null
     */
    public $eValidTime;
}
