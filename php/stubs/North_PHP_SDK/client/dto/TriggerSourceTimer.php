<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A timer that makes the platform look at a rule's conditions. */
class TriggerSourceTimer extends AbstractDTO
{
    /**
     * `TIMER`. Mandatory.
     *
     * @var string|null
     */
    public $type;
}
