<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition of a rule that was met. */
class ConditionReason extends AbstractDTO
{
    /**
     * Time at which the condition was met.
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
     * Data that met the condition; depends on the type.
     *
     * @var mixed
     */
    public $info;

    /**
     * Data that was stored with the condition.
     *
     * @var mixed
     */
    public $transInfo;
}
