<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** How often a condition fires, and how old data may be. */
class Strategy extends AbstractDTO
{
    /**
     * `pulse` fires with every report that fulfils the condition,
     * `reverse` only with the first. Default: `pulse`.
     *
     * @var string|null
     */
    public $trigger;

    /**
     * Seconds after which a report is too old; not limited if absent.
     *
     * @var int|null
     */
    public $eValidTime;
}
