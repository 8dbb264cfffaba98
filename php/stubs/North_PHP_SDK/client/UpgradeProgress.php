<?php

namespace North_PHP_SDK\client;

use North_PHP_SDK\client\dto\SubOperationInfo;

/** How an upgrade task is going, at one poll. See `DeviceUpgrade::waitUntilUpgradeTaskEnds()`. */
final class UpgradeProgress implements \Stringable
{
    /**
     * The task.
     *
     * @var string
     */
    public readonly string $operationId;

    /**
     * The task's state: `wait`, `processing`, `failed`, `success` or `stop`.
     * `''` if the platform does not tell.
     *
     * @var string
     */
    public readonly string $status;

    /**
     * Whether the task has ended.
     *
     * @var bool
     */
    public readonly bool $isEnded;

    /**
     * All subtasks. The numbers are exact, as the platform tells them.
     *
     * @var int
     */
    public readonly int $total;

    /**
     * Subtasks that wait.
     *
     * @var int
     */
    public readonly int $wait;

    /**
     * Subtasks that run.
     *
     * @var int
     */
    public readonly int $processing;

    /**
     * Subtasks that succeeded.
     *
     * @var int
     */
    public readonly int $success;

    /**
     * Subtasks that failed.
     *
     * @var int
     */
    public readonly int $fail;

    /**
     * Subtasks that were stopped.
     *
     * @var int
     */
    public readonly int $stop;

    /**
     * Subtasks that took too long.
     *
     * @var int
     */
    public readonly int $timeout;

    /**
     * Subtasks that have ended: the four before, together.
     *
     * @var int
     */
    public readonly int $ended;

    /**
     * How many of 100 subtasks have ended.
     *
     * @var float
     */
    public readonly float $percentage;

    /**
     * Subtasks that end in a second, of late; null at the first poll.
     *
     * @var float|null
     */
    public readonly ?float $rate;

    /**
     * The estimated seconds until the task ends; null while nobody can tell
     * (1 % must have ended), and once it has.
     *
     * @var float|null
     */
    public readonly ?float $secondsLeft;

    /**
     * Seconds since the waiting began.
     *
     * @var float
     */
    public readonly float $elapsed;

    /**
     * Seconds until the next poll; null if there is none.
     *
     * @var float|null
     */
    public readonly ?float $nextDelay;

    /**
     * Polls so far.
     *
     * @var int
     */
    public readonly int $polls;

    /**
     * Calls so far: those polls, and pages of subtasks.
     *
     * @var int
     */
    public readonly int $calls;

    /**
     * How many subtasks are in another state than they were last seen in, by the
     * numbers above: changes that `changed` has not told.
     *
     * @var int
     */
    public readonly int $unread;

    /**
     * Subtasks that were seen in another state than before, since the last
     * callback; those never seen before count as having waited. Arrays if
     * `northbound.rows` says so.
     *
     * @var list<SubOperationInfo>
     */
    public readonly array $changed;

    /**
     * All that in one line, for a log; also the string form.
     *
     * @var string
     */
    public readonly string $text;

    /** Whether the task has ended. */
    public function isEnded(): bool {}

    /** One line for a log. */
    public function __toString(): string {}

    /**
     * Returns a progress with these properties, for tests of your own code. The others
     * are 0, empty or null; `ended`, `percentage` and `isEnded` follow from the counts.
     *
     * @param array<string, mixed> $values by the names of the properties
     * @return UpgradeProgress
     * @throws NorthApiException 1007 for a name or a type that a progress does not have
     */
    public static function fromArray(array $values) {}
}
