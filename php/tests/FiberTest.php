<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Fiber;
use LengthException;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Program;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\Group;
use TypeError;

/** Tests of calls in fibers; see docs/fibers.md. */
final class FiberTest extends PlatformTestCase
{
    public function testFibersTakeTurnsBetweenTheirCalls(): void
    {
        $ids = [self::$platform->task(3), self::$platform->task(5)];
        $order = [];
        $work = static function (string $id) use (&$order): int {
            $rows = 0;
            for ($page = 0; $page < 3; ++$page) {
                $query = ['pageNo' => $page, 'pageSize' => 2];
                $rows += count(self::upgrade()->queryUpgradeSubTask($query, $id, self::token())->data);
                $order[] = $id;
                Fiber::suspend();
            }
            return $rows;
        };
        self::assertSame([3, 5], self::inTurns(new Fiber($work), new Fiber($work), $ids));
        self::assertSame([...$ids, ...$ids, ...$ids], $order);
    }

    /** The logger suspends during a call, while other fibers begin and end their calls. */
    public function testALoggerMaySuspendTheFiber(): void
    {
        $ids = [self::$platform->task(3), self::$platform->task(5)];
        $work = static function (string $id): int {
            $client = self::client();
            $client->setLogger(new class {
                public function debug(string $message, array $context): void
                {
                    Fiber::suspend();
                }

                public function info(string $message, array $context): void
                {
                    Fiber::suspend();
                }

                public function warning(string $message, array $context): void
                {
                }

                public function error(string $message, array $context): void
                {
                }
            });
            $upgrade = new DeviceUpgrade($client);
            return $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount
                + $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount;
        };
        self::assertSame([6, 10], self::inTurns(new Fiber($work), new Fiber($work), $ids));
    }

    public function testOthersRunWhileACallWaits(): void
    {
        [$id, $other] = [self::$platform->task(3), self::$platform->task(5)];
        $call = static fn (string $id): int => self::patient()->queryUpgradeSubTask(null, $id, self::token())->totalCount;
        // A response that does not arrive during the test.
        self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
        $waiting = new Fiber($call);
        $waiting->start($id);
        while (self::$platform->requests() === []) {
            $waiting->resume();
        }
        $fiber = new Fiber($call);
        $fiber->start($other);
        while (!$fiber->isTerminated()) {
            $waiting->resume();
            $fiber->resume();
        }
        self::assertSame(5, $fiber->getReturn());
        self::assertSame(5, self::patient()->queryUpgradeSubTask(null, $other, self::token())->totalCount, 'no fiber');
        self::assertFalse($waiting->isTerminated());

        // Its call is cancelled with it, and the other calls continue.
        unset($waiting);
        self::assertSame(3, $call($id));
    }

    public function testAllKindsOfCallsTakeTurns(): void
    {
        $id = self::$platform->task(30, 86_400);
        $upgrade = self::patient();
        $turns = 0;
        $fiber = new Fiber(static function () use ($upgrade, $id): array {
            $end = $upgrade->waitUntilUpgradeTaskEnds($id, self::token());
            $many = $upgrade->queryUpgradeSubTasks(['a' => $id, 'b' => 'none'], self::token());
            $rows = iterator_to_array($upgrade->getSubTaskPaginator(['pageSize' => 7], $id, self::token()));
            return [$end->isEnded(), $many['a']->totalCount, $many['b']->error_code, count($rows)];
        });
        for ($fiber->start(); !$fiber->isTerminated(); $fiber->resume()) {
            ++$turns;
        }
        self::assertSame([true, 30, '123009', 30], $fiber->getReturn());
        self::assertGreaterThanOrEqual(7, $turns, 'at least one for each request');
    }

    public function testWhatTheHandlerThrowsComesOutOfTheCall(): void
    {
        $client = self::client();
        $client->setIdleHandler(static fn () => throw new LengthException('enough'));
        self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
        $fiber = new Fiber(static fn () => Watch::thrown(
            static fn () => (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::token()),
            LengthException::class,
        ));
        $fiber->start();
        self::assertSame('enough', $fiber->getReturn()->getMessage());

        // The call may have been cancelled before it was sent.
        self::$platform->clearFaults();
        $client->setIdleHandler(null);
        $id = self::$platform->task(2);
        self::assertSame(2, (new DeviceUpgrade($client))->queryUpgradeSubTask(null, $id, self::token())->totalCount);
    }

    /** As in the coroutines of Swoole, which are no fibers. */
    public function testTheHandlerRunsOutsideOfFibersIfItIsAsked(): void
    {
        $id = self::$platform->task(3);
        $calls = 0;
        $client = self::client();
        $upgrade = new DeviceUpgrade($client);
        $handler = static function () use (&$calls): void {
            ++$calls;
        };
        $client->setIdleHandler($handler, true);
        self::$platform->fault(['kind' => 'latency', 'ms' => 100]);
        self::assertSame(3, $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount);
        self::assertGreaterThan(0, $calls);
        self::assertCount(3, iterator_to_array($upgrade->getSubTaskPaginator(['pageSize' => 2], $id, self::token())));

        $calls = 0;
        foreach ([[$handler, false], [$handler], [null, true]] as $arguments) {
            $client->setIdleHandler(...$arguments);
            self::assertSame(3, $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount);
        }
        self::assertSame(0, $calls);
    }

