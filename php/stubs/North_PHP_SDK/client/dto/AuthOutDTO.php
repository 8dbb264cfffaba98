<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a login answers. */
class AuthOutDTO extends AbstractDTO
{
    /**
     * The token that every other call needs.
     *
     * @var string|null
     */
    public $accessToken;

    /**
     * Always `bearer`.
     *
     * @var string|null
     */
    public $tokenType;

    /**
     * The token that `refreshAuthToken` takes, valid for one month.
     *
     * @var string|null
     */
    public $refreshToken;

    /**
     * Seconds until the access token ends.
     *
     * @var int|null
     */
    public $expiresIn;

    /**
     * Always `default`.
     *
     * @var string|null
     */
    public $scope;

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
