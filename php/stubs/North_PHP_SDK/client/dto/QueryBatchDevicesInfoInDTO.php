<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which devices to list. */
class QueryBatchDevicesInfoInDTO implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
    /**
     * The owner of the devices; null for the application's own.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Only devices behind this gateway.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Only devices in this state: `ONLINE`, `OFFLINE` or `ABNORMAL`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Only devices of this kind: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
     *
     * @var string|null
     */
    public $nodeType;

    /**
     * Only devices of this type.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Page to return, from 0. Not paged if absent.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Only devices registered after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Only devices registered before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * Order by time of registration: `ASC` or `DESC` (default).
     *
     * @var string|null
     */
    public $sort;

    /**
     * What to tell in addition, such as `imsi`.
     *
     * @var string|null
     */
    public $select;

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
