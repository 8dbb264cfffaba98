<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * The certificates of a client.
 *
 * Vendor page: iot_06_2206.
 */
class SSLConfig extends AbstractDTO
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
     * Ignores a member that is not declared, with an E_DEPRECATED that names it.
     *
     * @param string $name
     * @param mixed $value
     * @return void
     */
    public function __set($name, #[\SensitiveParameter] $value) {}

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
     * What `var_dump()` shows: secrets are masked.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo() {}
}
