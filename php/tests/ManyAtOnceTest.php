<?php

declare(strict_types=1);

namespace Northbound\Tests;

use LogicException;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\RefusedRequestException;
use North_PHP_SDK\client\ThrottledException;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Received;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\Group;
use PHPUnit\Framework\Attributes\TestWith;
use stdClass;

/** Tests of `DeviceUpgrade::queryUpgradeSubTasks()`: results with the caller's keys; a failure loses no result. */
final class ManyAtOnceTest extends PlatformTestCase
{
    private const UPGRADE = '/iodm/northbound/v1.5.0';

    public function testResultsHaveTheKeysAndTheOrderOfTheCalls(): void
    {
        $tasks = [];
        foreach (range(30, 1) as $devices) {
            $tasks["task $devices"] = self::$platform->task($devices);
        }
        $tasks[7] = $tasks['-3'] = self::$platform->task(5);
        $results = self::upgrade()->queryUpgradeSubTasks($tasks, self::token());
        self::assertSame(array_keys($tasks), array_keys($results));
        foreach ($results as $key => $result) {
            self::assertSame(QueryUpgradeSubTaskOutDTO::class, $result::class);
            self::assertSame(is_int($key) ? 5 : (int) substr($key, 5), $result->totalCount);
            self::assertContainsOnlyInstancesOf(SubOperationInfo::class, $result->data);
        }
        self::assertCount(32, self::$platform->requests());
        self::assertSame([], self::upgrade()->queryUpgradeSubTasks([], self::token()));
        self::assertCount(32, self::$platform->requests());
    }

    public function testTheWaysToWriteACall(): void
    {
        $task = self::$platform->task(250);
        $query = new QueryUpgradeSubTaskInDTO();
        $query->pageSize = 3;
        $wait = ['subOperationStatus' => 'wait', 'pageSize' => 4];
        $results = self::upgrade()->queryUpgradeSubTasks([
            $task,
            ['operationId' => $task],
            ['operationId' => $task, 'qustInDTO' => null],
            ['operationId' => $task, 'qustInDTO' => $query],
            ['qustInDTO' => $wait, 'operationId' => $task],
            [$query, $task],
            [$wait, $task],
            [null, $task],
        ], self::token());
        $rows = array_map(static fn ($result): int => count($result->data), $results);
        self::assertSame([10, 10, 10, 3, 4, 3, 4, 10], $rows);
        $queries = array_map(static fn (Received $request): string => (string) parse_url($request->target, PHP_URL_QUERY), self::$platform->requests());
        sort($queries);
        self::assertSame(['', '', '', '', 'pageSize=3', 'pageSize=3',
            'subOperationStatus=wait&pageSize=4', 'subOperationStatus=wait&pageSize=4'], $queries);
    }

    public function testWhatCannotBeSentIsAResult(): void
    {
        $task = self::$platform->task(2);
        $calls = [
            'good' => $task,
            'empty' => '',
            'nothing' => null,
            3 => [],
            'object' => new stdClass(),
            'unknown' => ['operation' => $task],
            'surplus' => [null, $task, 'x'],
            'dto' => [new stdClass(), $task],
            'list' => [['pageNo' => []], $task],
            'last' => $task,
        ];
        $results = self::upgrade()->queryUpgradeSubTasks($calls, self::token());
        self::assertSame(array_keys($calls), array_keys($results));
        foreach ($results as $key => $result) {
            if ($key === 'good' || $key === 'last') {
                self::assertCount(2, $result->data);
                continue;
            }
            self::assertInstanceOf(RefusedRequestException::class, $result);
            self::assertSame('1007', $result->error_code);
            $name = is_int($key) ? "call $key" : "call \"$key\"";
            self::assertStringStartsWith("queryUpgradeSubTask: $name: 1007 ", $result->getMessage());
        }
        self::assertCount(2, self::$platform->requests());
    }

    public function testNoneIsLostBecauseAnotherFailed(): void
    {
        $task = self::$platform->task(2);
        ini_set('northbound.max_attempts', '1');
        self::$platform->fault(['kind' => 'error', 'status' => 403, 'code' => '1010009', 'shape' => 'result'], 1, self::UPGRADE, 3);
        self::$platform->fault(['kind' => 'badJson'], 1, self::UPGRADE, 6);
        $calls = array_fill(0, 12, $task);
        $calls[11] = 'nowhere';
        $results = self::upgrade()->queryUpgradeSubTasks($calls, self::token());
        $classes = array_count_values(array_map('get_class', $results));
        self::assertSame(9, $classes[QueryUpgradeSubTaskOutDTO::class]);
        self::assertSame(1, $classes[ThrottledException::class]);
        self::assertInstanceOf(NotFoundException::class, $results[11]);
        self::assertSame(404, $results[11]->httpStatusCode);
        self::assertStringContainsString('call 11: 123009', $results[11]->getMessage());
        self::assertSame(__FILE__, $results[11]->getFile());
    }

