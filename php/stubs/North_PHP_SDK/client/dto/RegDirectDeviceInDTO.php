<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device to be registered. */
class RegDirectDeviceInDTO implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
    /**
     * What kind of device it is.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;

    /**
     * The end user: the IMSI with NB-IoT, the account of the application
     * in a smart home. At most 256 characters.
     *
     * @var string|null
     */
    public $endUserId;

    /**
     * IMSI of an NB-IoT device. At most 64 characters.
     *
     * @var string|null
     */
    public $imsi;

    /**
     * Whether the device is secure. Default: no. Mandatory for a secure
     * device.
     *
     * @var bool|null
     */
    public $isSecure;

    /**
     * What the device identifies itself with: its MAC address, serial
     * number or IMEI. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Pre-shared key of the device for DTLS, hexadecimal. The platform
     * makes one up if absent.
     *
     * @var string|null
     */
    public $psk;

    /**
     * Seconds within which the device must connect, or be deleted again;
     * 0 for ever. Default: 180.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * What the device proves itself with; usually the nodeId. The
     * platform makes one up if absent. At most 256 characters.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * The product that the device is one of. At most 256 characters.
     *
     * @var string|null
     */
    public $productId;

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
