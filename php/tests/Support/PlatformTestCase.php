<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use PHPUnit\Framework\TestCase;

/** Base class of tests with one platform per class, and a client that is logged in. */
abstract class PlatformTestCase extends TestCase
{
    protected static Platform $platform;
    private static string $token;

    /** @var array<string, ?string> the settings as they were before the test */
    private array $ini = [];

    /** @return list<string> options of the platform */
    protected static function options(): array
    {
        return [];
    }

    public static function setUpBeforeClass(): void
    {
        self::$platform = new Platform(static::options());
        // Before a test sets a fault that would affect the login.
        self::logIn();
    }

    /** Logs in; needed again only after a test that ended the token, as every other login does. */
    protected static function logIn(): void
    {
        self::$token = (new Authentication(self::client()))->getAuthToken()->accessToken;
    }

    public static function tearDownAfterClass(): void
    {
        self::$platform->stop();
    }

    protected function setUp(): void
    {
        $this->ini = ini_get_all('northbound', false) ?: [];
        self::$platform->clearFaults();
        self::$platform->clearRequests();
    }

    protected function tearDown(): void
    {
        DefaultNorthApiClient::setDefaultApiClient(null);
        foreach ($this->ini as $setting => $value) {
            ini_set($setting, (string) $value);
        }
    }

    protected static function clientInfo(?Platform $platform = null): ClientInfo
    {
        $info = new ClientInfo();
        $info->platformIp = Platform::HOST;
        $info->platformPort = ($platform ?? self::$platform)->port;
        $info->appId = Platform::APP;
        $info->secret = Platform::SECRET;
        return $info;
    }

    /** Creates a client that trusts the platform's CA. */
    protected static function client(?Platform $platform = null): NorthApiClient
    {
        $platform ??= self::$platform;
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo($platform);
        $tls = new SSLConfig();
        $tls->trustCAPath = $platform->cert('ca.pem');
        $client->initSSLConfig($tls);
        return $client;
    }

    /** The token of the class's login. */
    protected static function token(): string
    {
        return self::$token;
    }

    protected static function upgrade(): DeviceUpgrade
    {
        return new DeviceUpgrade(self::client());
    }

    /** Returns the only request that the platform received. */
    protected static function received(): Received
    {
        $requests = self::$platform->requests();
        self::assertCount(1, $requests, 'requests on the wire');
        return $requests[0];
    }

    protected static function assertNothingReceived(): void
    {
        self::assertSame([], self::$platform->requests());
    }
}
