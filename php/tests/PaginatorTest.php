<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Error;
use Fiber;
use Generator;
use LimitIterator;
use LogicException;
use North_PHP_SDK\client\dto\QueryUpgradePackageOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskOutDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\Paginator;
use North_PHP_SDK\client\NotAuthenticatedException;
use North_PHP_SDK\client\ServerFaultException;
use North_PHP_SDK\client\ThrottledException;
use North_PHP_SDK\client\TransportException;
use North_PHP_SDK\client\invokeapi\Authentication;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Received;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;
use PHPUnit\Framework\Attributes\TestWith;
use ReflectionClass;
use WeakReference;

/** Tests of all pages of a list. tests/paginator.rs tests lists that change in detail. */
final class PaginatorTest extends PlatformTestCase
{
    private const UPGRADE = '/iodm/northbound/v1.5.0';

    protected static function options(): array
    {
        // Tests move the clock by more than the lifetime of a token.
        return ['--expires-in', '100000000'];
    }

    /** @param array<string, mixed>|null $query */
    private static function all(string $task, ?array $query = null): Paginator
    {
        return self::upgrade()->getSubTaskPaginator($query, $task, self::token());
    }

    /** @return list<string> the ids of the subtasks, as single calls give them */
    private static function ids(string $task, array $query = []): array
    {
        $upgrade = self::upgrade();
        $ids = [];
        for ($page = 0; ; ++$page) {
            $answer = $upgrade->queryUpgradeSubTask($query + ['pageNo' => $page, 'pageSize' => 100], $task, self::token());
            array_push($ids, ...array_column($answer->data, 'subOperationId'));
            if (count($ids) >= $answer->totalCount) {
                return $ids;
            }
        }
    }

    /** @return list<string> the pages that were asked for, in the order in which they arrived */
    private static function asked(): array
    {
        $queries = array_map(static fn (Received $request): string => (string) parse_url($request->target, PHP_URL_QUERY), self::$platform->requests());
        return array_values(array_filter($queries, static fn (string $query): bool => str_contains($query, 'pageNo=')));
    }

    /**
     * @testWith [1]
     *           [100]
     *           [300]
     *           [1234]
     */
    #[TestWith([1])]
    #[TestWith([100])]
    #[TestWith([300])]
    #[TestWith([1234])]
    public function testAllRowsInOrderEachOnce(int $devices): void
    {
        $task = self::$platform->task($devices);
        $expected = self::ids($task);
        self::$platform->clearRequests();
        $rows = self::all($task);
        self::assertNothingReceived();
        $found = [];
        foreach ($rows as $key => $row) {
            self::assertSame(count($found), $key);
            self::assertSame(intdiv($key, 100), $rows->getPageNo());
            self::assertSame(SubOperationInfo::class, $row::class);
            $found[] = $row->subOperationId;
        }
        self::assertSame($expected, $found);
        self::assertSame($devices, count($rows));
        self::assertTrue($rows->isConsistent());
        self::assertCount((int) ceil($devices / 100), self::asked());
        self::assertFalse($rows->valid());
        self::assertNull($rows->current());
        self::assertNull($rows->key());
    }

    public function testAListWithoutRows(): void
    {
        $rows = self::all(self::$platform->task(250), ['subOperationStatus' => 'fail']);
        self::assertCount(0, $rows);
        self::assertSame([], iterator_to_array($rows));
        self::assertTrue($rows->isConsistent());
        self::assertSame(0, $rows->getPageNo());
        self::assertSame(['subOperationStatus=fail&pageNo=0&pageSize=100'], self::asked());
    }

    public function testTheOtherLists(): void
    {
        $tasks = [];
        for ($count = 0; $count < 30; ++$count) {
            array_unshift($tasks, self::$platform->task(1));
        }
        $rows = self::upgrade()->getTaskPaginator(['pageSize' => 10], self::token());
        $found = [];
        foreach ($rows as $row) {
            self::assertSame(QueryUpgradeTaskOutDTO::class, $row::class);
            $found[] = $row->operationId;
        }
        self::assertSame($tasks, array_slice($found, 0, 30));
        $packages = self::upgrade()->getPackagePaginator(['pageSize' => 2], self::token());
        $names = array_map(static fn (QueryUpgradePackageOutDTO $row): string => $row->fileId, iterator_to_array($packages));
        self::assertSame(count($packages), count(array_unique($names)));
    }

