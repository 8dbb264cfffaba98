<?php

namespace North_PHP_SDK\client\dto;

/**
 * What all structures have in common: public members that start as null, and can be read and
 * written as those of an array, counted, walked through and turned to JSON.
 *
 * The original SDK has no such class: each of its structures repeats the methods.
 *
 * @implements \ArrayAccess<string, mixed>
 * @implements \IteratorAggregate<string, mixed>
 */
abstract class AbstractDTO implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
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

    /**
     * All documented fields, in their order: null is in it, secrets are masked, and DTOs
     * in fields are arrays, too. For a line of a CSV file, for example.
     *
     * @return array<string, mixed>
     */
    public function toArray() {}

    /**
     * The names of the documented fields, in their order.
     *
     * @return list<string>
     */
    public static function fields() {}
}
