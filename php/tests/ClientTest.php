<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\TestWith;
use TypeError;

/** Tests of NorthApiClient, the default client, and the services that are created with them. */
final class ClientTest extends PlatformTestCase
{
    public function testClientInfoIsReadBack(): void
    {
        $client = new NorthApiClient();
        self::assertNull($client->clientInfo);
        self::assertFalse(isset($client->clientInfo));
        $client->clientInfo = $info = self::clientInfo();
        self::assertSame($info, $client->clientInfo);
        self::assertTrue(isset($client->clientInfo));
        self::assertSame(Platform::SECRET, $client->clientInfo->secret);
    }

    /** @testWith [false, false]
     *            [false, true]
     *            [true, false]
     *            [true, true]
     */
    #[TestWith([false, false])]
    #[TestWith([false, true])]
    #[TestWith([true, false])]
    #[TestWith([true, true])]
    public function testEachCallTakesTheClientAsItIsByThen(bool $ownClient, bool $ownInfo): void
    {
        $client = $ownClient ? new class () extends NorthApiClient {} : new NorthApiClient();
        $info = $ownInfo ? new class () extends ClientInfo {
            public $appId = 'of the class';
        } : new ClientInfo();
        foreach (get_object_vars(self::clientInfo()) as $name => $value) {
            $info->$name = $value;
        }
        $client->clientInfo = $info;
        $tls = new SSLConfig();
        $tls->trustCAPath = self::$platform->cert('ca.pem');
        $client->initSSLConfig($tls);
        $appId = &$info->appId;
        foreach (['one', 'two'] as $appId) {
            self::$platform->clearRequests();
            Watch::thrown(static fn () => (new DeviceUpgrade($client))->queryUpgradeTask('task', 'token'));
            self::assertSame($appId, self::received()->header('app_key'));
        }
    }

    /**
     * Several properties are wrong at the same time, so that the order of the checks shows.
     *
     * @dataProvider wrongInfos
     * @param array<string, mixed> $members
     */
    #[DataProvider('wrongInfos')]
    public function testAssignmentChecks(array $members, string $code, string $names): void
    {
        $client = new NorthApiClient();
        $client->clientInfo = $good = self::clientInfo();
        $info = self::clientInfo();
        foreach ($members as $name => $value) {
            $info->$name = $value;
        }
        $error = Watch::thrown(static fn () => $client->clientInfo = $info);
        self::assertSame($code, $error->error_code);
        self::assertStringContainsString($names, $error->error_desc);
        self::assertSame($good, $client->clientInfo);
    }

    /** @return iterable<string, array{array<string, mixed>, string, string}> */
    public static function wrongInfos(): iterable
    {
        $none = ['platformIp' => null, 'platformPort' => null, 'appId' => null, 'secret' => null];
        yield 'nothing' => [$none, '1008', 'platformIp (northbound.platform_ip) is missing'];
        yield 'empty address' => [['platformIp' => '', 'platformPort' => ''], '1008', 'platformIp (northbound.platform_ip) is missing'];
        yield 'no port' => [['platformPort' => null, 'appId' => null], '1008', 'platformPort (northbound.platform_port) is missing'];
        yield 'port 0' => [['platformPort' => 0, 'appId' => null], '1008', 'platformPort (northbound.platform_port) is missing'];
        yield 'port too large' => [['platformPort' => 65536], '1008', 'platformPort must be from 1 to 65535, not "65536"'];
        yield 'port in words' => [['platformPort' => 'https'], '1008', 'not "https"'];
        yield 'negative port' => [['platformPort' => -1], '1008', 'not "-1"'];
        yield 'no appId' => [['appId' => '', 'secret' => 'a b'], '1008', 'appId (northbound.app_id) is missing'];
        yield 'space in appId' => [['appId' => 'a b', 'secret' => ''], '1010', 'appId (northbound.app_id) contains spaces'];
        yield 'space in secret' => [['secret' => ' a'], '1010', 'secret (northbound.secret) contains spaces'];
        yield 'no secret' => [['secret' => null], '1008', 'secret (northbound.secret) is missing'];
        yield 'URL as address' => [['platformIp' => 'https://127.0.0.1'], '1008', 'not a host name or IP address'];
        yield 'port in the address' => [['platformIp' => '127.0.0.1:1'], '1008', 'not a host name or IP address'];
        yield 'path in the address' => [['platformIp' => '127.0.0.1/x'], '1008', 'not a host name or IP address'];
        yield 'label of 64 characters' => [['platformIp' => str_repeat('n', 64)], '1008', 'not a host name or IP address'];
        yield 'user in the address' => [['platformIp' => 'user@127.0.0.1'], '1008', 'not a host name or IP address'];
        yield 'a second header in appId' => [['appId' => "a\r\nX:1"], '1008', 'not allowed in an HTTP header'];
    }