    public function testTheWireForm(): void
    {
        $task = self::$platform->task(25);
        $query = new QueryUpgradeSubTaskInDTO();
        $query->subOperationStatus = 'wait';
        $query->pageSize = 10;
        $query->pageNo = 1;
        $rows = self::upgrade()->getSubTaskPaginator($query, $task, self::token());
        self::assertCount(15, iterator_to_array($rows));
        self::assertSame([
            'subOperationStatus=wait&pageNo=1&pageSize=10',
            'subOperationStatus=wait&pageNo=2&pageSize=10',
        ], self::asked());
        foreach (self::$platform->requests() as $request) {
            self::assertSame(self::UPGRADE . "/operations/$task/subOperations", parse_url($request->target, PHP_URL_PATH));
            self::assertSame('Bearer ' . self::token(), $request->header('authorization'));
        }
    }

    public function testEveryWayToIterate(): void
    {
        $task = self::$platform->task(230);
        $expected = self::ids($task);
        $id = static fn (SubOperationInfo $row): string => $row->subOperationId;
        $rows = self::all($task);
        self::assertSame(230, count($rows), 'the first page tells');
        self::assertSame(0, $rows->key());
        self::assertSame($expected, array_map($id, iterator_to_array($rows)));
        // Each foreach reads the list again.
        self::$platform->clearRequests();
        self::assertSame($expected, array_map($id, iterator_to_array($rows, false)));
        self::assertCount(3, self::asked());
        $generator = (static function () use ($rows): Generator {
            yield from $rows;
        })();
        self::assertSame($expected, array_map($id, iterator_to_array($generator)));
        $middle = new LimitIterator($rows, 95, 10);
        self::assertSame(array_slice($expected, 95, 10), array_map($id, iterator_to_array($middle, false)));
        self::assertSame($expected, array_map($id, [...$rows]));
        // By hand, and skipping rows.
        $rows = self::all($task);
        $rows->next();
        $rows->next();
        self::assertSame([2, $expected[2]], [$rows->key(), $rows->current()->subOperationId]);
    }

    public function testASubclassOfTheService(): void
    {
        $task = self::$platform->task(101);
        $upgrade = new class (self::client()) extends DeviceUpgrade {
            public function getSubTaskPaginator($qustInDTO, $operationId, $accessToken): Paginator
            {
                return parent::getSubTaskPaginator($qustInDTO, $operationId, $accessToken);
            }
        };
        self::assertCount(101, iterator_to_array($upgrade->getSubTaskPaginator(null, $task, self::token())));
    }

    public function testRowsAsArrays(): void
    {
        ini_set('northbound.rows', 'array');
        $task = self::$platform->task(101);
        $rows = self::all($task);
        // The setting at the creation of the paginator applies.
        ini_set('northbound.rows', 'object');
        self::assertSame(self::ids($task), array_column(iterator_to_array($rows), 'subOperationId'));
        self::assertIsArray($rows->current() ?? []);
        foreach ($rows as $row) {
            self::assertIsArray($row);
        }
    }

    public function testEarlyBreakStopsTheFetching(): void
    {
        $task = self::$platform->task(5000);
        foreach ([1, 4, 9] as $concurrency) {
            ini_set('northbound.concurrency', (string) $concurrency);
            self::$platform->clearRequests();
            $rows = self::all($task);
            foreach ($rows as $key => $row) {
                if ($key === 450) {
                    break;
                }
            }
            self::assertLessThanOrEqual(5 + $concurrency, count(self::asked()));
            unset($rows, $row);
            // Another call, so that all pending work runs.
            self::upgrade()->queryUpgradeTask($task, self::token());
            self::assertLessThanOrEqual(5 + $concurrency, count(self::asked()));
        }
    }

