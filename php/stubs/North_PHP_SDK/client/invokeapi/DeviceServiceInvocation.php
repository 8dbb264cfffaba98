<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\CommandDTO;
use North_PHP_SDK\client\dto\InvokeDeviceServiceOutDTO;

/**
 * Commands to gateways with IoT Agent or AgentLite. The platform forwards
 * them immediately.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 */
class DeviceServiceInvocation
{
    /**
     * Creates a service that calls the platform through this client. If it is null,
     * through `DefaultNorthApiClient::getDefaultApiClient()`.
     *
     * @param NorthApiClient|null $northApiClient
     */
    public function __construct($northApiClient = null) {}

    /**
     * Returns a property, such as the client: `$service->northApiClient`.
     *
     * @param string $name
     * @return mixed
     */
    public function __get($name) {}

    /**
     * Sets the client: `$service->northApiClient = $client`. Another name is ignored,
     * with an E_DEPRECATED that names it.
     *
     * @param string $name
     * @param mixed $value
     * @return void
     */
    public function __set($name, $value) {}

    /**
     * Sends a command to a device immediately; the call fails if the
     * device is offline.
     *
     * `appId` is null for the application's own devices, or the id of the
     * owner for devices that it is authorized for.
     *
     * Errors of the platform: 100203 (no such application), 100217 (not
     * authorized), 100418 (no data of the device), 100428 (device is
     * offline), 100431 (no such service), 100432 (device is muted), 100403
     * (no such device), 102202 (a mandatory parameter is missing), 102203
     * (name of the command invalid), 50252 (internal error). The platform
     * sends them with HTTP status 200, too.
     *
     * Vendor page: iot_06_2265.
     *
     * @param string $deviceId
     * @param string $serviceId
     * @param CommandDTO|array{header?: \North_PHP_SDK\client\dto\CommandNA2CloudHeader|array<string, mixed>|null, body?: mixed} $commandDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return InvokeDeviceServiceOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function invokeDeviceService($deviceId, $serviceId, $commandDTO, $appId, #[\SensitiveParameter] $accessToken) {}
}