    /** Another call of the same thread begins and ends while one waits, as when coroutines take turns. */
    public function testAHandlerOutsideOfFibersMayCallAnotherClient(): void
    {
        [$id, $other] = [self::$platform->task(3), self::$platform->task(5)];
        self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
        $nested = null;
        $client = self::client();
        $client->setIdleHandler(static function () use ($other, &$nested): void {
            if (self::$platform->requests() !== []) {
                $nested = self::upgrade()->queryUpgradeSubTask(null, $other, self::token())->totalCount;
                throw new LengthException('enough');
            }
        }, true);
        $error = Watch::thrown(
            static fn () => (new DeviceUpgrade($client))->queryUpgradeSubTask(null, $id, self::token()),
            LengthException::class,
        );
        self::assertSame(['enough', 5], [$error->getMessage(), $nested]);
    }

    public function testTheSecondArgumentIsABoolean(): void
    {
        $error = Watch::thrown(static fn () => self::client()->setIdleHandler(null, 'yes'), TypeError::class);
        self::assertStringContainsString('Argument #2 ($outsideOfFibers) must be of type bool, string given', $error->getMessage());
    }

    public function testOnlyWhatCanBeCalledIsAHandler(): void
    {
        foreach (['int' => 5, 'string' => 'no_such_function', 'array' => []] as $kind => $handler) {
            $error = Watch::thrown(static fn () => self::client()->setIdleHandler($handler));
            self::assertSame(
                ['1007', "setIdleHandler(): a callable, or null, is expected, $kind given"],
                [$error->error_code, $error->error_desc],
            );
        }
    }

    /**
     * With a real event loop: each upgrade is watched in a fiber of Revolt, while a timer ticks.
     *
     * @group revolt
     */
    #[Group('revolt')]
    public function testFibersOfRevoltTakeTurns(): void
    {
        $result = Php::run(sprintf(<<<'PHP'
            require '%s/Revolt/EventLoop/autoload.php';
            use North_PHP_SDK\client\DefaultNorthApiClient;
            use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
            use Revolt\EventLoop;

            DefaultNorthApiClient::getDefaultApiClient()->setIdleHandler(static function (): void {
                $suspension = EventLoop::getSuspension();
                EventLoop::delay(0.001, static fn () => $suspension->resume());
                $suspension->suspend();
            });
            $ticks = 0;
            $timer = EventLoop::repeat(0.001, static function () use (&$ticks): void { ++$ticks; });
            $ended = [];
            foreach (explode(',', getenv('TASKS')) as $id) {
                EventLoop::queue(static function () use ($id, &$ended, $timer): void {
                    $end = (new DeviceUpgrade())->waitUntilUpgradeTaskEnds($id, getenv('TOKEN'));
                    $rows = iterator_to_array((new DeviceUpgrade())->getSubTaskPaginator(['pageSize' => 5], $id, getenv('TOKEN')));
                    $ended[$id] = [$end->isEnded(), count($rows)];
                    count($ended) < 3 || EventLoop::cancel($timer);
                });
            }
            EventLoop::run();
            ksort($ended);
            echo json_encode([array_values($ended), $ticks > 0]);
            PHP, Program::PACKAGES), self::$platform->ini(), [
            'TOKEN' => self::token(),
            'TASKS' => implode(',', array_map(static fn (): string => self::$platform->task(30, 86_400), range(1, 3))),
        ]);
        self::assertSame([array_fill(0, 3, [true, 30]), true], $result->json());
    }

    public function testAScriptThatEndsWhileAFiberWaits(): void
    {
        $id = self::$platform->task(2);
        foreach (['', 'exit(0);', 'throw new LengthException();'] as $end) {
            self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
            $php = Php::run(<<<PHP
                use North_PHP_SDK\client\DefaultNorthApiClient;
                DefaultNorthApiClient::getDefaultApiClient()->setIdleHandler(Fiber::suspend(...));
                \$fiber = new Fiber(fn () => queryUpgradeSubTask(null, '$id', getenv('TOKEN')));
                \$fiber->start();
                for (\$turn = 0; \$turn < 100; ++\$turn) \$fiber->resume();
                echo 'waiting';
                $end
                PHP, self::$platform->ini(), ['TOKEN' => self::token()]);
            self::assertSame(['waiting', $end === '' || str_starts_with($end, 'exit') ? 0 : 255], [substr($php->output, 0, 7), $php->status]);
            self::$platform->clearFaults();
        }
    }

    /** Creates a service with a client that lets other fibers run while it waits. */
    private static function patient(): DeviceUpgrade
    {
        $client = self::client();
        $client->setIdleHandler(Fiber::suspend(...));
        return new DeviceUpgrade($client);
    }

    /**
     * @param array{string, string} $arguments
     * @return array{mixed, mixed}
     */
    private static function inTurns(Fiber $one, Fiber $other, array $arguments): array
    {
        $one->start($arguments[0]);
        $other->start($arguments[1]);
        while (!$one->isTerminated() || !$other->isTerminated()) {
            foreach ([$one, $other] as $fiber) {
                $fiber->isTerminated() || $fiber->resume();
            }
        }
        return [$one->getReturn(), $other->getReturn()];
    }
}
