<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that the conditions of a rule were met. */
class NotifyRuleEventDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `ruleEvent`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * User who created the rule.
     *
     * @var string|null
     */
    public $author;

    /**
     * Id of the rule.
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
     * Operator that joins the conditions of the rule: `and` or `or`.
     *
     * @var 'and'|'or'|null
     */
    public $logic;

    /**
     * Conditions that were met.
     *
     * @var list<ConditionReason>|null
     */
    public $reasons;

    /**
     * Time of the event, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $triggerTime;

    /**
     * Results of the rule's actions.
     *
     * @var list<ActionResult>|null
     */
    public $actionsResults;
}
