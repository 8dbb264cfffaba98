<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use Northbound\Tests\Support\WebServer;

/** Tests that a process uses one connection, and that its memory does not grow. */
final class ConnectionTest extends PlatformTestCase
{
    private const CALLS = 10_000;

    public function testTenThousandCallsTakeOneConnectionAndNoMemory(): void
    {
        $platform = new Platform(['--record', '0']);
        try {
            $php = Php::run(
                self::LOGIN . <<<'PHP'
                $id = getenv('OPERATION');
                $upgrade = new North_PHP_SDK\client\invokeapi\DeviceUpgrade();
                $in = new QueryUpgradeSubTaskInDTO();
                $in->pageSize = 10;
                $rss = static function () {
                    preg_match('/VmRSS:\s+(\d+) kB/', file_get_contents('/proc/self/status'), $match);
                    return (int) $match[1];
                };
                $rows = 0;
                $used = $resident = [];
                for ($call = 1; $call <= 10_000; ++$call) {
                    $in->pageNo = $call % 3;
                    $rows += count($upgrade->queryUpgradeSubTask($in, $id, $token)->data);
                    // An exception must not leak either.
                    if ($call % 100 === 0) {
                        try { $upgrade->queryUpgradeSubTask($in, '..', $token); } catch (Exception $e) { }
                        unset($e);
                    }
                    if ($call === 2_000 || $call === 10_000) {
                        gc_collect_cycles();
                        $used[] = memory_get_usage();
                        $resident[] = $rss();
                    }
                }
                echo json_encode([$rows, $used[1] - $used[0], $resident[1] - $resident[0]]);
                PHP,
                ['memory_limit' => '64M'] + $platform->ini(),
                ['OPERATION' => $platform->task(30)],
            );
            [$rows, $used, $resident] = $php->json();
            self::assertSame(10 * self::CALLS, $rows);
            // A leak of one byte per call would be 8000; the samples themselves take a few hundred.
            self::assertLessThan(4_000, $used, 'bytes of PHP memory more after 8000 calls');
            self::assertLessThan(1_024, $resident, 'kB of resident memory more after 8000 calls');
            self::assertSame(1, $platform->stats()['connections']);
            self::assertSame(self::CALLS + 1, $platform->stats()['requests']);
        } finally {
            $platform->stop();
        }
    }

    public function testAConnectionIsSharedByClientsOfTheSameIdentity(): void
    {
        $platform = new Platform();
        try {
            $token = (new \North_PHP_SDK\client\invokeapi\Authentication(self::client($platform)))->getAuthToken()->accessToken;
            for ($client = 0; $client < 5; ++$client) {
                $upgrade = new DeviceUpgrade(self::client($platform));
                self::assertSame(1, $upgrade->queryUpgradeSubTask(null, $platform->task(1), $token)->totalCount);
            }
            self::assertSame(1, $platform->stats()['connections']);
        } finally {
            $platform->stop();
        }
    }

    public function testAnErrorAnswerLeavesTheConnectionUsable(): void
    {
        ini_set('northbound.max_attempts', '1');
        $platform = new Platform();
        try {
            $upgrade = new DeviceUpgrade(self::client($platform));
            foreach ([400, 403, 404, 500, 501] as $status) {
                $platform->answerWith('<p>no</p>', $status, 'text/html');
                Watch::thrown(static fn () => $upgrade->queryUpgradeTask('a', 'token'));
            }
            self::assertSame(1, $platform->stats()['connections']);
        } finally {
            $platform->stop();
        }
    }

    /** The client polls without sleep only for an immediate response. */
    public function testWaitingForASlowAnswerLeavesTheProcessorAlone(): void
    {
        $id = self::$platform->task(1);
        $upgrade = self::upgrade();
        $seconds = static function (): float {
            $usage = getrusage();
            return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'] + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
        };
        self::$platform->fault(['kind' => 'latency', 'ms' => 1500], 1, '/iodm/');
        // The refusal of a connection is the fastest possible result.
        ini_set('northbound.max_attempts', '1');
        $nowhere = self::client();
        $nowhere->clientInfo->platformPort = 1;
        for ($call = 0; $call < 5; ++$call) {
            Watch::thrown(static fn () => (new DeviceUpgrade($nowhere))->queryUpgradeSubTask(null, $id, self::token()));
        }
        $before = $seconds();
        self::assertSame(1, $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount);
        self::assertLessThan(0.5, $seconds() - $before, 'seconds of CPU time');
    }

    /** Servers close idle connections without notice; the caller must not notice it. */
    public function testConnectionsThatThePlatformClosedAreReplaced(): void
    {
        $id = self::$platform->task(1);
        $upgrade = self::upgrade();
        $before = self::$platform->stats()['connections'];
        self::$platform->fault(['kind' => 'closeIdle'], 300, '/iodm/');
        for ($call = 0; $call < 300; ++$call) {
            self::assertSame(1, $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount);
        }
        self::assertGreaterThan(290, self::$platform->stats()['connections'] - $before);
    }

    /** A call that changes something must not be lost or sent twice. */
    public function testAWriteAfterTheCloseArrivesOnce(): void
    {
        ini_set('northbound.max_attempts', '1');
        $upgrade = self::upgrade();
        $task = ['fileId' => '5f3a1c7e9b2d4806a1c3e501', 'targets' => [
            'deviceGroups' => ['all'], 'deviceType' => 'WaterMeter', 'model' => 'WM100-NB', 'manufacturerName' => 'Brookline',
        ]];
        $before = self::$platform->stats();
        for ($call = 0; $call < 200; ++$call) {
            self::$platform->closeConnections();
            self::assertNotSame('', $upgrade->createFirmwareUpgradeTask($task, self::token())->operationId);
        }
        $after = self::$platform->stats();
        self::assertSame([200, 200], [
            $after['requests'] - $before['requests'], $after['connections'] - $before['connections'],
        ]);
    }

    /** One process serves several requests; PHP deletes all state of a request at its end. */
    public function testConnectionsOutliveARequestOfTheWebServer(): void
    {
        $platform = new Platform();
        $folder = new Folder();
        $server = new WebServer($folder->file('index.php', <<<'PHP'
            <?php
            $token = $_GET['token'] ?? (new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken;
            echo json_encode([$token, queryUpgradeSubTask(null, $_GET['id'], $token)->totalCount]);
            PHP), $platform->ini());
        $id = $platform->task(3);
        [$token, $rows] = json_decode($server->get("/?id=$id"));
        self::assertSame(3, $rows);
        for ($request = 0; $request < 20; ++$request) {
            self::assertSame([$token, 3], json_decode($server->get("/?id=$id&token=$token")));
        }
        self::assertSame([1, 22], [$platform->stats()['connections'], $platform->stats()['requests']]);
    }

    /** Applications end by `exit` and by fatal errors at any point. */
    public function testTheProcessEndsCleanlyAfterCalls(): void
    {
        $php = Php::run(self::LOGIN . 'echo "done"; exit(3);', self::$platform->ini());
        self::assertSame(['done', '', 3], [$php->output, $php->errors, $php->status]);
        self::logIn();
    }

    private const LOGIN = '$token = (new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken;';
}
