<?php

namespace North_PHP_SDK\client;

use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\SSLConfig;

/**
 * Where the platform is, who is calling, and with which certificates.
 *
 * Clients share nothing but connections to the same platform under the same
 * identity.
 *
 * Vendor page: iot_06_2203.
 *
 * @property ClientInfo|null $clientInfo checked when it is assigned: 1008 if a
 *     part is missing or unusable, 1010 if appId or secret contains a space
 */
class NorthApiClient
{
    public function __construct() {}

    /**
     * Reads `clientInfo`; null for any other name.
     *
     * @param string $name
     * @return ClientInfo|null
     */
    public function __get($name) {}

    /**
     * Assigns `clientInfo`. Any other name is ignored, with an E_DEPRECATED
     * that names it.
     *
     * @param string $name
     * @param ClientInfo $value
     * @return void
     * @throws NorthApiException 1008 or 1010 if the ClientInfo cannot be used
     */
    public function __set($name, #[\SensitiveParameter] $value) {}

    /**
     * Whether `clientInfo` is set; false for any other name.
     *
     * @param string $name
     * @return bool
     */
    public function __isset($name) {}

    /**
     * Checks the certificates, and reads them again if their files have
     * changed. What the SSLConfig leaves out, php.ini supplies
     * (`northbound.client_cert` and others).
     *
     * @param SSLConfig|null $sslConfig
     * @return null
     * @throws NorthApiException 1006, naming the file, if a certificate or key
     *     cannot be used
     */
    public function initSSLConfig(#[\SensitiveParameter] $sslConfig = null) {}

    /**
     * `initSSLConfig()` without a SSLConfig: the certificates of php.ini, or
     * none.
     *
     * @return null
     * @throws NorthApiException 1006, naming the file, if a certificate or key
     *     cannot be used
     */
    public function initSSLConfig0() {}

    /**
     * `initSSLConfig()` with a SSLConfig.
     *
     * @param SSLConfig|null $sslConfig
     * @return null
     * @throws NorthApiException 1006, naming the file, if a certificate or key
     *     cannot be used
     */
    public function initSSLConfig1(#[\SensitiveParameter] SSLConfig $sslConfig) {}

    /**
     * The version of the original SDK that this one takes the place of.
     *
     * @return string `V1.5.1`
     */
    public static function getVersion() {}

    /**
     * Has calls of this client logged: each attempt as debug, each retry as
     * warning, and the end of each call as info or error. The context has
     * `operation`, `status`, `duration` (ms) and `attempt`; `code` and `error`
     * if there was one; `delay` (ms) before a retry; `opened` tells whether an
     * attempt had to open a connection. No secret is logged.
     *
     * What the logger throws comes out of the call; if the call has failed as
     * well, its own exception is the previous one.
     *
     * @param object|null $logger a PSR-3 logger; null for none
     * @return null
     * @throws NorthApiException 1007 if it lacks debug(), info(), warning() or error()
     */
    public function setLogger($logger) {}

    /**
     * Lets other fibers run while calls of this client wait: in a fiber, the
     * handler is called again and again meanwhile, and usually suspends it.
     * What it throws ends the call, and comes out of it. Outside of fibers
     * calls block, and the handler is called only if `$outsideOfFibers` is
     * true: for the coroutines of Swoole and Swow, which are no fibers.
     *
     * @param callable|null $handler without parameters, such as
     *     `Fiber::suspend(...)`; null for none
     * @param bool $outsideOfFibers calls the handler also where no fiber runs
     * @return null
     * @throws NorthApiException 1007 if it cannot be called
     */
    public function setIdleHandler($handler, bool $outsideOfFibers = false) {}

    /**
     * Describes the last call of this client that ended, for logs and metrics.
     * It contains no secrets. Calls that failed before they were sent, such as
     * those with a wrong argument, are none.
     *
     * `operation` is the name of the method, `status` the HTTP status (null
     * without a response), `code` the error code (null for a success),
     * `duration` the time in milliseconds, with all attempts. `connection` says
     * what the last attempt used; null if it got no response and opened none.
     *
     * @return array{operation: string, status: int|null, code: string|null, attempts: int, duration: float, connection: 'new'|'reused'|null}|null
     *     null before the first call
     */
    public function getLastCall() {}

    /**
     * Counts the calls of this process (with threads, of this thread) since it
     * began: of all clients together, over all requests of a worker.
     *
     * @return array{calls: int, failures: int, retries: int, connections_opened: int, connections_reused: int}
     */
    public static function getStats() {}

    /**
     * How long opening a connection may take, TLS handshake included, for calls
     * of this client.
     *
     * @param int|null $milliseconds 1 to 86400000; null for
     *     `northbound.connect_timeout_ms`
     * @return null
     * @throws NorthApiException 1007 if it is none of these
     */
    public function setConnectTimeout($milliseconds) {}

    /**
     * How long a call of this client may take, with all its attempts.
     *
     * @param int|null $milliseconds 1 to 86400000; null for `northbound.timeout_ms`
     * @return null
     * @throws NorthApiException 1007 if it is none of these
     */
    public function setTimeout($milliseconds) {}

    /**
     * Calls a path that the SDK has no method for: `invokeAPI7` with seven
     * arguments, `invokeAPI10` with ten. Any other number is 1007.
     *
     * @param string|null $appId
     * @param string $accessToken
     * @param string $httpMethod
     * @param string $url_postfix
     * @param array<string, mixed>|null $queryParams
     * @param object|array|null $inputBodyDto
     * @param string|null $returnType
     * @param mixed ...$more the last three of ten
     * @return mixed
     * @throws NorthApiException if the call fails
     */
    public function invokeAPI(
        $appId,
        #[\SensitiveParameter] $accessToken,
        $httpMethod,
        $url_postfix,
        #[\SensitiveParameter] $queryParams,
        #[\SensitiveParameter] $inputBodyDto,
        $returnType,
        ...$more
    ) {}

    /**
     * Calls a path of the platform, with an access token.
     *
     * @param string|null $appId sent as the query parameter `appId`, unless it
     *     is null or empty
     * @param string|null $accessToken the `accessToken` member of a login's answer;
     *     null for the managed token
     * @param string $httpMethod `GET`, `POST`, `PUT` or `DELETE`; 1002 for others
     * @param string $url_postfix begins with `/`, and is sent as it is
     * @param array<string, mixed>|null $queryParams
     * @param object|array|null $inputBodyDto becomes the JSON body of a POST or
     *     PUT, which must have one
     * @param string|null $returnType the class of the answer, `'array'`, or null
     *     to ignore the answer
     * @return mixed an object of `$returnType`, an array, or null
     * @throws NorthApiException if the call fails
     */
    public function invokeAPI7(
        $appId,
        #[\SensitiveParameter] $accessToken,
        $httpMethod,
        $url_postfix,
        $queryParams,
        $inputBodyDto,
        $returnType
    ) {}

    /**
     * Calls a URL of the platform, with headers of the caller's.
     *
     * @param string $url begins with `https://` and the platform's address
     * @param string $method `GET`, `POST`, `PUT` or `DELETE`; 1002 for others
     * @param array<string, mixed>|null $queryParams
     * @param object|array|null $body becomes the JSON body, unless there is a form
     * @param string[]|null $headerParams lines of `name: value`; those that
     *     belong to the connection or to the body are left to the client
     * @param array<string, mixed>|string|null $formParams becomes the body, as a
     *     form; a text is one already
     * @param string|null $accept the `Accept` header
     * @param string|null $contentType not used: the body decides
     * @param mixed $authNames not used
     * @param string|null $returnCls the class of the answer, `'array'`, or null
     *     to ignore the answer
     * @return mixed an object of `$returnCls`, an array, or null
     * @throws NorthApiException if the call fails
     */
    public function invokeAPI10(
        $url,
        $method,
        $queryParams,
        $body,
        #[\SensitiveParameter] $headerParams,
        #[\SensitiveParameter] $formParams,
        $accept,
        $contentType,
        $authNames,
        $returnCls
    ) {}

    /**
     * Whether null stands for the managed token in the calls of this request:
     * see `Authentication::startRefreshTokenTimer()`, which also logs in.
     *
     * @param bool $timerFlag
     * @return null
     */
    public static function setTimerFlag($timerFlag) {}

    /**
     * Whether null stands for the managed token right now, by what was set in
     * this request, else by `northbound.managed_token`.
     *
     * @return bool
     */
    public static function isTimerFlag() {}
}
