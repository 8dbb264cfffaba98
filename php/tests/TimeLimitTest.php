<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of the time limits of one client, which have priority over php.ini. */
final class TimeLimitTest extends PlatformTestCase
{
    public function testTheLimitOfACall(): void
    {
        $hasty = self::client();
        self::assertNull($hasty->setTimeout(80));
        self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
        self::assertStringContainsString('timed out after 80 ms', self::failure($hasty));
        // The limit applies to this client only; other clients use php.ini.
        self::assertStringContainsString('123009', self::failure(self::client()));
        ini_set('northbound.timeout_ms', '90');
        $hasty->setTimeout(null);
        self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
        self::assertStringContainsString('timed out after 90 ms', self::failure($hasty));
        $hasty->setTimeout(30_000);
        self::assertStringContainsString('123009', self::failure($hasty));
    }

    public function testTheLimitOfAConnection(): void
    {
        ini_set('northbound.max_attempts', '1');
        // It listens, and never responds.
        $silent = stream_socket_server('tcp://' . Platform::HOST . ':0');
        $client = self::client();
        $client->clientInfo->platformPort = (int) substr((string) strrchr(stream_socket_get_name($silent, false), ':'), 1);
        $client->setConnectTimeout('70');
        self::assertStringContainsString('no connection', self::failure($client));
        self::assertStringContainsString('timed out after 70 ms', self::failure($client));
        ini_set('northbound.connect_timeout_ms', '60');
        $client->setConnectTimeout(null);
        self::assertStringContainsString('timed out after 60 ms', self::failure($client));
    }

    /** Connections do not depend on the limits of the client that opened them. */
    public function testClientsWithOtherLimitsShareConnections(): void
    {
        self::failure(self::client());
        $before = self::$platform->stats()['connections'];
        foreach ([1000, 2000, 3000] as $limit) {
            $client = self::client();
            $client->setConnectTimeout($limit);
            $client->setTimeout(10 * $limit);
            self::assertStringContainsString('123009', self::failure($client));
        }
        self::assertSame($before, self::$platform->stats()['connections']);
    }

    /** @dataProvider wrongLimits */
    #[DataProvider('wrongLimits')]
    public function testWhatIsNoLimitIs1007(mixed $limit, string $given): void
    {
        foreach (['setTimeout', 'setConnectTimeout'] as $method) {
            $error = Watch::thrown(static fn () => (new NorthApiClient())->$method($limit));
            self::assertSame('1007', $error->error_code);
            self::assertStringContainsString("$method(): a number of milliseconds from 1 to 86400000", $error->error_desc);
            self::assertStringEndsWith("$given given", $error->error_desc);
        }
    }

    /** @return iterable<array{mixed, string}> */
    public static function wrongLimits(): iterable
    {
        yield [0, '0'];
        yield [-5, '-5'];
        yield [86_400_001, '86400001'];
        yield [1.5, 'float'];
        yield ['5s', 'string'];
        yield [[], 'array'];
        yield [false, 'bool'];
    }

    private static function failure(NorthApiClient $client): string
    {
        $upgrade = new DeviceUpgrade($client);
        return Watch::thrown(static fn () => $upgrade->queryUpgradeTask('nowhere', self::token()))->getMessage();
    }
}
