<?php

declare(strict_types=1);

namespace Northbound\Tests;

use LengthException;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NotAuthenticatedException;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\RefusedRequestException;
use North_PHP_SDK\client\ServerFaultException;
use North_PHP_SDK\client\StillRunningException;
use North_PHP_SDK\client\UpgradeProgress;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use ReflectionMethod;
use ReflectionProperty;
use TypeError;

/** Tests of waiting for the end of an upgrade task. Only the tests move the platform's clock. */
final class WaiterTest extends PlatformTestCase
{
    /** Simulated seconds per real second, for the delays of the waiter. */
    private const SCALE = 500;
    /** The default delays, with this scale. */
    private const SCALED = ['minDelay' => 5 / self::SCALE, 'maxDelay' => 120 / self::SCALE];
    /** Delays for small tasks, when no time is measured. */
    private const FAST = ['minDelay' => 5 / 5000, 'maxDelay' => 120 / 5000];
    private const QUICK = ['minDelay' => 0.001, 'maxDelay' => 0.001];

    protected static function options(): array
    {
        return ['--expires-in', '1000000'];
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        self::$platform->settings(['quota' => 0]);
    }

    public function testAnHourOfTenThousandDevices(): void
    {
        // Three retries of failed devices: the task takes an hour.
        $id = self::$platform->task(10_000, 0, 3);
        // The default number of calls in a simulated minute.
        self::$platform->settings(['quota' => 100, 'quotaWindowMs' => intdiv(60_000, self::SCALE)]);
        [$end, $all] = $this->watched($id, self::SCALED);

        $requests = self::$platform->requests();
        self::assertLessThanOrEqual(120, count($requests), 'calls');
        self::assertCount($end->calls, $requests);
        self::assertSame(0, self::$platform->stats()['throttled']);

        // The end is seen within one delay, because no delay is longer.
        $task = self::upgrade()->queryUpgradeTask($id, self::token());
        $took = strtotime($task->stopTime) - strtotime($task->createTime);
        self::assertGreaterThanOrEqual(3500, $took);
        self::assertFalse($all[count($all) - 2]->isEnded());
        foreach (array_slice($all, 0, -1) as $progress) {
            self::assertGreaterThanOrEqual(self::SCALED['minDelay'], $progress->nextDelay);
            self::assertLessThanOrEqual(self::SCALED['maxDelay'], $progress->nextDelay);
        }

        self::assertTrue($end->isEnded());
        self::assertSame([$task->status, 10_000, 100.0], [$end->status, $end->ended, $end->percentage]);
        foreach (['total', 'wait', 'processing', 'success', 'fail', 'stop', 'timeout'] as $count) {
            self::assertSame($task->staResult->$count, $end->$count, $count);
        }
        $failures = self::changed($all, 'fail');
        self::assertCount($end->fail, $failures);
        self::assertCount($end->fail, array_unique(array_column($failures, 'subOperationId')));
        self::assertNotContains(null, array_column($failures, 'detailInfo'));
    }

    /** @dataProvider kindsOfRows */
    #[DataProvider('kindsOfRows')]
    public function testEveryChangeOfASmallTask(string $kind): void
    {
        ini_set('northbound.rows', $kind);
        $id = self::$platform->task(80, 0, 1);
        $states = [];
        [$end] = $this->watched($id, self::FAST, function (UpgradeProgress $progress) use ($id, $kind, &$states): void {
            foreach ($progress->changed as $row) {
                self::assertSame($kind === 'object', $row instanceof SubOperationInfo);
                self::assertNotSame($states[$row['subOperationId']] ?? 'wait', $row['status']);
                $states[$row['subOperationId']] = $row['status'];
            }
            foreach (self::rows($id) as $row) {
                self::assertSame($row['status'], $states[$row['subOperationId']] ?? 'wait');
            }
            self::assertSame(0, $progress->unread);
        });
        self::assertSame(80, $end->ended);
        self::assertCount(80, $states);
    }

