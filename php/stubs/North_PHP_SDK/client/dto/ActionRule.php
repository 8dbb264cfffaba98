<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: do something to a rule. */
class ActionRule extends AbstractDTO
{
    /**
     * The type of the action. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Identifies the action in its rule.
     *
     * @var string|null
     */
    public $id;

    /**
     * The rule to do it to. Mandatory.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * What to do.
     *
     * @var string|null
     */
    public $cmd;
}
