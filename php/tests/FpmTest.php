<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Answer;
use Northbound\Tests\Support\Fpm;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\Group;

/**
 * Tests with PHP-FPM behind nginx, the usual setup of PHP.
 *
 * @group fpm
 */
#[Group('fpm')]
final class FpmTest extends PlatformTestCase
{
    private const APPLICATION = __DIR__ . '/fixtures/fpm-app/index.php';
    private const WORKERS = 8;

    /** @var array<int, string> ids of tasks, by their number of devices */
    private static array $tasks = [];

    public static function setUpBeforeClass(): void
    {
        $missing = Fpm::missing();
        if ($missing !== []) {
            self::markTestSkipped('Missing: ' . implode(', ', $missing));
        }
        parent::setUpBeforeClass();
        foreach ([1, 2, 3, 4, 5, 6, 7, 8] as $devices) {
            self::$tasks[$devices] = self::$platform->task($devices);
        }
    }

    protected static function options(): array
    {
        return ['--record', '0'];
    }

    public function testWorkersKeepTheirConnectionsFromRequestToRequest(): void
    {
        $fpm = self::fpm();
        $before = self::$platform->stats();
        $seen = [];
        for ($round = 0; $round < 50; ++$round) {
            // Each request is for a task of a different size, so that a wrong response would show.
            foreach ($fpm->all(array_map(self::target(...), range(1, 8))) as $index => $answer) {
                self::assertRows($index + 1, $answer);
                $seen[$answer->json()['pid']] = true;
                self::assertTrue($round === 0 || $answer->json()['cached'], 'opcache');
            }
        }
        self::assertSame([], array_diff(array_keys($seen), $fpm->workers()));
        self::assertSame(400, self::$platform->stats()['requests'] - $before['requests']);
        self::assertSame(count($seen), self::$platform->stats()['connections'] - $before['connections']);
        self::assertQuiet($fpm);
    }

    public function testUnderLoadNothingFailsAndNothingGrows(): void
    {
        $fpm = self::fpm();
        // Warms every worker: its connection, because all are busy at the same time, and PHP's caches.
        self::$platform->fault(['kind' => 'latency', 'ms' => 500], self::WORKERS);
        $arrived = self::$platform->stats()['requests'];
        $requests = array_map(static fn (int $rows) => $fpm->begin(self::target($rows)), range(1, 8));
        self::$platform->await($arrived + self::WORKERS);
        foreach ($requests as $index => $request) {
            self::assertRows($index + 1, $request->end());
        }
        self::load($fpm, 500);
        $workers = $fpm->workers();
        self::assertCount(self::WORKERS, $workers);
        $before = self::$platform->stats();
        $files = array_map(self::files(...), $workers);
        $memory = array_sum(array_map(self::memory(...), $workers));
        $requests = self::load($fpm, 4_000);
        self::assertSame($workers, $fpm->workers(), 'no worker was replaced');
        // A worker reports idle a moment before it closes the connection of its request.
        for ($tries = 0; $tries < 1000 && max(self::more($workers, $files)) > 0; ++$tries) {
            usleep(10_000);
        }
        self::assertLessThanOrEqual(0, max(self::more($workers, $files)), 'open files more');
        self::assertGreaterThanOrEqual($requests, self::$platform->stats()['requests'] - $before['requests']);
        self::assertSame(0, self::$platform->stats()['connections'] - $before['connections']);
        $grown = array_sum(array_map(self::memory(...), $workers)) - $memory;
        self::assertLessThan(self::WORKERS * 512, $grown, "kB more in all workers after $requests requests");
        self::assertQuiet($fpm);
    }

    public function testWorkersThatAreRecycled(): void
    {
        $fpm = self::fpm(['pm.max_requests' => 10]);
        $before = self::$platform->stats()['connections'];
        $seen = [];
        for ($round = 0; $round < 30; ++$round) {
            foreach ($fpm->all(array_map(self::target(...), range(1, 8))) as $index => $answer) {
                self::assertRows($index + 1, $answer);
                $seen[$answer->json()['pid']][] = true;
            }
        }
        self::assertLessThanOrEqual(10, max(array_map(count(...), $seen)));
        self::assertSame(count($seen), self::$platform->stats()['connections'] - $before);
        self::assertQuiet($fpm);
    }

