<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use Northbound\Tests\Support\FullListener;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Tinyproxy;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Calls through an HTTP proxy: tinyproxy of Debian. */
final class ProxyTest extends PlatformTestCase
{
    private const LOGIN = ['BasicAuth user sesame'];

    public function testCallsGoThroughTheProxyInOneTunnel(): void
    {
        $proxy = new Tinyproxy(self::LOGIN);
        ini_set('northbound.proxy', "http://user:s%65same@{$proxy->address()}");
        $id = self::$platform->task(1);
        for ($call = 0; $call < 3; ++$call) {
            self::assertSame(1, self::upgrade()->queryUpgradeSubTask(null, $id, self::token())->totalCount);
        }
        self::assertSame(1, $proxy->requests());
        self::assertCount(3, self::$platform->requests());
    }

    public function testHostsWithoutAProxy(): void
    {
        $proxy = new Tinyproxy();
        ini_set('northbound.proxy', $proxy->address());
        foreach (['127.0.0.1', 'example.com, 127.0.0.0/8', '*'] as $hosts) {
            ini_set('northbound.no_proxy', $hosts);
            self::assertPlatformAnswers();
        }
        self::assertSame(0, $proxy->requests());
        ini_set('northbound.no_proxy', 'example.com, 127.0.0.2');
        self::assertPlatformAnswers();
        self::assertSame(1, $proxy->requests());
    }

    public function testThePlatformIsVerifiedWithinTheTunnel(): void
    {
        $proxy = new Tinyproxy();
        ini_set('northbound.proxy', "http://{$proxy->address()}");
        $platform = new Platform(['--server-cert', 'wrong-host']);
        try {
            $error = Watch::thrown(static fn () => (new DeviceUpgrade(self::client($platform)))
                ->queryUpgradeTask('a', 'token'));
        } finally {
            $platform->stop();
        }
        self::assertSame('1003', $error->error_code);
        self::assertStringContainsString('does not match the address', $error->getMessage());
        self::assertStringContainsString("(through the proxy http://{$proxy->address()})", $error->getMessage());
        self::assertSame(1, $proxy->requests());
    }