    public function testTheNextPageIsOnItsWayWhileRowsAreUsed(): void
    {
        $task = self::$platform->task(3000);
        $rows = self::all($task);
        foreach ($rows as $key => $row) {
            if ($key === 999) {
                break;
            }
        }
        self::$platform->clearRequests();
        $rows->next();
        self::assertTrue($rows->valid());
        // From here on, nothing polls the connections.
        while (!in_array('pageNo=14&pageSize=100', self::asked(), true)) {
            usleep(1000);
        }
        self::assertSame(1000, $rows->key());
    }

    public function testAnotherProcessCanGoOn(): void
    {
        $task = self::$platform->task(420);
        $rows = self::all($task);
        $found = [];
        foreach ($rows as $row) {
            if ($rows->getPageNo() === 2) {
                break;
            }
            $found[] = $row->subOperationId;
        }
        foreach (self::all($task, ['pageNo' => $rows->getPageNo()]) as $row) {
            $found[] = $row->subOperationId;
        }
        self::assertSame(self::ids($task), $found);
    }

    /**
     * @dataProvider faults
     * @param array<string, mixed> $fault
     * @param class-string<NorthApiException> $class
     */
    #[DataProvider('faults')]
    public function testAnErrorStandsAtItsRowAndTheNextForeachGoesOn(array $fault, string $class, string $code): void
    {
        ini_set('northbound.max_attempts', '1');
        $task = self::$platform->task(550);
        $expected = self::ids($task);
        self::$platform->fault($fault, 2, self::UPGRADE, 3);
        $rows = self::all($task);
        $found = [];
        $errors = [];
        do {
            try {
                foreach ($rows as $key => $row) {
                    self::assertSame(count($found), $key);
                    $found[] = $row->subOperationId;
                }
            } catch (NorthApiException $error) {
                $errors[] = $error;
                $page = count($found) / 100;
                $place = sprintf('page %d (rows %d to %d)', $page, $page * 100, $page * 100 + 99);
                self::assertStringStartsWith("queryUpgradeSubTask: $place: $code", $error->getMessage());
                self::assertSame([$class, $code], [$error::class, $error->error_code]);
                self::assertSame((int) $code, $error->getCode());
                self::assertSame($page, $rows->getPageNo());
            }
        } while (count($errors) < 3 && count($found) < 550);
        self::assertCount(2, $errors);
        self::assertSame($expected, $found);
        self::assertTrue($rows->isConsistent());
    }

