<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Certificates of a client.
 *
 * Vendor page: iot_06_2206.
 */
class SSLConfig extends AbstractDTO
{
    /**
     * Path of a PEM or PKCS#12 file with the client's certificate, and
     * with its private key unless `trustCAPath` names the key.
     *
     * @var string|null
     */
    public $selfCertPath;

    /**
     * Password of the private key or the PKCS#12 file, if it is encrypted.
     *
     * @var string|null
     */
    public $selfCertPwd;

    /**
     * Path of a PEM file with the certificates of the CAs to trust or, as
     * the original SDK used it, of a PEM or PKCS#12 file with the client's
     * private key. The content of the file decides.
     *
     * @var string|null
     */
    public $trustCAPath;

    /**
     * Unused: a CA certificate has no password.
     *
     * @var string|null
     */
    public $trustCAPwd;

    /**
     * Ignores a property that is not declared, with an E_DEPRECATED that names it.
     *
     * @param string $name
     * @param mixed $value
     * @return void
     */
    public function __set($name, #[\SensitiveParameter] $value) {}

    /**
     * Sets a property, like `$object->name = $value`.
     *
     * @param string $offset
     * @param mixed $value
     * @return void
     */
    #[\ReturnTypeWillChange]
    public function offsetSet($offset, #[\SensitiveParameter] $value) {}

    /**
     * Returns the properties for `var_dump()`, with masked secrets.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo() {}
}
