<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Address of the platform and credentials of the application.
 *
 * Vendor page: iot_06_2203.
 */
class ClientInfo extends AbstractDTO
{
    /**
     * IP address or host name of the platform.
     *
     * @var string|null
     */
    public $platformIp;

    /**
     * Port of the platform's northbound interface, usually 8743.
     *
     * @var string|null
     */
    public $platformPort;

    /**
     * Identifies the application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Password of the application.
     *
     * @var string|null
     */
    public $secret;

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
