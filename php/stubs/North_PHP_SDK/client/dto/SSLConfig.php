<?php

// Generated from the table in src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * The certificates of a client.
 *
 * Vendor page: iot_06_2206.
 */
class SSLConfig implements \Stringable, \JsonSerializable, \ArrayAccess, \IteratorAggregate, \Countable
{
    /**
     * PEM or PKCS#12 file with the client's certificate, and with its
     * private key unless `trustCAPath` names that.
     *
     * @var string|null
     */
    public $selfCertPath;

    /**
     * Password of the private key or the PKCS#12 file, if encrypted.
     *
     * @var string|null
     */
    public $selfCertPwd;

    /**
     * PEM file with the certificates of the CAs to trust or, as the
     * original SDK used it, the client's private key, which may be in
     * PKCS#12, too. The file's content decides.
     *
     * @var string|null
     */
    public $trustCAPath;

    /**
     * Not used: a CA certificate has no password.
     *
     * @var string|null
     */
    public $trustCAPwd;

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
    public function __set($name, #[\SensitiveParameter] $value) {}

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
    public function offsetSet($offset, #[\SensitiveParameter] $value) {}

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
     * What `var_dump()` shows: secrets are masked.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo() {}
}
