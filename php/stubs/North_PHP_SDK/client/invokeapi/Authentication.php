<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\AuthOutDTO;
use North_PHP_SDK\client\dto\AuthRefreshInDTO;
use North_PHP_SDK\client\dto\AuthRefreshOutDTO;

/** Login, and refresh of the access token. */
class Authentication
{
    /**
     * Calls the platform through this client, or, if it is null, through
     * `DefaultNorthApiClient::getDefaultApiClient()`.
     *
     * @param NorthApiClient|null $northApiClient
     */
    public function __construct($northApiClient = null) {}

    /**
     * Reads a member, such as the client: `$service->northApiClient`.
     *
     * @param string $name
     * @return mixed
     */
    public function __get($name) {}

    /**
     * Logs in with the client's appId and secret.
     *
     * An application has one live token: a login ends the token of the
     * login before it, in every process and on every host.
     *
     * Errors of the platform: 100208 (appId or secret wrong), 102202 (a
     * mandatory parameter is missing), 100247 (application frozen), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2209.
     *
     * @return AuthOutDTO|null
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
     * @param AuthRefreshInDTO|array $arInDTO
     * @return AuthRefreshOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function refreshAuthToken(#[\SensitiveParameter] $arInDTO) {}

    /**
     * From now on, null stands for the managed token in every call of this
     * request: the client logs in when it must, renews the token before it ends,
     * and shares it with other processes. Has a token ready when it returns.
     *
     * `northbound.managed_token = 1` in php.ini does the same for all requests.
     * No timer runs: calls renew the token when they find it near its end.
     *
     * @return null
     * @throws NorthApiException if the login fails
     */
    public function startRefreshTokenTimer() {}

    /**
     * Ends that: null is refused with 1009 again, for the rest of this request.
     *
     * @return null
     */
    public function stopRefreshTokenTimer() {}
}
