<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a refresh needs. */
class AuthRefreshInDTO extends AbstractDTO
{
    /**
     * Identifies the application. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The application's password. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $secret;

    /**
     * From the last login or refresh. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $refreshToken;

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
