<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: change a rule. */
class ActionRule extends AbstractDTO
{
    /**
     * Type of the action. Mandatory.
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
     * Id of the rule to change. Mandatory.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * Command for the rule.
     *
     * @var string|null
     */
    public $cmd;
}
