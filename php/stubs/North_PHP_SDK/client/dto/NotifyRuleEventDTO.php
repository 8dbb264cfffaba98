<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's conditions came true. */
class NotifyRuleEventDTO extends AbstractDTO
{
    /**
     * Always `ruleEvent`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * The user who created the rule.
     *
     * @var string|null
     */
    public $author;

    /**
     * The rule.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * Name of the rule.
     *
     * @var string|null
     */
    public $ruleName;

    /**
     * How the rule's conditions are joined: `and` or `or`.
     *
     * @var string|null
     */
    public $logic;

    /**
     * The conditions that came true.
     *
     * @var ConditionReason[]|null
     */
    public $reasons;

    /**
     * When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $triggerTime;

    /**
     * What the rule's actions gave.
     *
     * @var ActionResult[]|null
     */
    public $actionsResults;
}
