<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The command that was created. */
class PostDeviceCommandOutDTO implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
    /**
     * Identifies the command. At most 64 characters.
     *
     * @var string|null
     */
    public $commandId;

    /**
     * The application that the device belongs to. At most 64 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The device. At most 64 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The command.
     *
     * @var CommandDTOV4|null
     */
    public $command;

    /**
     * Where changes of the command's status are pushed to.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Seconds that the platform keeps the command for.
     *
     * @var int|null
     */
    public $expireTime;

    /**
     * `DEFAULT` (not sent), `EXPIRED`, `SUCCESSFUL`, `FAILED`, `TIMEOUT`,
     * `CANCELED`, `DELIVERED` or `SENT`.
     *
     * @var string|null
     */
    public $status;

    /**
     * What the device answered.
     *
     * @var mixed
     */
    public $result;

    /**
     * When the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $creationTime;

    /**
     * When the device executed the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $executeTime;

    /**
     * When the platform sent the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $platformIssuedTime;

    /**
     * When the device received the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $deliveredTime;

    /**
     * How often the platform has sent the command.
     *
     * @var int|null
     */
    public $issuedTimes;

    /**
     * How often the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;

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
