<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Request of a refresh. */
class AuthRefreshInDTO extends AbstractDTO
{
    /**
     * Id of the application. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Password of the application. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $secret;

    /**
     * Refresh token of the last login or refresh. Mandatory, at most 256
     * characters.
     *
     * @var string|null
     */
    public $refreshToken;

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