    /**
     * @dataProvider refusals
     * @param list<string> $settings
     * @param list<int> $attempts
     */
    #[DataProvider('refusals')]
    public function testAProxyThatRefusesIsNamed(array $settings, string $user, string $says, array $attempts): void
    {
        ini_set('northbound.max_attempts', '2');
        $proxy = new Tinyproxy($settings);
        ini_set('northbound.proxy', "http://$user{$proxy->address()}");
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', 'token'));
        self::assertSame('1003', $error->error_code);
        self::assertContains($error->getAttempts(), $attempts);
        self::assertStringContainsString("the proxy http://{$proxy->address()} ", $error->getMessage());
        self::assertStringContainsString($says, $error->getMessage());
        // The lines after the first have the stack trace, with the arguments of this test.
        self::assertStringNotContainsString('mellon', strtok((string) $error, "\n") . $error->getMessage());
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{list<string>, string, string, list<int>}> */
    public static function refusals(): iterable
    {
        yield 'no user' => [self::LOGIN, '', 'did not accept user and password (status 407', [1]];
        // Some versions of tinyproxy say 401 to a wrong password, others 407. reqwest tells only 407.
        yield 'another password' => [self::LOGIN, 'user:mellon@', 'user and password', [1, 2]];
        yield 'a port that it does not open' => [['ConnectPort 1'], '', 'refused a connection to', [2]];
    }

    public function testAProxyThatIsNotThereIsNamed(): void
    {
        ini_set('northbound.max_attempts', '2');
        $port = FullListener::freePort();
        ini_set('northbound.proxy', "http://user:mellon@127.0.0.1:$port");
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', 'token'));
        self::assertSame(['1003', 2], [$error->error_code, $error->getAttempts()]);
        self::assertStringContainsString("cannot connect to the proxy http://127.0.0.1:$port: connection refused", $error->getMessage());
        // The lines after the first have the stack trace, with the arguments of this test.
        self::assertStringNotContainsString('mellon', strtok((string) $error, "\n") . $error->getMessage());
    }

    /** @dataProvider wrongAddresses */
    #[DataProvider('wrongAddresses')]
    public function testAWrongAddressIsRefusedAndNotShown(string $address, string $says): void
    {
        ini_set('northbound.proxy', $address);
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', 'token'));
        self::assertSame('1003', $error->error_code);
        self::assertStringContainsString("php.ini: northbound.proxy: the proxy's address is not valid: $says", $error->getMessage());
        // The lines after the first have the stack trace, with the arguments of this test.
        self::assertStringNotContainsString('mellon', strtok((string) $error, "\n") . $error->getMessage());
        self::assertNothingReceived();
        $info = Php::start([...Php::flags(['northbound.proxy' => $address]), '--ri', 'northbound'])->output;
        self::assertStringContainsString("northbound.proxy => ***\n", $info);
        self::assertStringNotContainsString('mellon', $info);
    }

    /** @return iterable<string, array{string, string}> */
    public static function wrongAddresses(): iterable
    {
        yield 'no port' => ['http://user:mellon', 'its port is not a number'];
        yield 'a slash in the password' => ['http://user:mellon/x@:1', 'its host is not'];
        yield 'SOCKS' => ['socks5://user:mellon@127.0.0.1:1080', 'SOCKS proxies are not supported'];
        yield 'no scheme that is known' => ['ftp://user:mellon@127.0.0.1', 'its scheme is neither'];
    }

    public function testInfoShowsNoPassword(): void
    {
        foreach ([
            'http://user:mellon@127.0.0.1:80' => 'http://***@127.0.0.1:80',
            'user:mellon@127.0.0.1:80' => 'http://***@127.0.0.1:80',
            'http://127.0.0.1:80' => 'http://127.0.0.1:80',
            'env' => 'env',
        ] as $value => $shown) {
            $info = Php::start([...Php::flags(['northbound.proxy' => $value]), '--ri', 'northbound'])->output;
            self::assertStringContainsString("northbound.proxy => $shown\n", $info);
        }
    }

    public function testTheEnvironmentCountsOnlyWhereItIsAskedFor(): void
    {
        $proxy = new Tinyproxy();
        $address = "http://{$proxy->address()}";
        foreach ([
            [0, '', ['https_proxy' => $address, 'ALL_PROXY' => $address]],
            [1, 'env', ['https_proxy' => $address]],
            [1, 'env', ['HTTPS_PROXY' => $address]],
            [1, 'env', ['ALL_PROXY' => $address]],
            [0, 'env', ['ALL_PROXY' => $address, 'NO_PROXY' => Platform::HOST]],
            // A visitor's header `Proxy` becomes this variable.
            [0, 'env', ['HTTP_PROXY' => $address]],
            [0, 'env', []],
        ] as [$tunnels, $setting, $environment]) {
            $environment += ['https_proxy' => '', 'HTTPS_PROXY' => '', 'ALL_PROXY' => '', 'all_proxy' => '', 'NO_PROXY' => '', 'no_proxy' => ''];
            $before = $proxy->requests();
            $php = Php::run('echo json_encode((new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken);', [
                'northbound.proxy' => $setting,
                'northbound.platform_ip' => Platform::HOST,
                'northbound.platform_port' => self::$platform->port,
                'northbound.app_id' => Platform::APP,
                'northbound.secret' => Platform::SECRET,
                'northbound.ca_file' => self::$platform->cert('ca.pem'),
            ], $environment);
            self::assertNotSame('', $php->json());
            self::assertSame($tunnels, $proxy->requests() - $before, (string) json_encode($environment));
        }
        self::logIn();
    }

    private static function assertPlatformAnswers(): void
    {
        $page = self::upgrade()->queryUpgradeSubTask(null, self::$platform->task(1), self::token());
        self::assertSame(1, $page->totalCount);
    }
}