    public function testAReloadUnderLoad(): void
    {
        $fpm = self::fpm();
        $expected = $fpm->get(self::target(3, ''))->body;
        $old = $fpm->workers();
        $load = $fpm->load(self::target(3, ''), $expected, 24);
        for ($reload = 2; $reload <= 3; ++$reload) {
            self::$platform->await(self::$platform->stats()['requests'] + 50);
            $fpm->reload();
            $fpm->await('/ready to handle connections/', $reload);
        }
        self::$platform->await(self::$platform->stats()['requests'] + 50);
        [$right, $wrong, $failed] = $load->end();
        self::assertGreaterThan(100, $right);
        self::assertSame([0, 0], [$wrong, $failed]);
        self::assertSame([], array_intersect($old, $fpm->workers()));
        self::assertQuiet($fpm);
    }

    /** A worker that gets a graceful stop during a call completes the call. */
    public function testAWorkerThatLeavesGracefullyInTheMiddleOfACall(): void
    {
        $fpm = self::fpm();
        self::$platform->fault(['kind' => 'latency', 'ms' => 1500]);
        $arrived = self::$platform->stats()['requests'];
        $request = $fpm->begin(self::target(4));
        self::$platform->await($arrived + 1);
        $fpm->reload();
        self::assertRows(4, $request->end());
        $fpm->await('/ready to handle connections/', 2);
        self::assertRows(5, $fpm->get(self::target(5)));
        self::assertQuiet($fpm);
    }

    public function testAWorkerThatIsKilledInTheMiddleOfACall(): void
    {
        $fpm = self::fpm();
        [$pid, $answer] = $this->busy($fpm, static fn (int $pid) => $fpm->kill($pid));
        self::assertSame(502, $answer->status);
        $fpm->await("/child $pid exited on signal 9/");
        $this->assertAllServe($fpm);
        self::assertNotContains($pid, $fpm->workers());
        self::assertSame(1, preg_match_all('/exited on signal/', $fpm->log()), $fpm->log());
    }

    /** FPM kills a worker whose request exceeds its time limit. */
    public function testAWorkerThatFpmEndsInTheMiddleOfACall(): void
    {
        $fpm = self::fpm(['request_terminate_timeout' => '3s']);
        [$pid, $answer] = $this->busy($fpm, static fn () => null);
        self::assertSame(502, $answer->status);
        $fpm->await("/child $pid exited on signal 15/");
        // One at a time: none of these may take that long.
        foreach (range(1, 8) as $rows) {
            self::assertRows($rows, $fpm->get(self::target($rows)));
        }
        self::assertSame(1, preg_match_all('/exited on signal/', $fpm->log()), $fpm->log());
    }

    /** With a deadline below FPM's limit, the application gets an exception and continues. */
    public function testTheDeadlineComesBeforeFpmEndsTheWorker(): void
    {
        $fpm = self::fpm(['request_terminate_timeout' => '60s']);
        self::$platform->fault(['kind' => 'latency', 'ms' => 60_000], 8);
        $late = '&ini[northbound.timeout_ms]=300';
        foreach ($fpm->all(array_fill(0, 8, self::target(1) . $late)) as $answer) {
            // The connection may also have been late.
            self::assertSame(200, $answer->status);
            self::assertContains($answer->json()['error'], ['1003', '1004']);
        }
        self::$platform->clearFaults();
        $this->assertAllServe($fpm);
        self::assertQuiet($fpm);
    }

    /** PHP's limit counts CPU time only: waiting for the platform does not count. */
    public function testMaxExecutionTimeDoesNotCountWaiting(): void
    {
        $fpm = self::fpm([], ['max_execution_time' => 1]);
        self::$platform->fault(['kind' => 'latency', 'ms' => 1500]);
        self::assertRows(2, $fpm->get(self::target(2)));
        self::assertQuiet($fpm);
    }