    /** @dataProvider noInfos */
    #[DataProvider('noInfos')]
    public function testAssigningWhatIsNoClientInfo(mixed $value, string $kind): void
    {
        $client = new NorthApiClient();
        $error = Watch::thrown(static fn () => $client->clientInfo = $value);
        self::assertSame('1008', $error->error_code);
        self::assertStringEndsWith("must be a North_PHP_SDK\client\\dto\\ClientInfo, $kind given", $error->error_desc);
    }

    /** @return iterable<array{mixed, string}> */
    public static function noInfos(): iterable
    {
        yield 'null' => [null, 'null'];
        yield 'array' => [['platformIp' => 'a'], 'array'];
        yield 'text' => ['a', 'string'];
        yield 'another DTO' => [new SSLConfig(), SSLConfig::class];
    }

    public function testThePortMayBeText(): void
    {
        $client = self::client();
        $info = self::clientInfo();
        $info->platformPort = (string) self::$platform->port;
        $client->clientInfo = $info;
        self::assertSame(1, self::countWith($client));
    }

    /** Applications of the original change the ClientInfo after assigning it. */
    public function testLaterChangesOfTheClientInfoCount(): void
    {
        $client = self::client();
        $client->clientInfo->platformIp = '';
        $error = Watch::thrown(static fn () => self::countWith($client));
        self::assertSame('1008', $error->error_code);
        self::assertStringStartsWith('queryUpgradeSubTask: 1008', $error->getMessage());
        self::assertNothingReceived();
    }

    public function testAnotherMemberIsNotTakenAndTheDeprecationNamesIt(): void
    {
        $client = new NorthApiClient();
        $errors = Watch::errors(static fn () => $client->timeout = 5);
        self::assertSame(['E_DEPRECATED: ' . NorthApiClient::class . ' has no property "timeout"; it is ignored'], $errors);
        self::assertNull($client->timeout);
        self::assertFalse(isset($client->timeout));
    }

    public function testAnUnknownMethodIsAnError(): void
    {
        $error = Watch::thrown(static fn () => (new NorthApiClient())->setClientinfo(1), \Error::class);
        self::assertStringContainsString('undefined method', $error->getMessage());
    }

    public function testGetVersion(): void
    {
        self::assertSame('V1.5.1', (new NorthApiClient())->getVersion());
        self::assertSame('V1.5.1', NorthApiClient::getVersion());
    }

    public function testACallWithoutAClientInfo(): void
    {
        $error = Watch::thrown(static fn () => self::countWith(new NorthApiClient()));
        self::assertSame('1008', $error->error_code);
        self::assertStringContainsString('northbound.platform_ip', $error->error_desc);
    }

    /** @dataProvider initialisations */
    #[DataProvider('initialisations')]
    public function testTheWaysToInitialiseTls(callable $init): void
    {
        ini_set('northbound.ca_file', self::$platform->cert('ca.pem'));
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo();
        self::assertNull($init($client));
        self::assertSame(1, self::countWith($client));
    }

    /** @return iterable<string, array{callable(NorthApiClient): mixed}> */
    public static function initialisations(): iterable
    {
        yield 'not at all' => [static fn () => null];
        yield 'initSSLConfig()' => [static fn ($client) => $client->initSSLConfig()];
        yield 'initSSLConfig(null)' => [static fn ($client) => $client->initSSLConfig(null)];
        yield 'initSSLConfig(empty)' => [static fn ($client) => $client->initSSLConfig(new SSLConfig())];
        yield 'initSSLConfig0()' => [static fn ($client) => $client->initSSLConfig0()];
        yield 'initSSLConfig1(empty)' => [static fn ($client) => $client->initSSLConfig1(new SSLConfig())];
        yield 'initSSLConfig(sslConfig: CA)' => [static function ($client) {
            ini_set('northbound.ca_file', '');
            $tls = new SSLConfig();
            $tls->trustCAPath = self::$platform->cert('ca.pem');
            return $client->initSSLConfig(sslConfig: $tls);
        }];
        yield 'twice' => [static function ($client) {
            $client->initSSLConfig();
            return $client->initSSLConfig();
        }];
    }

