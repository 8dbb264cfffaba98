<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition that nothing was detected. */
class ConditionNoDetected extends AbstractDTO
{
    /**
     * Type of the condition. Mandatory.
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
     * Free text.
     *
     * @var string|null
     */
    public $description;
}
