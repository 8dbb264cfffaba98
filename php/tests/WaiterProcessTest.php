<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Running;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/**
 * Tests of waiting in separate processes: signals, forks, and ends of the script.
 *
 * If a wait must not sleep to its end, the sleep would take an hour, so the test fails on any machine.
 */
final class WaiterProcessTest extends PlatformTestCase
{
    /** @group pcntl */
    #[Group('pcntl')]
    public function testCtrlCEndsItAtOnce(): void
    {
        $php = $this->started('$wait();');
        $php->signal(SIGINT);
        self::assertSame(SIGINT, $php->endedBy());
    }

    /** @group pcntl */
    #[Group('pcntl')]
    public function testHandlersRunWhileItSleeps(): void
    {
        $php = $this->started(<<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () use ($upgrade, $id, $token) {
                echo 'handled ', $upgrade->queryUpgradeTask($id, $token)->staResult->total, "\n";
            });
            pcntl_signal(SIGALRM, static fn () => throw new LengthException('enough'));
            try {
                $wait();
            } catch (LengthException $e) {
                echo $e->getMessage(), "\n";
            }
            // The wait that the exception cancelled left no connection.
            echo $upgrade->queryUpgradeTask($id, $token)->staResult->total, "\n";
            PHP);
        for ($signal = 0; $signal < 3; ++$signal) {
            $php->signal(SIGUSR1);
            self::assertSame('handled 30', $php->line());
        }
        $php->signal(SIGALRM);
        self::assertSame(['enough', '30'], [$php->line(), $php->line()]);
        self::assertSame(['', 0], array_slice($php->end(), 1));
    }

    /** @group pcntl */
    #[Group('pcntl')]
    public function testAHandlerMayWaitItself(): void
    {
        $php = $this->started(<<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () use ($wait) {
                try {
                    $wait(null, ['timeout' => 0.1]);
                } catch (North_PHP_SDK\client\StillRunningException $e) {
                    echo "inner {$e->getProgress()->polls}\n";
                    throw new LengthException('enough');
                }
            });
            try {
                $wait();
            } catch (LengthException $e) {
                echo $e->getMessage(), "\n";
            }
            PHP);
        $php->signal(SIGUSR1);
        self::assertSame(['inner 2', 'enough'], [$php->line(), $php->line()]);
        self::assertSame(['', 0], array_slice($php->end(), 1));
    }

    /** @group pcntl */
    #[Group('pcntl')]
    public function testAHandlerThatForks(): void
    {
        $php = $this->started(<<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () use (&$child) {
                $child = pcntl_fork();
                if ($child > 0) {
                    pcntl_waitpid($child, $status);
                    echo 'child ', pcntl_wexitstatus($status), "\n";
                    throw new LengthException('enough');
                }
            });
            try {
                $wait();
            } catch (North_PHP_SDK\client\TransportException $e) {
                // The sleep belongs to the parent.
                exit($child === 0 && str_contains($e->getMessage(), 'forked') ? 42 : 1);
            } catch (LengthException $e) {
                echo $e->getMessage(), "\n";
            }
            PHP);
        $php->signal(SIGUSR1);
        self::assertSame(['child 42', 'enough'], [$php->line(), $php->line()]);
        self::assertSame(['', 0], array_slice($php->end(), 1));
    }

    /**
     * Both processes continue to wait, each with a separate connection.
     *
     * @group pcntl
     */
    #[Group('pcntl')]
    public function testACallbackThatForks(): void
    {
        $php = $this->runs(<<<'PHP'
            $role = 'parent';
            $child = null;
            $end = $wait(function ($progress) use (&$role, &$child) {
                if ($progress->polls === 2) {
                    $child = pcntl_fork();
                    $role = $child === 0 ? 'child' : 'parent';
                }
                return $progress->polls < 5;
            }, ['minDelay' => 0.001, 'maxDelay' => 0.001, 'pagesPerPoll' => 0]);
            if ($role === 'child') {
                exit($end->polls === 5 ? 42 : 1);
            }
            pcntl_waitpid($child, $status);
            $sums = $upgrade->queryUpgradeTask($id, $token)->staResult;
            echo json_encode([$end->polls, pcntl_wexitstatus($status), $sums->total]);
            PHP);
        self::assertSame([5, 42, 30], $php->json());
        $connections = array_map(static fn ($request): int => $request->connection, self::$platform->requests());
        self::assertCount(2, array_unique($connections));
        // The parent's connection: two polls before, three after, and the last call.
        self::assertSame(6, max(array_count_values($connections)));
    }

    public function testExitInACallback(): void
    {
        $php = $this->runs(<<<'PHP'
            register_shutdown_function(static function () use ($wait) {
                echo ' shut down at ', $wait(static fn () => false)->polls;
            });
            $wait(static function () { echo 'leaving'; exit(7); });
            echo 'not here';
            PHP);
        self::assertSame(['leaving shut down at 1', '', 7], [$php->output, $php->errors, $php->status]);
    }

    /** @dataProvider fatalErrors */
    #[DataProvider('fatalErrors')]
    public function testFatalErrorsInACallback(string $error, string $message): void
    {
        $php = $this->runs(<<<PHP
            register_shutdown_function(static function () use (\$upgrade, \$id, \$token) {
                echo 'shut down at ', \$upgrade->queryUpgradeTask(\$id, \$token)->staResult->total;
            });
            \$wait(static function (\$progress) {
                if (\$progress->polls === 3) {
                    $error
                }
            }, ['minDelay' => 0.001, 'maxDelay' => 0.001]);
            echo 'not here';
            PHP, ['memory_limit' => '16M']);
        self::assertSame(['shut down at 30', 255], [$php->output, $php->status]);
        self::assertStringContainsString($message, $php->errors);
    }

    /** @return iterable<string, array{string, string}> */
    public static function fatalErrors(): iterable
    {
        yield 'E_USER_ERROR' => ['trigger_error("on purpose", E_USER_ERROR);', 'on purpose'];
        yield 'no memory' => ['$text = str_repeat("x", 1 << 25);', 'Allowed memory size'];
        yield 'an exception that nobody catches' => ['throw new LengthException("on purpose");', 'on purpose'];
    }

    public function testTheTimeLimitOfPhp(): void
    {
        $php = $this->runs('set_time_limit(1); $wait(static function () { for (;;); });');
        self::assertSame(255, $php->status);
        self::assertStringContainsString('Maximum execution time', $php->errors);
    }

    /** Starts a program, and waits until it sleeps after its first poll. */
    private function started(string $code): Running
    {
        $arrived = self::$platform->stats()['requests'];
        $php = new Running([...Php::flags(self::$platform->ini()), '-r', $this->code() . $code], __DIR__);
        self::$platform->await($arrived + 1);
        return $php;
    }

    /** @param array<string, string|int> $ini */
    private function runs(string $code, array $ini = []): Php
    {
        return Php::run($this->code() . $code, $ini + self::$platform->ini());
    }

    private function code(): string
    {
        [$id, $token] = array_map(
            static fn (string $text): string => var_export($text, true),
            [self::$platform->task(30), self::token()],
        );
        return "\$id = $id; \$token = $token; \$upgrade = new North_PHP_SDK\\client\\invokeapi\\DeviceUpgrade();"
            . ' $wait = static fn (?callable $callback = null, array $options = []) =>'
            . ' $upgrade->waitUntilUpgradeTaskEnds($id, $token, $callback, $options + ["minDelay" => 3600]);' . "\n";
    }
}
