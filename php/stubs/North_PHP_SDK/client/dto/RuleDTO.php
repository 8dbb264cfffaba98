<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule: conditions, and the actions to take when they are met. */
class RuleDTO extends AbstractDTO
{
    /**
     * Id of the rule. Mandatory for `updateRule`; the platform generates
     * it for `createRule`. At most 256 characters.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * Id of the application that the rule belongs to. At most 256
     * characters.
     *
     * @var string|null
     */
    public $appKey;

    /**
     * Name of the rule. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $name;

    /**
     * Free text. At most 256 characters.
     *
     * @var string|null
     */
    public $description;

    /**
     * User who created the rule. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $author;

    /**
     * Conditions: items of `ConditionDeviceData`,
     * `ConditionDeviceGroupData`, `ConditionDeviceTypeData`,
     * `ConditionDailyTimer`, `ConditionCycleTimer` or
     * `ConditionNoDetected`, according to their `type`. Either this or
     * `groupExpress`.
     *
     * @var list<mixed>|null
     */
    public $conditions;

    /**
     * Operator that joins the conditions: `and` (default) or `or`.
     *
     * @var 'and'|'or'|null
     */
    public $logic;

    /**
     * Time range in which the rule applies.
     *
     * @var TimeRange|null
     */
    public $timeRange;

    /**
     * Actions: items of `ActionDeviceCMD`, `ActionSMS`, `ActionEmail`,
     * `ActionDeviceAlarm`, `ActionDelay`, `ActionRule` or `ActionEiCMD`,
     * according to their `type`. Mandatory.
     *
     * @var list<mixed>|null
     */
    public $actions;

    /**
     * Immediate evaluation of the conditions, as soon as the rule exists:
     * `yes` or `no` (default).
     *
     * @var 'yes'|'no'|null
     */
    public $matchNow;

    /**
     * Status of the rule: `active` (default) or `inactive`.
     *
     * @var 'active'|'inactive'|null
     */
    public $status;

    /**
     * Groups of conditions, and the operator that joins them.
     *
     * @var GroupExpress|null
     */
    public $groupExpress;

    /**
     * Triggers that make the platform evaluate the conditions: items of
     * `TriggerSourceDevice` or `TriggerSourceTimer`.
     *
     * @var list<mixed>|null
     */
    public $triggerSources;

    /**
     * Time zone of the times in the rule, such as `Asia/Shanghai`.
     *
     * @var string|null
     */
    public $timezoneID;

    /**
     * Data that the platform stores with the rule and sends with its
     * events.
     *
     * @var mixed
     */
    public $transData;

    /**
     * Place where the rule runs: `cloud` (default), or the id of a
     * gateway.
     *
     * @var string|null
     */
    public $executor;

    /**
     * True if conditions and actions get new ids. Default: true.
     *
     * @var bool|null
     */
    public $refreshId;

    /**
     * True if the platform refuses a rule without actions. Default: true.
     *
     * @var bool|null
     */
    public $checkNullAction;

    /**
     * Priority of the rule.
     *
     * @var string|null
     */
    public $priority;

    /**
     * Tags of the rule.
     *
     * @var list<TagDTO2>|null
     */
    public $tags;

    /**
     * Processors of the data, which run before the conditions are
     * evaluated.
     *
     * @var list<RulePreProcessorDTO>|null
     */
    public $rulePreProcessors;
}