    public function testVisitorsWhoLeaveInTheMiddleOfACall(): void
    {
        $fpm = self::fpm();
        $before = self::$platform->stats()['connections'];
        for ($round = 0; $round < 5; ++$round) {
            self::$platform->fault(['kind' => 'latency', 'ms' => 300], self::WORKERS);
            $arrived = self::$platform->stats()['requests'];
            $requests = array_map(static fn (int $rows) => $fpm->begin(self::target($rows)), range(1, 8));
            self::$platform->await($arrived + 8);
            foreach ($requests as $request) {
                $request->abort();
            }
            // The next visitors get their own responses.
            $this->assertAllServe($fpm);
        }
        self::assertLessThanOrEqual(self::WORKERS, self::$platform->stats()['connections'] - $before);
        self::assertQuiet($fpm);
    }

    /** @param array<string, string|int> $pool */
    private static function fpm(array $pool = [], array $ini = []): Fpm
    {
        return new Fpm(self::APPLICATION, $ini + self::$platform->ini(), $pool + ['pm.max_children' => self::WORKERS]);
    }

    /** The URL of the page about the task with this many devices. */
    private static function target(int $devices, string $more = '&who=1'): string
    {
        return '/?token=' . self::token() . '&task=' . self::$tasks[$devices] . $more;
    }

    private static function assertRows(int $devices, Answer $answer): void
    {
        self::assertSame(200, $answer->status, $answer->body);
        $page = $answer->json();
        self::assertSame([$devices, $devices], [$page['count'], count($page['devices'])]);
    }

    /** Asserts that no worker crashed, and that none logged a message. */
    private static function assertQuiet(Fpm $fpm): void
    {
        $log = (string) preg_replace('/^\[.*\] NOTICE: .*\n/m', '', $fpm->log());
        self::assertSame('', $log);
    }

    private function assertAllServe(Fpm $fpm): void
    {
        foreach ($fpm->all(array_map(self::target(...), [...range(1, 8), ...range(1, 8)])) as $index => $answer) {
            self::assertRows($index % 8 + 1, $answer);
        }
    }

    /**
     * Runs an action on the worker that is in the middle of a call.
     *
     * @param callable(int): mixed $do
     * @return array{int, Answer} the worker's process id, and the response to its visitor
     */
    private function busy(Fpm $fpm, callable $do): array
    {
        self::$platform->fault(['kind' => 'latency', 'ms' => 60_000]);
        $arrived = self::$platform->stats()['requests'];
        $request = $fpm->begin(self::target(1, '&announce=1'));
        self::$platform->await($arrived + 1);
        $pid = (int) file_get_contents("{$fpm->folder->path}/busy");
        $do($pid);
        return [$pid, $request->end()];
    }

    /** Sends at least this many requests from many concurrent visitors; returns the number of responses. */
    private static function load(Fpm $fpm, int $requests): int
    {
        $expected = $fpm->get(self::target(6, ''))->body;
        $arrived = self::$platform->stats()['requests'];
        $load = $fpm->load(self::target(6, ''), $expected, 32);
        self::$platform->await($arrived + $requests);
        [$right, $wrong, $failed] = $load->end();
        $fpm->settle();
        self::assertSame([0, 0], [$wrong, $failed]);
        return $right;
    }

    /**
     * Returns the number of additional open files of each worker.
     *
     * @param list<int> $workers
     * @param list<int> $before
     * @return list<int>
     */
    private static function more(array $workers, array $before): array
    {
        $files = static fn (int $pid, int $before): int => self::files($pid) - $before;
        return array_map($files, $workers, $before);
    }

    private static function files(int $pid): int
    {
        return count(scandir("/proc/$pid/fd") ?: []);
    }

    private static function memory(int $pid): int
    {
        preg_match('/^RssAnon:\s*(\d+) kB/m', (string) file_get_contents("/proc/$pid/status"), $found);
        return (int) $found[1];
    }
}
