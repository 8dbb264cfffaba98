<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Running;
use Northbound\Tests\Support\WebServer;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/**
 * Tests of signals that arrive while a call waits for the platform.
 *
 * If a call must not wait for its response, the response comes after a minute. If
 * a handler waits for it, the test fails on any machine, even a slow one.
 *
 * @group pcntl
 */
#[Group('pcntl')]
final class SignalTest extends PlatformTestCase
{
    private const NEVER = ['kind' => 'latency', 'ms' => 60_000];
    private const SOON = ['kind' => 'latency', 'ms' => 600];

    public function testCtrlCEndsABlockedCallAtOnce(): void
    {
        self::$platform->fault(self::NEVER);
        $php = $this->started('$count(); echo "answered";');
        $php->signal(SIGINT);
        self::assertSame(SIGINT, $php->endedBy());
    }

    public function testHandlersRunWhileACallWaits(): void
    {
        self::$platform->fault(self::NEVER);
        $php = $this->started(<<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () { echo "handled\n"; });
            pcntl_signal(SIGUSR2, static fn () => throw new LengthException('enough'));
            try {
                $count();
            } catch (LengthException $e) {
                echo get_class($e), ' ', $e->getMessage(), "\n";
            }
            // The call that the exception cancelled left no connection.
            echo $count(), "\n";
            PHP);
        for ($signal = 0; $signal < 3; ++$signal) {
            $php->signal(SIGUSR1);
            self::assertSame('handled', $php->line());
        }
        $php->signal(SIGUSR2);
        self::assertSame('LengthException enough', $php->line());
        self::assertSame('30', $php->line());
        [, $errors, $status] = $php->end();
        self::assertSame(['', 0], [$errors, $status]);
    }

    public function testTheCallGoesOnAfterAHandlerThatCallsTheSdkItself(): void
    {
        self::$platform->fault(self::SOON);
        $php = $this->started(<<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () use ($token) {
                $task = (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeSubTask(null, OTHER, $token);
                echo "inner $task->totalCount\n";
            });
            $outer = $count();
            echo "outer $outer\nnext {$count()}\n";
            PHP);
        $php->signal(SIGUSR1);
        [$output, $errors, $status] = $php->end();
        self::assertSame(["inner 7\nouter 30\nnext 30\n", '', 0], [$output, $errors, $status]);
    }

    public function testWithoutAsynchronousSignalsTheCallIsNotDisturbed(): void
    {
        self::$platform->fault(self::SOON);
        $php = $this->started(<<<'PHP'
            pcntl_signal(SIGUSR1, static function () { echo "handled\n"; });
            echo $count(), "\n";
            pcntl_signal_dispatch();
            PHP);
        $php->signal(SIGUSR1);
        self::assertSame(["30\nhandled\n", '', 0], $php->end());
    }

    public function testExitInAHandler(): void
    {
        self::$platform->fault(self::NEVER);
        $php = $this->started(<<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGTERM, static function () { echo "leaving\n"; exit(7); });
            register_shutdown_function(static function () use ($count) { echo 'shutting down ', $count(), "\n"; });
            $count();
            echo "answered\n";
            PHP);
        $php->signal(SIGTERM);
        self::assertSame(["leaving\nshutting down 30\n", '', 7], $php->end());
    }

    /** The parent's call continues normally; the child's call cannot. */
    public function testAForkInAHandler(): void
    {
        self::$platform->fault(self::SOON, 3);
        $php = $this->started(<<<'PHP'
            $children = [];
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () use (&$children, $count) {
                foreach (['exits', 'calls', 'goes on', 'dies'] as $role) {
                    $pid = pcntl_fork();
                    if ($pid > 0) {
                        $children[] = $pid;
                        continue;
                    }
                    $children = null;
                    match ($role) {
                        'exits' => exit(41),
                        'calls' => exit($count() + 12),
                        'goes on' => null,
                        'dies' => trigger_error('on purpose', E_USER_ERROR),
                    };
                    return;
                }
                // All of them have ended before the response arrives.
                foreach ($children as &$child) {
                    pcntl_waitpid($child, $status);
                    $child = pcntl_wexitstatus($status);
                }
            });
            try {
                $counted = $count();
            } catch (North_PHP_SDK\client\TransportException $e) {
                $said = $e->error_code === '1004' && str_contains($e->error_desc, 'forked');
                exit($said && $children === null && $count() === 30 ? 43 : 1);
            }
            echo json_encode([$counted, $children, $count()]);
            PHP, ['display_errors' => 0]);
        $php->signal(SIGUSR1);
        [$output, , $status] = $php->end();
        self::assertSame(['[30,[41,42,43,255],30]', 0], [$output, $status]);
        // Two for the children that call, and one for the parent, which kept its connection.
        $used = array_unique(array_map(static fn ($request) => $request->connection, self::$platform->requests()));
        self::assertCount(3, $used);
    }

    /**
     * After any end of a request in the middle of a call, the process serves the next request.
     *
     * @dataProvider ends
     */
    #[DataProvider('ends')]
    public function testARequestThatEndsInTheMiddleLeavesNothingBehind(string $end): void
    {
        $folder = new Folder();
        $script = '<?php ' . $this->code() . <<<'PHP'
            // A file descriptor that stays open shows a leaked connection.
            $state = static fn () => json_encode([getmypid(), count(glob('/proc/self/fd/*')), $count()]);
            if (isset($_GET['state'])) {
                $count();
                exit($state());
            }
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () { END });
            $count();
            echo 'answered';
            PHP;
        $script = $folder->file('index.php', str_replace('END', $end, $script));
        $server = new WebServer($script, self::$platform->ini() + ['display_errors' => 0]);
        $before = $server->get('/?state');
        self::$platform->fault(self::NEVER);
        $arrived = self::$platform->stats()['requests'];
        $answer = $server->begin('/');
        self::$platform->await($arrived + 1);
        $server->signal(SIGUSR1);
        self::assertStringNotContainsString('answered', (string) stream_get_contents($answer));
        self::assertSame($before, $server->get('/?state'));
    }

    /** @return iterable<string, array{string}> */
    public static function ends(): iterable
    {
        yield 'exit' => ['exit;'];
        yield 'exception' => ['throw new Exception("on purpose");'];
        yield 'fatal error of the user' => ['trigger_error("on purpose", E_USER_ERROR);'];
        yield 'no memory' => ['ini_set("memory_limit", "8M"); str_repeat("x", 16 << 20);'];
        yield 'in the middle of a second call' => ['try { $GLOBALS["count"](); } finally { trigger_error("on purpose", E_USER_ERROR); }'];
    }

    /**
     * The C library reads a file of aliases when it looks up a name. A pipe in its place shows the lookup at work.
     *
     * @group native
     */
    #[Group('native')]
    public function testNamesAreLookedUpByAThreadThatNoSignalReaches(): void
    {
        $folder = new Folder();
        $pipe = "$folder->path/aliases";
        exec('mkfifo ' . escapeshellarg($pipe), $output, $status);
        self::assertSame(0, $status);
        putenv("HOSTALIASES=$pipe");
        $flags = Php::flags(['northbound.platform_ip' => 'aliased', 'northbound.max_attempts' => 1] + self::$platform->ini());
        $php = new Running([...$flags, '-r', $this->code() . <<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static function () {
                $others = array_filter(glob('/proc/self/task/*'), static fn ($task) => (int) basename($task) !== getmypid());
                foreach ($others as $task) {
                    preg_match('/^SigBlk:\s*(\w+)/m', file_get_contents("$task/status"), $found);
                    echo $found[1], "\n";
                }
            });
            try { $count(); } catch (North_PHP_SDK\client\TransportException $e) { echo $e->error_code, "\n"; }
            PHP], __DIR__);
        putenv('HOSTALIASES');
        // Fails until the thread reads.
        for ($tries = 0; $tries < 6_000 && ($writer = @fopen($pipe, 'wn')) === false; ++$tries) {
            usleep(10_000);
        }
        self::assertIsResource($writer);
        $php->signal(SIGUSR1);
        // All signals except those that cannot be blocked: KILL, STOP and two of the C library.
        self::assertSame('fffffffe7ffbfeff', $php->line());
        fclose($writer);
        self::assertSame("fffffffe7ffbfeff\n1003\n", $php->end()[0]);
    }

    /** Starts a process, and waits until it is in the middle of its first call. */
    private function started(string $code, array $ini = []): Running
    {
        $arrived = self::$platform->stats()['requests'];
        $flags = Php::flags($ini + self::$platform->ini());
        $php = new Running([...$flags, '-r', $this->code() . $code], __DIR__);
        self::$platform->await($arrived + 1);
        return $php;
    }

    /** The common beginning of all programs here. */
    private function code(): string
    {
        [$id, $other, $token] = array_map(
            static fn (string $text): string => var_export($text, true),
            [self::$platform->task(30), self::$platform->task(7), self::token()],
        );
        return "const OTHER = $other; \$token = $token;"
            . " \$count = static fn () => queryUpgradeSubTask(null, $id, \$token)->totalCount;\n";
    }
}
