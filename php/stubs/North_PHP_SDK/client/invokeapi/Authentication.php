<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\AuthOutDTO;
use North_PHP_SDK\client\dto\AuthRefreshInDTO;
use North_PHP_SDK\client\dto\AuthRefreshOutDTO;

/** Login and refresh of the access token. */
class Authentication
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
     * Logs in with the client's appId and secret.
     *
     * An application has one valid token. A login invalidates the token of
     * the previous login, in every process and on every host.
     *
     * Errors of the platform: 100208 (appId or secret wrong), 102202 (a
     * mandatory parameter is missing), 100247 (application frozen), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2209.
     *
     * @return AuthOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function getAuthToken() {}

    /**
     * Exchanges a refresh token for a new access token.
     *
     * Errors of the platform: 100208 (appId, secret or refreshToken
     * wrong), 102202 (a mandatory parameter is missing), 50400 (input
     * invalid), 100247 (application frozen), 50252 (internal error).
     *
     * Vendor page: iot_06_2210.
     *
     * @param AuthRefreshInDTO|array{appId?: string|null, secret?: string|null, refreshToken?: string|null} $arInDTO
     * @return AuthRefreshOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function refreshAuthToken(#[\SensitiveParameter] $arInDTO) {}

    /**
     * Switches the managed token on: until the end of this request, null as the
     * access token of a call means the managed token. The client logs in if
     * necessary, renews the token before it expires, and shares it with other
     * processes. A token is ready when this method returns.
     *
     * `northbound.managed_token = 1` in php.ini does the same for all requests.
     * No timer runs: a call renews the token if it expires soon.
     *
     * @return null
     * @throws NorthApiException if the login fails
     */
    public function startRefreshTokenTimer() {}

    /**
     * Switches the managed token off: until the end of this request, null as the
     * access token is refused with 1009.
     *
     * @return null
     */
    public function stopRefreshTokenTimer() {}
}