    public function testTheTokenConcernsAll(): void
    {
        foreach ([[], ['a', 'b']] as $calls) {
            $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTasks($calls, null));
            self::assertSame('1009', $error->error_code);
        }
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTasks('a', self::token()));
        self::assertSame('1007', $error->error_code);
        self::assertStringContainsString('calls must be an array, string given', $error->getMessage());
        self::assertNothingReceived();
    }

    public function testAManagedTokenIsGotOnce(): void
    {
        ini_set('northbound.managed_token', '1');
        ini_set('northbound.state', 'process');
        $calls = array_fill(0, 20, self::$platform->task(1));
        self::$platform->clearRequests();
        $results = self::upgrade()->queryUpgradeSubTasks($calls, null);
        self::assertContainsOnlyInstancesOf(QueryUpgradeSubTaskOutDTO::class, $results);
        self::assertCount(21, self::$platform->requests());
        ini_set('northbound.managed_token', '0');
        self::logIn();
    }

    /**
     * @testWith [1]
     *           [5]
     */
    #[TestWith([1])]
    #[TestWith([5])]
    public function testNoMoreThanMayBeUnderWay(int $concurrency): void
    {
        ini_set('northbound.concurrency', (string) $concurrency);
        $calls = array_fill(0, 40, self::$platform->task(1));
        self::$platform->fault(['kind' => 'latency', 'ms' => 20], 0, self::UPGRADE);
        $client = self::client();
        self::assertCount(40, (new DeviceUpgrade($client))->queryUpgradeSubTasks($calls, self::token()));
        $atOnce = array_map(static fn (Received $request): int => $request->atOnce, self::$platform->requests());
        self::assertSame($concurrency, max($atOnce));
    }

    public function testRowsAsArrays(): void
    {
        ini_set('northbound.rows', 'array');
        $results = self::upgrade()->queryUpgradeSubTasks(['a' => self::$platform->task(1)], self::token());
        self::assertIsArray($results['a']->data[0]);
    }

    public function testALoggerThatThrowsEndsAll(): void
    {
        $client = self::client();
        $client->setLogger(new class () {
            private int $calls = 0;

            public function debug(): void
            {
            }

            public function info(): void
            {
                if (++$this->calls === 3) {
                    throw new LogicException('the logger');
                }
            }

            public function warning(): void
            {
            }

            public function error(): void
            {
            }
        });
        $calls = array_fill(0, 30, self::$platform->task(1));
        $upgrade = new DeviceUpgrade($client);
        $error = Watch::thrown(static fn () => $upgrade->queryUpgradeSubTasks($calls, self::token()), LogicException::class);
        self::assertSame('the logger', $error->getMessage());
        self::assertLessThan(15, count(self::$platform->requests()));
    }
    /** @group pcntl */
    #[Group('pcntl')]
    public function testSignalsAndForksWhileItWaits(): void
    {
        $task = self::$platform->task(1);
        self::$platform->fault(['kind' => 'latency', 'ms' => 700], 0, self::UPGRADE);
        $php = Php::run(<<<'PHP'
            [$token, $task] = json_decode(getenv('GIVEN'));
            $upgrade = new North_PHP_SDK\client\invokeapi\DeviceUpgrade();
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () use (&$pid): void {
                $pid = pcntl_fork();
            });
            exec('(sleep 0.3; kill -USR1 ' . getmypid() . ') >/dev/null 2>&1 &');
            try {
                $results = $upgrade->queryUpgradeSubTasks([$task, $task, $task, $task, $task], $token);
            } catch (North_PHP_SDK\client\TransportException $error) {
                // The child: its calls work.
                $again = $upgrade->queryUpgradeSubTasks([$task], $token);
                exit($again[0]->totalCount === 1 ? 42 : 1);
            }
            pcntl_waitpid($pid, $status);
            echo json_encode([array_map(fn ($result) => $result->totalCount, $results), pcntl_wexitstatus($status)]);
            PHP, self::$platform->ini(), ['GIVEN' => json_encode([self::token(), $task])]);
        self::assertSame([[1, 1, 1, 1, 1], 42], $php->json());
    }
}
