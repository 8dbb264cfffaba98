<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A batch task. */
class QueryOneTaskOutDTO implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
    /**
     * Identifies the task.
     *
     * @var string|null
     */
    public $taskId;

    /**
     * Name of the task.
     *
     * @var string|null
     */
    public $taskName;

    /**
     * The owner of the task.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Who created the task.
     *
     * @var string|null
     */
    public $operator;

    /**
     * Where the task was created: `Portal` or `Northbound`.
     *
     * @var string|null
     */
    public $taskFrom;

    /**
     * `DeviceReg`, `DeviceCmd`, `DeviceLocation`, `DeviceMod`, `DeviceDel`
     * or `DeviceLicense`.
     *
     * @var string|null
     */
    public $taskType;

    /**
     * `Pending`, `Running`, `Complete` or `Timeout`.
     *
     * @var string|null
     */
    public $status;

    /**
     * When the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Time after which the task has failed, as given.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * How far the task has come, in percent.
     *
     * @var int|null
     */
    public $progress;

    /**
     * Subtasks.
     *
     * @var int|null
     */
    public $totalCnt;

    /**
     * Subtasks that succeeded.
     *
     * @var int|null
     */
    public $successCnt;

    /**
     * Subtasks that succeeded, in percent.
     *
     * @var int|null
     */
    public $successRate;

    /**
     * Subtasks that failed.
     *
     * @var int|null
     */
    public $failCnt;

    /**
     * Subtasks that took too long.
     *
     * @var int|null
     */
    public $timeoutCnt;

    /**
     * Subtasks that expired before they ran.
     *
     * @var int|null
     */
    public $expiredCnt;

    /**
     * Subtasks that have ended: well, badly, or not in time.
     *
     * @var int|null
     */
    public $completeCnt;

    /**
     * The parameters of the task; depends on `taskType`.
     *
     * @var mixed
     */
    public $param;

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