    /** @return iterable<string, array{array<string, mixed>, class-string<NorthApiException>, string}> */
    public static function faults(): iterable
    {
        $throttle = ['kind' => 'error', 'status' => 403, 'code' => '1010009', 'shape' => 'result'];
        yield 'throttled' => [$throttle, ThrottledException::class, '1010009'];
        yield '502' => [['kind' => 'status', 'status' => 502, 'body' => '<html>'], ServerFaultException::class, '1005'];
        yield 'connection cut' => [['kind' => 'truncate', 'bytes' => 1000], TransportException::class, '1004'];
        yield 'half a body' => [['kind' => 'badJson'], TransportException::class, '1011'];
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function passingFaults(): iterable
    {
        foreach (self::faults() as $name => [$fault]) {
            yield $name => [$fault];
        }
    }

    /**
     * @dataProvider passingFaults
     * @param array<string, mixed> $fault
     */
    #[DataProvider('passingFaults')]
    public function testRetriesGetOverFaultsOnTheWay(array $fault): void
    {
        $task = self::$platform->task(950);
        $expected = self::ids($task);
        self::$platform->fault($fault, 1, self::UPGRADE, 5);
        $rows = self::all($task);
        try {
            $found = iterator_to_array($rows);
        } catch (TransportException $half) {
            self::assertSame('badJson', $fault['kind'], 'half a body is no fault of the connection');
            $done = $half->getMessage();
            self::assertSame(1, preg_match('/rows (\d+) to/', $done, $at));
            $found = array_merge(array_slice(iterator_to_array(self::all($task)), 0, (int) $at[1]), iterator_to_array($rows));
        }
        self::assertSame($expected, array_column($found, 'subOperationId'));
    }

    public function testAManagedTokenThatEndsOnTheWay(): void
    {
        ini_set('northbound.managed_token', '1');
        ini_set('northbound.state', 'process');
        $task = self::$platform->task(1500);
        $upgrade = self::upgrade();
        $rows = $upgrade->getSubTaskPaginator(null, $task, null);
        $found = [];
        foreach ($rows as $key => $row) {
            $found[] = $row->subOperationId;
            // Rarely enough that no page in flight loses its token twice.
            if ($key % 700 === 350) {
                self::$platform->dropTokens();
                // Needs a token, while pages in flight also need one.
                $upgrade->queryUpgradeTask($task, null);
            }
        }
        ini_set('northbound.managed_token', '0');
        self::logIn();
        self::assertSame(self::ids($task), $found);
        self::assertTrue($rows->isConsistent());
    }

    public function testErrorsOfArgumentsComeAtOnce(): void
    {
        $error = Watch::thrown(static fn () => self::upgrade()->getSubTaskPaginator(null, '', self::token()));
        self::assertSame('1007', $error->error_code);
        $error = Watch::thrown(static fn () => self::upgrade()->getSubTaskPaginator(null, 'a', null));
        self::assertSame('1009', $error->error_code);
        foreach ([['pageNo' => -1], ['pageNo' => 'x'], ['pageSize' => 0]] as $query) {
            $error = Watch::thrown(static fn () => self::all('a', $query));
            self::assertSame('1007', $error->error_code);
            self::assertStringContainsString(key($query), $error->getMessage());
        }
        foreach (['0', '65', 'many'] as $concurrency) {
            ini_set('northbound.concurrency', $concurrency);
            $error = Watch::thrown(static fn () => self::all('a'));
            self::assertStringContainsString('northbound.concurrency', $error->getMessage());
        }
        self::assertNothingReceived();
    }

    public function testAnErrorBeforeTheFirstRow(): void
    {
        $rows = self::all('nowhere');
        $calls = [
            static fn () => count($rows),
            static fn () => $rows->valid(),
            static fn () => $rows->current(),
            static fn () => $rows->key(),
            static fn () => iterator_to_array($rows),
            static fn () => [...$rows],
            static function () use ($rows): void {
                foreach ($rows as $row) {
                    self::fail('there is no row');
                }
            },
        ];
        foreach ($calls as $call) {
            self::assertSame('123009', Watch::thrown($call, NotFoundException::class)->error_code);
        }
        self::assertCount(count($calls), self::asked());
        // There is no row that could be skipped.
        $rows->next();
        self::assertCount(count($calls), self::asked());
    }

    /** Devices leave the list while it is read, so that others move to pages that were read before. */
    public function testAFilterThatShrinksUnderWay(): void
    {
        $task = self::$platform->task(20_000);
        self::$platform->advance(600);
        $query = ['subOperationStatus' => 'processing'];
        $before = self::ids($task, $query);
        $rows = self::all($task, $query);
        $found = [];
        foreach ($rows as $key => $row) {
            $found[] = $row->subOperationId;
            if ($key % 100 === 50 && $key < 1500) {
                self::$platform->advance(5);
            }
        }
        $after = self::ids($task, $query);
        self::assertSame(count($found), count(array_unique($found)), 'each once');
        $lasting = array_intersect($before, $after);
        self::assertLessThan(count($before), count($lasting));
        self::assertGreaterThan(1000, count($lasting));
        self::assertSame([], array_diff($lasting, $found), 'none is missing');
        self::assertFalse($rows->isConsistent());
        self::assertNotSame(count($before), count($rows));
    }

    /** New tasks are first in the list, and move all others to later pages. */
    public function testAListThatGrowsUnderWay(): void
    {
        for ($count = 0; $count < 100; ++$count) {
            self::$platform->task(1);
        }
        $rows = self::upgrade()->getTaskPaginator(['pageSize' => 10], self::token());
        $before = count($rows);
        $found = [];
        foreach ($rows as $key => $row) {
            $found[] = $row->operationId;
            if ($key === 5) {
                self::$platform->task(1);
            }
        }
        self::assertCount($before, $found);
        self::assertCount($before, array_unique($found));
        self::assertSame($before + 1, count($rows));
        self::assertFalse($rows->isConsistent());
    }

    public function testExceptionsOfTheLoopLeaveItAsItIs(): void
    {
        $task = self::$platform->task(250);
        $rows = self::all($task);
        $thrown = Watch::thrown(static function () use ($rows): void {
            foreach ($rows as $key => $row) {
                if ($key === 120) {
                    throw new LogicException('mine');
                }
            }
        }, LogicException::class);
        self::assertSame('mine', $thrown->getMessage());
        self::assertSame(120, $rows->key());
        // The paginator itself has not failed: a new foreach reads the list again.
        self::assertCount(250, iterator_to_array($rows));
    }

    public function testALoggerIsToldAndMayThrow(): void
    {
        $task = self::$platform->task(450);
        $client = self::client();
        $logger = new class () {
            public int $calls = 0;
            public int $throwAt = 0;

            public function __call(string $name, array $arguments): void
            {
            }

            public function debug(): void
            {
            }

            public function info(): void
            {
                if (++$this->calls === $this->throwAt) {
                    throw new LogicException('the logger');
                }
            }

            public function warning(): void
            {
            }

            public function error(): void
            {
            }
        };
        $client->setLogger($logger);
        $rows = (new DeviceUpgrade($client))->getSubTaskPaginator(null, $task, self::token());
        // The paginator refers to the client, and the client to the logger.
        unset($client);
        self::assertCount(450, iterator_to_array($rows));
        self::assertSame(5, $logger->calls);
        $logger->throwAt = 8;
        $found = [];
        for ($loops = 0; count($found) < 450; ++$loops) {
            self::assertLessThan(3, $loops);
            try {
                foreach ($rows as $key => $row) {
                    self::assertSame(count($found), $key);
                    $found[] = $row->subOperationId;
                }
            } catch (LogicException $error) {
                self::assertSame('the logger', $error->getMessage());
            }
        }
        self::assertSame(2, $loops);
        self::assertSame(self::ids($task), $found);
    }

    public function testItCannotBeUsedWhileItWaits(): void
    {
        $client = self::client();
        $task = self::$platform->task(50);
        $logger = new class () {
            public ?Paginator $rows = null;
            public array $errors = [];

            public function debug(): void
            {
            }

            public function info(): void
            {
                foreach ([fn () => $this->rows->valid(), fn () => $this->rows->rewind()] as $use) {
                    $this->errors[] = Watch::thrown($use, Error::class)->getMessage();
                }
            }

            public function warning(): void
            {
            }

            public function error(): void
            {
            }
        };
        $client->setLogger($logger);
        $rows = $logger->rows = (new DeviceUpgrade($client))->getSubTaskPaginator(null, $task, self::token());
        self::assertCount(50, iterator_to_array($rows));
        self::assertCount(2, $logger->errors);
        self::assertStringContainsString('waiting for its next page', $logger->errors[0]);
        // They refer to each other, and PHP's garbage collector collects the cycle.
        $reference = WeakReference::create($rows);
        unset($rows, $logger, $client);
        gc_collect_cycles();
        self::assertNull($reference->get());
    }

    public function testInAFiber(): void
    {
        $task = self::$platform->task(250);
        $fiber = new Fiber(static function () use ($task): int {
            $count = 0;
            foreach (self::all($task) as $key => $row) {
                if ($key % 100 === 99) {
                    Fiber::suspend($key);
                }
                ++$count;
            }
            return $count;
        });
        $fiber->start();
        $other = iterator_to_array(self::all($task));
        while (!$fiber->isTerminated()) {
            $fiber->resume();
        }
        self::assertSame([250, 250], [$fiber->getReturn(), count($other)]);
    }

    public function testItIsMadeByServicesAlone(): void
    {
        $rows = self::all('a');
        $class = new ReflectionClass($rows);
        self::assertTrue($class->isFinal());
        self::assertFalse($class->isCloneable());
        foreach ([static fn () => new Paginator(), $rows->__construct(...)] as $call) {
            $error = Watch::thrown($call, Error::class);
            self::assertStringContainsString('DeviceUpgrade::getSubTaskPaginator()', $error->getMessage());
        }
        Watch::thrown(static fn () => clone $rows, Error::class);
        Watch::thrown(static fn () => serialize($rows), \Exception::class);
        Watch::thrown(static fn () => unserialize('O:30:"North_PHP_SDK\client\Paginator":0:{}'), \Exception::class);
        Watch::thrown(static fn () => $rows->more = 1, Error::class);
    }

    public function testNothingShowsItsSecrets(): void
    {
        $task = self::$platform->task(3);
        $rows = self::all($task);
        self::assertCount(3, $rows);
        foreach ([print_r($rows, true), var_export($rows, true), json_encode($rows)] as $shown) {
            self::assertStringNotContainsString(self::token(), $shown);
        }
        self::assertStringNotContainsString(Platform::SECRET, print_r($rows, true));
        $error = Watch::thrown(static fn () => iterator_to_array(self::all('nowhere')));
        self::assertStringNotContainsString(self::token(), (string) $error);
    }

    public function testMemoryIsFlat(): void
    {
        $php = $this->runs(self::$platform->task(100_000), <<<'PHP'
            $rss = static fn (): int => (int) (preg_match('/VmRSS:\s+(\d+)/', file_get_contents('/proc/self/status'), $m) ? $m[1] : 0);
            $start = $rss();
            $count = 0;
            foreach ($upgrade->getSubTaskPaginator(null, $task, $token) as $row) {
                if (++$count % 1000 === 0) {
                    $most = max($most ?? 0, $rss());
                }
            }
            echo json_encode([$count, $most - $start, memory_get_peak_usage()]);
            PHP);
        [$count, $kilobytes, $peak] = $php->json();
        self::assertSame(100_000, $count);
        self::assertLessThan(16 * 1024, $kilobytes);
        self::assertLessThan(2 << 20, $peak);
    }

    /** @group pcntl */
    #[Group('pcntl')]
    public function testAForkInTheMiddle(): void
    {
        $php = $this->runs(self::$platform->task(950), <<<'PHP'
            $rows = $upgrade->getSubTaskPaginator(null, $task, $token);
            $found = [];
            $parent = true;
            foreach ($rows as $key => $row) {
                $found[$key] = $row->subOperationId;
                if ($key === 250) {
                    $pid = pcntl_fork();
                    $parent = $pid !== 0;
                }
            }
            $digest = [count($found), array_key_last($found), md5(implode($found))];
            if (!$parent) {
                file_put_contents(getenv('CHILD'), json_encode($digest));
                exit(0);
            }
            pcntl_waitpid($pid, $status);
            echo json_encode([$digest, json_decode(file_get_contents(getenv('CHILD'))), $status]);
            PHP);
        [$parent, $child, $status] = $php->json();
        self::assertSame([950, 949], array_slice($parent, 0, 2));
        self::assertSame($parent, $child);
        self::assertSame(0, $status);
    }

    /**
     * The child's call ends with an exception, because its response belongs to the parent; the child can also continue.
     *
     * @group pcntl
     * @group native
     */
    #[Group('pcntl')]
    #[Group('native')]
    public function testAForkWhileItWaits(): void
    {
        $task = self::$platform->task(450);
        self::$platform->fault(['kind' => 'latency', 'ms' => 1000], 1, self::UPGRADE, 2);
        $php = $this->runs($task, <<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGALRM, static function () use (&$pid): void {
                $pid ??= pcntl_fork();
            });
            exec('(sleep 0.3; kill -ALRM ' . getmypid() . ') >/dev/null 2>&1 &');
            $rows = $upgrade->getSubTaskPaginator(null, $task, $token);
            $found = [];
            $errors = [];
            while (count($found) < 450 && count($errors) < 3) {
                try {
                    foreach ($rows as $key => $row) {
                        $found[$key] = $row->subOperationId;
                    }
                } catch (North_PHP_SDK\client\TransportException $error) {
                    $errors[] = $error->getMessage();
                }
            }
            $digest = [count($found), md5(implode($found)), count($errors)];
            if ($pid === 0) {
                file_put_contents(getenv('CHILD'), json_encode($digest));
                exit(0);
            }
            pcntl_waitpid($pid, $status);
            echo json_encode([$digest, json_decode(file_get_contents(getenv('CHILD'))), $status]);
            PHP);
        [$parent, $child, $status] = $php->json();
        self::assertSame([450, 0], [$parent[0], $parent[2]]);
        self::assertSame(array_slice($parent, 0, 2), array_slice($child, 0, 2));
        self::assertSame(1, $child[2]);
        self::assertSame(0, $status);
    }

