<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use ReflectionProperty;

/** Tests of `getLastCall()` and `getStats()`. */
final class LastCallTest extends PlatformTestCase
{
    private const KEYS = ['operation', 'status', 'code', 'attempts', 'duration', 'connection'];
    private const COUNTERS = ['calls', 'failures', 'retries', 'connections_opened', 'connections_reused'];

    public function testThereIsNoneBeforeTheFirstCall(): void
    {
        $client = self::client();
        self::assertNull($client->getLastCall());
        Watch::thrown(static fn () => (new DeviceUpgrade($client))->queryUpgradeTask('', self::token()));
        self::assertNull($client->getLastCall(), 'nothing was sent');
    }

    public function testACallThatSucceeds(): void
    {
        $client = self::client();
        $upgrade = new DeviceUpgrade($client);
        $upgrade->queryUpgradeSubTask(null, self::$platform->task(1), self::token());
        $call = $client->getLastCall();
        self::assertSame(self::KEYS, array_keys($call));
        self::assertSame(['queryUpgradeSubTask', 200, null, 1, 'reused'], self::withoutDuration($call));
        self::assertIsFloat($call['duration']);
        self::assertGreaterThan(0, $call['duration']);

        self::$platform->closeConnections();
        $upgrade->queryUpgradePackageList(null, self::token());
        self::assertSame(['queryUpgradePackageList', 200, null, 1, 'new'], self::withoutDuration($client->getLastCall()));
        self::assertNull(self::client()->getLastCall(), 'another client has made no call');
    }

    public function testCallsThatFail(): void
    {
        $client = self::client();
        $upgrade = new DeviceUpgrade($client);
        Watch::thrown(static fn () => $upgrade->queryUpgradeTask('none', self::token()));
        self::assertSame(['queryUpgradeTask', 404, '123009', 1, 'reused'], self::withoutDuration($client->getLastCall()));

        self::$platform->fault(['kind' => 'emptyBody', 'status' => 503], 0);
        Watch::thrown(static fn () => $upgrade->queryUpgradeTask('none', self::token()));
        self::assertSame(['queryUpgradeTask', 503, '1005', 3, 'new'], self::withoutDuration($client->getLastCall()));
        self::$platform->clearFaults();

        $info = self::clientInfo();
        $info->platformPort = 1;
        $client->clientInfo = $info;
        Watch::thrown(static fn () => $upgrade->queryUpgradeTask('none', self::token()));
        self::assertSame(['queryUpgradeTask', null, '1003', 3, 'new'], self::withoutDuration($client->getLastCall()));
    }

    /** The last call is the one that ended last, whichever method made it. */
    public function testCallsOfPaginatorsBatchesAndLogins(): void
    {
        $client = self::client();
        $upgrade = new DeviceUpgrade($client);
        $id = self::$platform->task(30, 86_400);
        foreach ([
            'queryUpgradeSubTask' => static fn () => iterator_to_array($upgrade->getSubTaskPaginator(null, $id, self::token())),
            'queryUpgradeTask' => static fn () => $upgrade->waitUntilUpgradeTaskEnds($id, self::token()),
        ] as $operation => $call) {
            $call();
            self::assertSame($operation, $client->getLastCall()['operation']);
        }
        $upgrade->queryUpgradeSubTasks([$id, $id, $id], self::token());
        self::assertSame('queryUpgradeSubTask', $client->getLastCall()['operation']);
    }

    public function testItIsThereForALogger(): void
    {
        $client = self::client();
        $seen = [];
        $client->setLogger(new class ($client, $seen) {
            public function __construct(private readonly NorthApiClient $client, private array &$seen)
            {
            }

            public function __call(string $level, array $arguments): void
            {
            }

            public function debug(string $message, array $context): void
            {
            }

            public function warning(string $message, array $context): void
            {
            }

            public function error(string $message, array $context): void
            {
            }

            public function info(string $message, array $context): void
            {
                $this->seen[] = $this->client->getLastCall()['operation'];
            }
        });
        (new DeviceUpgrade($client))->queryUpgradePackageList(null, self::token());
        self::assertSame(['queryUpgradePackageList'], $seen);
        $client->setLogger(null);
    }

    public function testItHoldsNoSecret(): void
    {
        $client = self::client();
        (new DeviceUpgrade($client))->queryUpgradePackageList(null, self::token());
        $property = new ReflectionProperty(NorthApiClient::class, 'lastCall');
        self::assertSame(array_values($client->getLastCall()), $property->getValue($client), 'nothing else is kept');
        self::assertStringNotContainsString(self::token(), (string) json_encode($client->getLastCall()));
    }

    public function testTheCountersOfAProcess(): void
    {
        $counters = Php::run(<<<'PHP'
            use North_PHP_SDK\client\NorthApiClient;
            $before = NorthApiClient::getStats();
            $token = (new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken;
            (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradePackageList(null, $token);
            try { queryUpgradeSubTask(null, 'none', $token); } catch (Exception) {}
            echo json_encode([$before, NorthApiClient::getStats()]);
            PHP, self::$platform->ini())->json();
        self::assertSame(array_fill_keys(self::COUNTERS, 0), $counters[0]);
        self::assertSame(array_combine(self::COUNTERS, [3, 1, 0, 1, 2]), $counters[1]);
        self::logIn();
    }

    /** @return list<mixed> */
    private static function withoutDuration(array $call): array
    {
        unset($call['duration']);
        return array_values($call);
    }
}
