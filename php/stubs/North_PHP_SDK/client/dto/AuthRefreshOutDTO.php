<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of a refresh. */
class AuthRefreshOutDTO extends AbstractDTO
{
    /**
     * New access token; the old one is no longer valid.
     *
     * @var string|null
     */
    public $accessToken;

    /**
     * Type of the token: always `bearer`.
     *
     * @var string|null
     */
    public $tokenType;

    /**
     * Seconds until the access token expires.
     *
     * @var int|null
     */
    public $expiresIn;

    /**
     * Scope of the token: always `default`.
     *
     * @var string|null
     */
    public $scope;

    /**
     * Next refresh token, valid for one month.
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