    /** @return iterable<string, array{string}> */
    public static function kindsOfRows(): iterable
    {
        yield 'objects' => ['object'];
        yield 'arrays' => ['array'];
    }

    public function testATaskThatHasEnded(): void
    {
        $id = self::$platform->task(250, 10_000);
        $end = self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token());
        // Without a callback, no subtasks are queried.
        self::assertSame([true, 1, 1, 250, []], [$end->isEnded(), $end->polls, $end->calls, $end->unread, $end->changed]);
        self::assertCount(1, self::$platform->requests());

        // With a callback, subtasks that ended before the wait began are reported.
        [$end, $all] = $this->watched($id, []);
        self::assertCount(1, $all);
        self::assertSame($all[0], $end);
        self::assertSame([0, 250], [$end->unread, count($end->changed)]);
    }

    /** @dataProvider ends */
    #[DataProvider('ends')]
    public function testEnds(string $answer, bool $isEnded): void
    {
        self::$platform->answerWith($answer);
        $progress = self::upgrade()->waitUntilUpgradeTaskEnds('a', self::token(), static fn () => false, ['pagesPerPoll' => 0]);
        self::assertSame($isEnded, $progress->isEnded());
    }

    /** @return iterable<string, array{string, bool}> */
    public static function ends(): iterable
    {
        foreach (['success' => true, 'failed' => true, 'stop' => true, 'wait' => false, 'processing' => false] as $status => $isEnded) {
            yield $status => ["{\"status\":\"$status\"}", $isEnded];
        }
        $counts = '"success":1,"fail":"1","stop":1,"timeout":1';
        yield 'a state that lags behind' => ["{\"status\":\"processing\",\"staResult\":{\"total\":4,$counts}}", true];
        yield 'one to go' => ["{\"status\":\"processing\",\"staResult\":{\"total\":5,$counts}}", false];
        yield 'nothing' => ['{}', false];
    }

    public function testTheCallbackEndsIt(): void
    {
        $id = self::$platform->task(30);
        $wait = static fn (callable $callback): UpgradeProgress =>
            self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), $callback, self::QUICK);
        $polls = 0;
        $last = $wait(static function () use (&$polls): ?bool {
            return ++$polls === 3 ? false : null;
        });
        self::assertSame([3, 3, false], [$polls, $last->polls, $last->isEnded()]);
        // Only false itself.
        foreach ([null, 0, '', [], true] as $value) {
            $polls = 0;
            $wait(static function () use (&$polls, $value) {
                return ++$polls === 3 ? false : $value;
            });
            self::assertSame(3, $polls);
        }
        $thrown = Watch::thrown(static fn () => $wait(static fn () => throw new LengthException('enough')), LengthException::class);
        self::assertSame('enough', $thrown->getMessage());
        // The next wait works.
        self::assertSame(1, $wait(static fn (): bool => false)->polls);
    }

    public function testCallbacksOfAllKinds(): void
    {
        $id = self::$platform->task(3, 10_000);
        $told = new class () {
            public array $all = [];

            public function __invoke(UpgradeProgress $progress): void
            {
                $this->all[] = $progress;
            }

            /** A private method is callable inside its class. */
            public function wait(DeviceUpgrade $upgrade, string $id, string $token): void
            {
                $upgrade->waitUntilUpgradeTaskEnds($id, $token, [$this, 'hidden']);
            }

            private function hidden(UpgradeProgress $progress): void
            {
                $this->all[] = $progress;
            }
        };
        foreach ([$told, [$told, '__invoke'], $told->__invoke(...)] as $callback) {
            $end = self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), $callback);
            self::assertSame([$end], $told->all);
            $told->all = [];
        }
        $told->wait(self::upgrade(), $id, self::token());
        self::assertCount(1, $told->all);
    }

    public function testTheCallbackMayCallAndWait(): void
    {
        $outer = self::$platform->task(20);
        $inner = self::$platform->task(10);
        $upgrade = self::upgrade();
        $seen = [];
        $end = $upgrade->waitUntilUpgradeTaskEnds($outer, self::token(), function () use ($upgrade, $inner, &$seen): void {
            $seen[] = $upgrade->waitUntilUpgradeTaskEnds($inner, self::token(), static function () use ($upgrade, $inner): void {
                $upgrade->queryUpgradeTask($inner, self::token());
                self::$platform->advance(600);
            }, self::QUICK)->total;
        }, self::QUICK);
        self::assertSame(20, $end->ended);
        self::assertSame([10], array_values(array_unique($seen)));
    }

    public function testTheTimeIsUp(): void
    {
        $id = self::$platform->task(30);
        $told = [];
        $callback = static function (UpgradeProgress $progress) use (&$told): void {
            $told[] = $progress;
        };
        $options = ['timeout' => 0.05, 'minDelay' => 60];
        $error = Watch::thrown(
            static fn () => self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), $callback, $options),
            StillRunningException::class,
        );
        self::assertSame(['1004', 1004, -1], [$error->error_code, $error->getCode(), $error->httpStatusCode]);
        self::assertSame(
            "waitUntilUpgradeTaskEnds: 1004 upgrade task $id has not ended within 0.05 s; the upgrade itself goes on",
            $error->getMessage(),
        );
        // One poll at the beginning, and one at the deadline.
        self::assertCount(2, $told);
        self::assertSame($told[1], $error->getProgress());
        self::assertStringNotContainsString(self::token(), $error->getMessage() . $error->getTraceAsString());

        $error = Watch::thrown(
            static fn () => self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), null, $options),
            StillRunningException::class,
        );
        self::assertSame([2, 2, false], [$error->getProgress()->polls, $error->getProgress()->calls, $error->getProgress()->isEnded()]);
    }

    public function testPagesWithoutACallback(): void
    {
        $id = self::$platform->task(40, 100);
        $options = ['pagesPerPoll' => 1, 'timeout' => 0.05] + self::QUICK;
        $wait = static fn () => self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), null, $options);
        $last = Watch::thrown($wait, StillRunningException::class)->getProgress();
        // There was no report before.
        self::assertGreaterThan(1, $last->polls);
        self::assertSame(40 - $last->wait, count($last->changed));
    }

    /**
     * @dataProvider faults
     * @param array<string, mixed> $fault
     */
    #[DataProvider('faults')]
    public function testFaultsUnderWay(array $fault): void
    {
        ini_set('northbound.max_attempts', '1');
        $id = self::$platform->task(60);
        $polls = 0;
        $states = [];
        [$end] = $this->watched($id, self::FAST, function (UpgradeProgress $progress) use ($fault, &$polls, &$states): void {
            foreach ($progress->changed as $row) {
                self::assertNotSame($states[$row->deviceId] ?? 'wait', $row->status, 'a change is told once');
                $states[$row->deviceId] = $row->status;
            }
            // A fault of the next poll, or of the page that it reads.
            self::$platform->fault($fault, 1, '', ++$polls % 2);
        });
        self::$platform->clearFaults();
        self::assertTrue($end->isEnded());
        self::assertGreaterThan(3, $polls);
        $real = array_column(self::rows($id), 'status', 'deviceId');
        ksort($real);
        ksort($states);
        self::assertSame($real, $states);
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function faults(): iterable
    {
        yield 'a throttle' => [['kind' => 'error', 'status' => 403, 'code' => '1010009']];
        yield 'a dropped connection' => [['kind' => 'reset', 'when' => 'after']];
        yield 'a close' => [['kind' => 'close']];
        yield 'a page of a proxy' => [['kind' => 'status', 'status' => 502, 'body' => '<html>Bad Gateway</html>']];
        yield 'half of an answer' => [['kind' => 'truncate', 'bytes' => 60]];
        yield 'an empty answer' => [['kind' => 'emptyBody', 'status' => 500]];
    }

    public function testAnExpiredManagedToken(): void
    {
        ini_set('northbound.state', 'process');
        ini_set('northbound.managed_token', '1');
        $id = self::$platform->task(20);
        $polls = 0;
        $end = self::upgrade()->waitUntilUpgradeTaskEnds($id, null, static function () use (&$polls): void {
            ++$polls;
            self::$platform->dropTokens();
            self::$platform->advance(300);
        }, self::FAST);
        self::assertTrue($end->isEnded());
        self::assertGreaterThan(2, $polls);
        self::logIn();
    }

    public function testACallableGivesATokenWhenOneIsNeededAndWhenOneWasRefused(): void
    {
        $id = self::$platform->task(20);
        $asked = $polls = 0;
        $end = self::upgrade()->waitUntilUpgradeTaskEnds($id, static function () use (&$asked): string {
            ++$asked;
            return (new Authentication(self::client()))->getAuthToken()->accessToken;
        }, static function () use (&$polls): void {
            ++$polls;
            self::$platform->dropTokens();
            self::$platform->advance(300);
        }, self::FAST);
        self::assertTrue($end->isEnded());
        self::assertGreaterThan(2, $polls);
        self::assertSame($polls, $asked, 'the first token, and one for each that was dropped');
        self::logIn();
    }

    public function testACallableWhoseTokensAreRefusedIsAskedOnceMore(): void
    {
        $asked = 0;
        $token = static function () use (&$asked): string {
            ++$asked;
            return 'no-such-token';
        };
        $wait = static fn () => self::upgrade()->waitUntilUpgradeTaskEnds('a', $token);
        Watch::thrown($wait, NotAuthenticatedException::class);
        self::assertSame(2, $asked);
        $wait = static fn () => self::upgrade()->waitUntilUpgradeTaskEnds('a', static fn (): array => []);
        $error = Watch::thrown($wait, RefusedRequestException::class);
        self::assertStringContainsString('the callable in accessToken must return an access token', $error->getMessage());
        $wait = static fn () => self::upgrade()->waitUntilUpgradeTaskEnds('a', static fn () => throw new \LogicException('mine'));
        $this->expectExceptionMessage('mine');
        $wait();
    }

    public function testErrorsThatDoNotPass(): void
    {
        $upgrade = self::upgrade();
        $wait = static fn (string $id, string $token) => static fn () => $upgrade->waitUntilUpgradeTaskEnds($id, $token);
        Watch::thrown($wait('no-such-task', self::token()), NotFoundException::class);
        self::assertCount(1, self::$platform->requests());
        Watch::thrown($wait('a', 'no-such-token'), NotAuthenticatedException::class);
        ini_set('northbound.max_attempts', '1');
        self::$platform->fault(['kind' => 'emptyBody', 'status' => 503], 6);
        $error = Watch::thrown(
            static fn () => $upgrade->waitUntilUpgradeTaskEnds('a', self::token(), null, self::QUICK),
            ServerFaultException::class,
        );
        self::assertSame('1005', $error->error_code);
        self::assertCount(8, self::$platform->requests());
    }

    public function testAShareOfTheQuota(): void
    {
        ini_set('northbound.state', 'process');
        ini_set('northbound.quota_per_minute', '60000');
        $id = self::$platform->task(20, 100);
        $progress = self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), static fn () => false, self::QUICK);
        // Two calls, at a quarter of 1000 calls per second.
        self::assertSame([2, 0.008], [$progress->calls, $progress->nextDelay]);
    }

    public function testTheLogger(): void
    {
        $log = [];
        $client = self::client();
        $client->setLogger(new class ($log) {
            public function __construct(private array &$log)
            {
            }

            public function debug(string $message, array $context): void
            {
                $this->log[] = $context['operation'];
                if (count($this->log) === 3) {
                    throw new LengthException('the log is full');
                }
            }

            public function info(): void
            {
            }

            public function warning(): void
            {
            }

            public function error(): void
            {
            }
        });
        $id = self::$platform->task(20, 100);
        $told = 0;
        $callback = static function () use (&$told): void {
            ++$told;
        };
        Watch::thrown(
            static fn () => (new DeviceUpgrade($client))->waitUntilUpgradeTaskEnds($id, self::token(), $callback, self::QUICK),
            LengthException::class,
        );
        self::assertSame(['queryUpgradeTask', 'queryUpgradeSubTask', 'queryUpgradeTask'], $log);
        self::assertSame(1, $told);
    }

    /**
     * @dataProvider unusableOptions
     * @param array<array-key, mixed> $options
     */
    #[DataProvider('unusableOptions')]
    public function testUnusableOptions(array $options, string $message): void
    {
        $error = Watch::thrown(
            static fn () => self::upgrade()->waitUntilUpgradeTaskEnds('a', self::token(), null, $options),
            RefusedRequestException::class,
        );
        self::assertSame("waitUntilUpgradeTaskEnds: 1007 $message", $error->getMessage());
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{array<array-key, mixed>, string}> */
    public static function unusableOptions(): iterable
    {
        $known = 'the options are timeout, minDelay, maxDelay and pagesPerPoll';
        yield 'unknown' => [['timeOut' => 1], "unknown option \"timeOut\"; $known"];
        yield 'a list' => [[1], "unknown option \"0\"; $known"];
        $seconds = 'must be a number of seconds above 0, or null';
        yield 'text' => [['timeout' => '5'], "the option timeout $seconds, string given"];
        yield 'zero' => [['timeout' => 0], "the option timeout $seconds, 0 given"];
        yield 'negative' => [['minDelay' => -0.5], "the option minDelay $seconds, -0.5 given"];
        yield 'infinite' => [['maxDelay' => INF], "the option maxDelay $seconds, INF given"];
        yield 'no number' => [['maxDelay' => NAN], "the option maxDelay $seconds, NAN given"];
        yield 'an object' => [['maxDelay' => new LengthException()], "the option maxDelay $seconds, LengthException given"];
        yield 'no whole number' => [['pagesPerPoll' => 0.5], 'the option pagesPerPoll must be a whole number, at least 0, or null, 0.5 given'];
        yield 'fewer than none' => [['pagesPerPoll' => -1], 'the option pagesPerPoll must be a whole number, at least 0, or null, -1 given'];
        yield 'in disorder' => [['minDelay' => 3, 'maxDelay' => 2], 'minDelay must not be longer than maxDelay'];
        yield 'too short' => [['minDelay' => 0.0001], 'minDelay must be at least 1 ms, and maxDelay at most a day'];
        yield 'too long' => [['maxDelay' => 86_401], 'minDelay must be at least 1 ms, and maxDelay at most a day'];
    }

    public function testOneDelayMovesTheOther(): void
    {
        $id = self::$platform->task(20);
        $delay = static fn (array $options): float => self::upgrade()
            ->waitUntilUpgradeTaskEnds($id, self::token(), static fn () => false, $options)->nextDelay;
        self::assertSame(1.5, $delay(['maxDelay' => 1.5]));
        self::assertGreaterThanOrEqual(300, $delay(['minDelay' => 300]));
        self::assertGreaterThanOrEqual(5, $delay(['minDelay' => null, 'maxDelay' => null, 'timeout' => null]));
    }

    public function testArgumentsOfAWrongType(): void
    {
        $method = DeviceUpgrade::class . '::waitUntilUpgradeTaskEnds()';
        foreach ([
            'Argument #3 ($onProgress) must be a valid callback or null, string given' => ['a', 'b', 'no_such_function'],
            'Argument #4 ($options) must be of type array, null given' => ['a', 'b', null, null],
        ] as $message => $arguments) {
            $error = Watch::thrown(static fn () => self::upgrade()->waitUntilUpgradeTaskEnds(...$arguments), TypeError::class);
            self::assertSame("$method: $message", $error->getMessage());
        }
        foreach ([['', 'b', '1007'], [['x'], 'b', '1007'], ["\xFF", 'b', '1007'], ['a', '', '1009'], ['a', null, '1009']] as [$id, $token, $code]) {
            $error = Watch::thrown(static fn () => self::upgrade()->waitUntilUpgradeTaskEnds($id, $token));
            self::assertSame($code, $error->error_code);
            self::assertStringStartsWith('waitUntilUpgradeTaskEnds: ', $error->getMessage());
        }
        self::assertNothingReceived();
    }

    public function testTheSignature(): void
    {
        $method = new ReflectionMethod(DeviceUpgrade::class, 'waitUntilUpgradeTaskEnds');
        $params = [];
        foreach ($method->getParameters() as $param) {
            $default = $param->isDefaultValueAvailable() ? var_export($param->getDefaultValue(), true) : '';
            $params[] = trim("{$param->getType()} {$param->getName()} $default");
        }
        self::assertSame(['operationId', 'accessToken', '?callable onProgress NULL', "array options array (\n)"], $params);
        self::assertCount(1, $method->getParameters()[1]->getAttributes('SensitiveParameter'));
        self::assertFalse($method->hasReturnType());
    }

    public function testTheProgressObject(): void
    {
        $id = self::$platform->task(50, 600);
        $options = self::QUICK + ['pagesPerPoll' => 0];
        $polls = 0;
        $progress = self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), static function () use (&$polls): bool {
            return ++$polls < 2;
        }, $options);
        self::assertMatchesRegularExpression(
            "~^upgrade task $id: processing, \\d+\\.\\d % of 50 ended \\(\\d+ success, \\d+ fail, \\d+ stop, 0 timeout\\) after 0 s, 0\\.0/min$~",
            (string) $progress,
        );
        self::assertSame((string) $progress, $progress->text);
        self::assertSame(get_object_vars($progress), json_decode(json_encode($progress, JSON_PRESERVE_ZERO_FRACTION), true));
        self::assertEquals($progress, unserialize(serialize($progress)));
        self::assertEquals($progress, clone $progress);
        foreach (array_keys(get_object_vars($progress)) as $member) {
            self::assertTrue((new ReflectionProperty($progress, $member))->isReadOnly());
            $error = Watch::thrown(static fn () => $progress->$member = null, \Error::class);
            self::assertStringContainsString("readonly property North_PHP_SDK\\client\\UpgradeProgress::\$$member", $error->getMessage());
        }
        Watch::thrown(static fn () => $progress->other = 1, \Error::class);
    }

    public function testMemoryStaysFlat(): void
    {
        $id = self::$platform->task(90);
        $before = null;
        $polls = 0;
        self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), function () use (&$before, &$polls): bool {
            if (++$polls === 20) {
                $before = memory_get_usage();
            }
            return $polls < 100;
        }, self::QUICK);
        self::assertLessThan(4096, memory_get_usage() - $before);
    }

    /**
     * Waits, and moves the platform's clock while the waiter sleeps.
     *
     * @return array{UpgradeProgress, list<UpgradeProgress>} the end, and all progress reports to the callback
     */
    private function watched(string $id, array $options, ?callable $look = null): array
    {
        $all = [];
        $scale = 5 / ($options['minDelay'] ?? 5);
        $end = self::upgrade()->waitUntilUpgradeTaskEnds($id, self::token(), static function (UpgradeProgress $progress) use (&$all, $look, $scale): void {
            $all[] = $progress;
            $look === null || $look($progress);
            self::$platform->advance((int) ceil(($progress->nextDelay ?? 0) * $scale));
        }, $options);
        return [$end, $all];
    }

    /** @return list<SubOperationInfo|array> all rows of a task of one page */
    private static function rows(string $id): array
    {
        $query = new QueryUpgradeSubTaskInDTO();
        $query->pageNo = 0;
        $query->pageSize = 100;
        return self::upgrade()->queryUpgradeSubTask($query, $id, self::token())->data;
    }

    /**
     * @param list<UpgradeProgress> $all
     * @return list<SubOperationInfo>
     */
    private static function changed(array $all, string $status): array
    {
        $rows = array_merge(...array_map(static fn (UpgradeProgress $progress): array => $progress->changed, $all));
        return array_values(array_filter($rows, static fn (SubOperationInfo $row): bool => $row->status === $status));
    }
}
