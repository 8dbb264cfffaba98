<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule: under these conditions, do this. */
class RuleDTO extends AbstractDTO
{
    /**
     * Identifies the rule. Mandatory when it is changed; the platform
     * makes one up when it is created. At most 256 characters.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * The application that the rule belongs to. At most 256 characters.
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
     * The user who created the rule. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $author;

    /**
     * The conditions: rows of `ConditionDeviceData`,
     * `ConditionDeviceGroupData`, `ConditionDeviceTypeData`,
     * `ConditionDailyTimer`, `ConditionCycleTimer` or
     * `ConditionNoDetected`; `type` tells which. This or `groupExpress`.
     *
     * @var mixed[]|null
     */
    public $conditions;

    /**
     * How the conditions are joined: `and` (default) or `or`.
     *
     * @var string|null
     */
    public $logic;

    /**
     * When the rule applies.
     *
     * @var TimeRange|null
     */
    public $timeRange;

    /**
     * What to do: rows of `ActionDeviceCMD`, `ActionSMS`, `ActionEmail`,
     * `ActionDeviceAlarm`, `ActionDelay`, `ActionRule` or `ActionEiCMD`;
     * `type` tells which. Mandatory.
     *
     * @var mixed[]|null
     */
    public $actions;

    /**
     * Whether to look at the conditions as soon as the rule is there:
     * `yes` or `no` (default).
     *
     * @var string|null
     */
    public $matchNow;

    /**
     * `active` (default) or `inactive`.
     *
     * @var string|null
     */
    public $status;

    /**
     * How the conditions are joined, in groups.
     *
     * @var GroupExpress|null
     */
    public $groupExpress;

    /**
     * What makes the platform look at the conditions: rows of
     * `TriggerSourceDevice` or `TriggerSourceTimer`.
     *
     * @var mixed[]|null
     */
    public $triggerSources;

    /**
     * Time zone of the times in the rule, such as `Asia/Shanghai`.
     *
     * @var string|null
     */
    public $timezoneID;

    /**
     * Kept with the rule and told with its events.
     *
     * @var mixed
     */
    public $transData;

    /**
     * Where the rule runs: `cloud` (default), or the id of a gateway.
     *
     * @var string|null
     */
    public $executor;

    /**
     * Whether conditions and actions get new ids. Default: yes.
     *
     * @var bool|null
     */
    public $refreshId;

    /**
     * Whether a rule without actions is refused. Default: yes.
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
     * @var TagDTO2[]|null
     */
    public $tags;

    /**
     * What is done to data before the conditions are looked at.
     *
     * @var RulePreProcessorDTO[]|null
     */
    public $rulePreProcessors;
}
