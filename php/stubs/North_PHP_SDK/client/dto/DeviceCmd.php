<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The parameters of a batch task that sends a command. */
class DeviceCmd implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
    /**
     * How the devices are chosen: `DeviceList`, `DeviceType`,
     * `DeviceArea`, `GroupList`, `Broadcast` or `GroupIdList`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Device ids. Mandatory with `DeviceList`.
     *
     * @var string[]|null
     */
    public $deviceList;

    /**
     * Type of the devices. Mandatory with `DeviceType`.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Manufacturer of the devices. Mandatory with `DeviceType`.
     *
     * @var string|null
     */
    public $manufacturerId;

    /**
     * Model of the devices. Mandatory with `DeviceType`.
     *
     * @var string|null
     */
    public $model;

    /**
     * Where the devices are. Mandatory with `DeviceArea`.
     *
     * @var string|null
     */
    public $deviceLocation;

    /**
     * Names of device groups with `GroupList`, their ids with
     * `GroupIdList`.
     *
     * @var string[]|null
     */
    public $groupList;

    /**
     * The command. Mandatory.
     *
     * @var CommandDTOV4|null
     */
    public $command;

    /**
     * Where results are pushed to.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * How often the platform sends the command again, 0 to 3.
     *
     * @var int|null
     */
    public $maxRetransmit;

    /**
     * Tag of the device groups.
     *
     * @var string|null
     */
    public $groupTag;

    /**
     * The file that lists the devices.
     *
     * @var string|null
     */
    public $fileId;

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
