<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule: under these conditions, do this. */
class RuleDTO implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
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

    /**
     * Reads a member that only the platform knows; null if there is none.
     *
     * @param string $name
     * @return mixed
     */
    public function __get($name) {}

    /**
     * Ignores a member that is not declared, with an E_DEPRECATED that names it.
     *
     * @param string $name
     * @param mixed $value
     * @return void
     */
    public function __set($name, $value) {}

    /** The string form of the original SDK; secrets are masked. */
    public function __toString(): string {}

    /**
     * The members that are not null, in declared order.
     *
     * @return array<string, mixed>|\stdClass an object if there are none
     */
    #[\ReturnTypeWillChange]
    public function jsonSerialize() {}

    /**
     * Whether the member is there and not null.
     *
     * @param string $offset
     * @return bool
     */
    #[\ReturnTypeWillChange]
    public function offsetExists($offset) {}

    /**
     * The member; null if there is none.
     *
     * @param string $offset
     * @return mixed
     */
    #[\ReturnTypeWillChange]
    public function offsetGet($offset) {}

    /**
     * Assigns a member, as `$object->name = $value` does.
     *
     * @param string $offset
     * @param mixed $value
     * @return void
     */
    #[\ReturnTypeWillChange]
    public function offsetSet($offset, $value) {}

    /**
     * Sets a member to null.
     *
     * @param string $offset
     * @return void
     */
    #[\ReturnTypeWillChange]
    public function offsetUnset($offset) {}

    /**
     * Over the members that are not null.
     *
     * @return \ArrayIterator<string, mixed>
     */
    #[\ReturnTypeWillChange]
    public function getIterator() {}

    /**
     * How many members are not null.
     *
     * @return int
     */
    #[\ReturnTypeWillChange]
    public function count() {}
}