    /** @dataProvider noSslConfigs */
    #[DataProvider('noSslConfigs')]
    public function testInitialisingWithWhatIsNoSslConfig(mixed $value, string $kind): void
    {
        $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig($value));
        self::assertSame('1006', $error->error_code);
        self::assertStringEndsWith("must be a North_PHP_SDK\client\\dto\\SSLConfig, $kind given", $error->error_desc);
    }

    /**
     * The original declares the type of this parameter.
     *
     * @dataProvider noSslConfigs
     */
    #[DataProvider('noSslConfigs')]
    public function testInitSslConfig1WithWhatIsNoSslConfigIsATypeError(mixed $value, string $kind): void
    {
        foreach ([[$value, $kind], [null, 'null']] as [$given, $type]) {
            $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig1($given), TypeError::class);
            $expected = NorthApiClient::class . '::initSSLConfig1(): Argument #1 ($sslConfig) must be of type '
                . SSLConfig::class . ", $type given";
            self::assertSame($expected, $error->getMessage());
        }
    }

    /** @return iterable<array{mixed, string}> */
    public static function noSslConfigs(): iterable
    {
        yield 'array' => [[], 'array'];
        yield 'text' => ['/path', 'string'];
        yield 'another DTO' => [new ClientInfo(), ClientInfo::class];
    }

    public function testAFailedInitialisationKeepsTheOldOne(): void
    {
        $client = self::client();
        $tls = new SSLConfig();
        $tls->trustCAPath = '/nowhere/ca.pem';
        self::assertSame('1006', Watch::thrown(static fn () => $client->initSSLConfig($tls))->error_code);
        self::assertSame(1, self::countWith($client));
    }

    public function testTwoClientsShareNoState(): void
    {
        $other = new Platform(['--app', 'second-app:second-secret']);
        try {
            $first = self::client();
            $second = self::client($other);
            $info = self::clientInfo($other);
            [$info->appId, $info->secret] = ['second-app', 'second-secret'];
            $second->clientInfo = $info;
            $token = (new Authentication($second))->getAuthToken()->accessToken;
            Watch::thrown(static fn () => (new DeviceUpgrade($second))->queryUpgradeTask('a', $token));
            self::assertSame(1, self::countWith($first));
            self::assertSame('second-app', $other->requests()[1]->header('app_key'));
            self::assertSame(Platform::APP, self::received()->header('app_key'));
        } finally {
            $other->stop();
        }
    }

    public function testTheDefaultClient(): void
    {
        $default = DefaultNorthApiClient::getDefaultApiClient();
        self::assertInstanceOf(NorthApiClient::class, $default);
        self::assertSame($default, DefaultNorthApiClient::getDefaultApiClient());
        DefaultNorthApiClient::setDefaultApiClient($client = self::client());
        self::assertSame($client, DefaultNorthApiClient::getDefaultApiClient());
        self::assertSame($client, (new DeviceUpgrade())->northApiClient);
        self::assertSame(1, (new DeviceUpgrade())->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);
        DefaultNorthApiClient::setDefaultApiClient(null);
        self::assertNotSame($client, DefaultNorthApiClient::getDefaultApiClient());
    }

    public function testWhatIsNoClientIsATypeError(): void
    {
        foreach ([new \stdClass(), 'text', 5, new ClientInfo()] as $value) {
            $calls = [
                'setDefaultApiClient' => static fn () => DefaultNorthApiClient::setDefaultApiClient($value),
                'DeviceUpgrade::__construct' => static fn () => new DeviceUpgrade($value),
            ];
            foreach ($calls as $name => $call) {
                $message = Watch::thrown($call, TypeError::class)->getMessage();
                self::assertStringContainsString($name . '()', $message);
                self::assertStringContainsString('must be a ' . NorthApiClient::class, $message);
            }
        }
    }

    public function testTheDefaultClientOutOfPhpIni(): void
    {
        $php = Php::run(
            <<<'PHP'
            use North_PHP_SDK\client\invokeapi\Authentication;
            $info = North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient()->clientInfo;
            $token = (new Authentication())->getAuthToken()->accessToken;
            try { queryUpgradeSubTask(null, 'nowhere', $token); } catch (Exception $e) { }
            echo json_encode([$info->platformIp, $info->platformPort, $info->appId, $info->secret, $e->error_code]);
            PHP,
            self::$platform->ini(),
        );
        self::assertSame(
            [Platform::HOST, self::$platform->port, Platform::APP, Platform::SECRET, '123009'],
            $php->json(),
        );
        self::logIn();
    }

    public function testTheDefaultClientFollowsIniSet(): void
    {
        $php = Php::run(
            <<<'PHP'
            use North_PHP_SDK\client\{DefaultNorthApiClient, WrongCredentialsException};
            use North_PHP_SDK\client\invokeapi\Authentication;
            $authentication = new Authentication();
            $outcome = static function () use ($authentication): string {
                try {
                    return gettype($authentication->getAuthToken()->accessToken);
                } catch (WrongCredentialsException $e) {
                    return 'wrong';
                }
            };
            $default = DefaultNorthApiClient::getDefaultApiClient();
            $said = [$outcome()];
            ini_set('northbound.secret', 'another');
            array_push($said, $outcome(), $default->clientInfo->secret);
            ini_restore('northbound.secret');
            array_push($said, $outcome(), $default === DefaultNorthApiClient::getDefaultApiClient());
            // What the application sets stays, whatever is set in php.ini.
            $default->clientInfo->secret = 'its-own';
            ini_set('northbound.timeout_ms', '20000');
            $said[] = $outcome();
            $default->clientInfo = clone $default->clientInfo;
            ini_set('northbound.secret', 'another');
            ini_restore('northbound.secret');
            array_push($said, $outcome(), $default->clientInfo->secret);
            echo json_encode($said);
            PHP,
            self::$platform->ini(),
        );
        self::assertSame(['string', 'wrong', 'another', 'string', true, 'wrong', 'wrong', 'its-own'], $php->json());
        self::logIn();
    }

    /** php.ini supplies the empty properties of an SSLConfig, one by one. */
    public function testPhpIniSuppliesWhatTheSslConfigLeavesOut(): void
    {
        $platform = new Platform(['--client-auth', 'required']);
        try {
            ini_set('northbound.ca_file', $platform->cert('ca.pem'));
            ini_set('northbound.client_key_password', Platform::KEY_PASSWORD);
            $tls = new SSLConfig();
            $tls->selfCertPath = $platform->cert('client.pem');
            $tls->trustCAPath = $platform->cert('client-encrypted.key');
            $client = new NorthApiClient();
            $client->clientInfo = self::clientInfo($platform);
            $client->initSSLConfig($tls);
            (new Authentication($client))->getAuthToken();
            self::assertSame('northbound-client', $platform->requests()[0]->clientCertificate);
        } finally {
            $platform->stop();
        }
    }

    public function testSubclassesThatDoNotCallTheirParentsConstructor(): void
    {
        $php = Php::run(
            <<<'PHP'
            class MyClient extends North_PHP_SDK\client\NorthApiClient {
                public $note;
                function __construct() { $this->note = 'mine'; }
                function __get($name) { return parent::__get($name); }
                function initSSLConfig($sslConfig = null) { return parent::initSSLConfig($sslConfig); }
            }
            class MyUpgrade extends North_PHP_SDK\client\invokeapi\DeviceUpgrade {
                function __construct() { }
                function queryUpgradeSubTask($qustInDTO, $operationId, $accessToken) {
                    return parent::queryUpgradeSubTask($qustInDTO, $operationId, $accessToken);
                }
            }
            $default = North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient();
            $client = new MyClient();
            $client->clientInfo = $default->clientInfo;
            $client->initSSLConfig();
            $token = (new North_PHP_SDK\client\invokeapi\Authentication($client))->getAuthToken()->accessToken;
            foreach ([new MyUpgrade(), new North_PHP_SDK\client\invokeapi\DeviceUpgrade($client)] as $upgrade) {
                try { $upgrade->queryUpgradeSubTask(null, 'nowhere', $token); } catch (Exception $e) { $codes[] = $e->error_code; }
            }
            echo json_encode([$client->note, $client->clientInfo->appId, $codes]);
            PHP,
            self::$platform->ini(),
        );
        self::assertSame(['mine', Platform::APP, ['123009', '123009']], $php->json());
        self::logIn();
    }

    private static function countWith(NorthApiClient $client): int
    {
        return (new DeviceUpgrade($client))->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount;
    }
}
