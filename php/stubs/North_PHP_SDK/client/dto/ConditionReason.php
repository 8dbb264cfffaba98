<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition of a rule that came true. */
class ConditionReason extends AbstractDTO
{
    /**
     * When it came true.
     *
     * @var string|null
     */
    public $satisfactionTime;

    /**
     * Type of the condition.
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
     * What made it true; depends on the type.
     *
     * @var mixed
     */
    public $info;

    /**
     * What was kept with the condition.
     *
     * @var mixed
     */
    public $transInfo;
}