    /** @group pcntl */
    #[Group('pcntl')]
    public function testASignalHandlerThatThrows(): void
    {
        $task = self::$platform->task(450);
        self::$platform->fault(['kind' => 'latency', 'ms' => 60_000], 1, self::UPGRADE, 2);
        $php = $this->runs($task, <<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGALRM, static fn () => throw new LogicException('enough'));
            pcntl_alarm(1);
            $rows = $upgrade->getSubTaskPaginator(null, $task, $token);
            try {
                foreach ($rows as $key => $row);
            } catch (LogicException $error) {
                echo json_encode([$error->getMessage(), $key]);
            }
            PHP);
        [$message, $key] = $php->json();
        self::assertSame('enough', $message);
        self::assertSame(99, $key % 100, 'pages are handed out whole');
    }

    /**
     * @testWith ["exit(0);"]
     *           ["trigger_error('over', E_USER_ERROR);"]
     *           ["str_repeat('x', 1 << 40);"]
     */
    #[TestWith(["exit(0);"])]
    #[TestWith(["trigger_error('over', E_USER_ERROR);"])]
    #[TestWith(["str_repeat('x', 1 << 40);"])]
    public function testScriptsThatEndInTheMiddle(string $end): void
    {
        $php = $this->runs(self::$platform->task(950), <<<PHP
            register_shutdown_function(static fn () => print('end'));
            \$rows = \$upgrade->getSubTaskPaginator(null, \$task, \$token);
            foreach (\$rows as \$key => \$row) {
                if (\$key === 150) {
                    $end
                }
            }
            PHP, ['display_errors' => '0', 'log_errors' => '0']);
        self::assertSame('end', $php->output);
        self::assertSame('', $php->errors);
        self::assertSame($end === 'exit(0);' ? 0 : 255, $php->status);
    }

    /** @param array<string, string|int> $ini */
    private function runs(string $task, string $code, array $ini = []): Php
    {
        $child = tempnam(sys_get_temp_dir(), 'northbound-');
        try {
            return Php::run(<<<'PHP'
                [$token, $task] = json_decode(getenv('GIVEN'));
                $upgrade = new North_PHP_SDK\client\invokeapi\DeviceUpgrade();

                PHP . $code, $ini + self::$platform->ini() + ['zend.assertions' => 1], [
                    'GIVEN' => json_encode([self::token(), $task]),
                    'CHILD' => $child,
                ]);
        } finally {
            unlink($child);
        }
    }

    public function testACallableGivesATokenWhenOneIsNeededAndWhenOneWasRefused(): void
    {
        // Many more pages than the paginator asks for ahead.
        $task = self::$platform->task(2_000);
        $ids = self::ids($task);
        $asked = 0;
        $token = static function () use (&$asked): string {
            ++$asked;
            return (new Authentication(self::client()))->getAuthToken()->accessToken;
        };
        $all = self::upgrade()->getSubTaskPaginator(null, $task, $token);
        self::assertSame(1, $asked);
        $read = [];
        try {
            foreach ($all as $index => $row) {
                $read[] = $row->subOperationId;
                if ($index === 10) {
                    self::$platform->dropTokens();
                }
            }
        } finally {
            self::logIn();
        }
        self::assertSame($ids, $read);
        self::assertSame(2, $asked);
    }

    public function testACallableWhoseTokenIsRefusedIsAskedAgainByTheNextForeach(): void
    {
        $task = self::$platform->task(30);
        $tokens = ['no-such-token', 'no-such-token', self::token()];
        $all = self::upgrade()->getSubTaskPaginator(null, $task, static function () use (&$tokens): string {
            return array_shift($tokens) ?? self::fail('asked too often');
        });
        Watch::thrown(static fn () => iterator_to_array($all), NotAuthenticatedException::class);
        self::assertCount(30, iterator_to_array($all));
    }
}
