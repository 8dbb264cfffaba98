<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use PHPUnit\Framework\Attributes\Group;
use PHPUnit\Framework\TestCase;

/**
 * Tests of processes that fork after a call: each continues with separate connections.
 *
 * @group pcntl
 */
#[Group('pcntl')]
final class ForkTest extends TestCase
{
    /** Each process queries a task of a different size, so that the response of another process would show. */
    private const PROLOGUE = <<<'PHP'
        [$token, $tasks] = json_decode(getenv('GIVEN'));
        $count = static fn (int $rows) => queryUpgradeSubTask(null, $tasks[$rows], $token)->totalCount;
        // The platform sees the process in the path of a refused call.
        $sign = static function (string $name) use ($token) {
            try { queryUpgradeSubTask(null, "signed-$name", $token); } catch (North_PHP_SDK\client\NotFoundException) { }
        };
        $fork = static function (callable $child): int {
            $pid = pcntl_fork();
            if ($pid === 0) {
                exit($child() ? 42 : 1);
            }
            return $pid;
        };
        $join = static function (array $pids): array {
            return array_map(static function (int $pid): int {
                pcntl_waitpid($pid, $status);
                return pcntl_wifexited($status) ? pcntl_wexitstatus($status) : -pcntl_wtermsig($status);
            }, $pids);
        };

        PHP;

    private Platform $platform;

    protected function setUp(): void
    {
        $this->platform = new Platform(['--record', '10000']);
    }

    protected function tearDown(): void
    {
        $this->platform->stop();
    }

    public function testParentAndChildrenCallAtOnceAgainAndAgain(): void
    {
        $php = $this->runs(<<<'PHP'
            $sign('parent');
            $statuses = [];
            for ($round = 0; $round < 5; ++$round) {
                $children = [];
                for ($child = 1; $child <= 4; ++$child) {
                    $children[] = $fork(static function () use ($sign, $count, $round, $child) {
                        $right = 0;
                        for ($call = 0; $call < 20; ++$call) {
                            $right += $count($child) === $child ? 1 : 0;
                        }
                        $sign("$round.$child");
                        return $right === 20;
                    });
                }
                for ($call = 0; $call < 20; ++$call) {
                    $own[$count(5)] = true;
                }
                array_push($statuses, ...$join($children));
            }
            $sign('parent');
            echo json_encode([array_keys($own), array_count_values($statuses)]);
            PHP);
        self::assertSame([[5], [42 => 20]], $php->json());
        // The parent kept its connection, and each child had one.
        self::assertCount(21, $this->connections());
    }

    public function testChildrenOfChildren(): void
    {
        $php = $this->runs(<<<'PHP'
            $grow = static function (int $depth) use (&$grow, $fork, $join, $sign, $count): bool {
                $right = $count($depth) === $depth;
                $sign((string) getmypid());
                if ($depth < 4) {
                    $right = $join([$fork(fn () => $grow($depth + 1)), $fork(fn () => $grow($depth + 1))]) === [42, 42] && $right;
                }
                $sign((string) getmypid());
                return $count($depth) === $depth && $right;
            };
            echo json_encode($grow(1));
            PHP);
        self::assertTrue($php->json());
        self::assertCount(15, $this->connections());
    }

    /** The end of a child without calls must not affect its parent's connection. */
    public function testChildrenThatDoNotCall(): void
    {
        $php = $this->runs(<<<'PHP'
            $sign('parent');
            $statuses = [];
            foreach (['return true;', 'exit(42);', 'undefined();', 'throw new Exception("on purpose");'] as $end) {
                $statuses[] = $join([$fork(static fn () => eval($end))])[0];
                $sign('parent');
            }
            echo json_encode($statuses);
            PHP, ['display_errors' => 0]);
        self::assertSame([42, 42, 255, 255], $php->json());
        self::assertCount(1, $this->connections());
    }

    /** The parent ends first: its connections and its end must not affect its child. */
    public function testAChildThatOutlivesItsParent(): void
    {
        $php = $this->runs(<<<'PHP'
            $sign('parent');
            [$end, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            if (pcntl_fork() > 0) {
                exit;
            }
            // Readable when the parent has ended, which closes its end.
            fclose($other);
            fread($end, 1);
            $sign('child');
            echo json_encode($count(3));
            PHP);
        self::assertSame(3, $php->json());
        self::assertCount(2, $this->connections());
    }

    private function runs(string $code, array $ini = []): Php
    {
        $token = Php::run(
            'echo json_encode((new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken);',
            $this->platform->ini(),
        )->json();
        $tasks = [];
        for ($rows = 0; $rows <= 5; ++$rows) {
            $tasks[] = $this->platform->task(max($rows, 1));
        }
        $this->platform->clearRequests();
        $given = ['GIVEN' => json_encode([$token, $tasks], JSON_THROW_ON_ERROR)];
        return Php::run(self::PROLOGUE . $code, $ini + $this->platform->ini(), $given);
    }

    /**
     * Returns the used connections; asserts that one process used each of them.
     *
     * @return array<int, string> who signed on each
     */
    private function connections(): array
    {
        $by = [];
        foreach ($this->platform->requests() as $request) {
            $by[$request->connection] ??= [];
            if (preg_match('#/signed-([^/]+)/#', $request->target, $found) === 1) {
                $by[$request->connection][$found[1]] = true;
            }
        }
        foreach ($by as $names) {
            self::assertCount(1, $names, 'processes on a connection');
        }
        $names = array_map(static fn (array $names): string => (string) array_key_first($names), $by);
        self::assertCount(count($names), array_unique($names), 'connections of a process');
        return $names;
    }
}
