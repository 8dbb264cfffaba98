<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use Closure;
use Random\Randomizer;

/** The faults of `make chaos`: how each begins and ends, and how many tokens it may cost. */
final class ChaosFaults
{
    private const LOGIN = '/iocm/app/sec/v1.1.0/login';
    private const STOP = 19;
    private const CONTINUE = 18;

    public function __construct(
        private readonly Randomizer $random,
        private readonly Platform $platform,
        private readonly ChaosCrowd $crowd,
        private readonly Redis $redis,
        private readonly FakeClock $redisClock,
        private readonly FakeClock $hostClock,
    ) {
    }

    /** @return array<string, array{begin: Closure(): void, end?: Closure(): void, tokens: int}> */
    public function all(): array
    {
        $status = ['kind' => 'status', 'contentType' => 'application/json', 'headers' => ['Retry-After' => '1']];
        $refuses = fn (array $fault): Closure => fn () => $this->platform->fault($fault, 0);
        $loses = fn (array $fault): Closure => function () use ($fault): void {
            $this->platform->fault($fault, 0, self::LOGIN);
            $this->platform->dropTokens();
        };
        $recovers = fn () => $this->platform->clearFaults();
        // What hangs gets no response any more.
        $restarts = function (): void {
            $this->platform->clearFaults();
            $this->platform->closeConnections(false);
        };
        return [
            // The platform.
            'platform: 503' => ['begin' => $refuses(['status' => 503, 'body' => ''] + $status), 'end' => $recovers, 'tokens' => 0],
            'platform: reset' => ['begin' => $refuses(['kind' => 'reset']), 'end' => $recovers, 'tokens' => 0],
            'platform: hangs' => ['begin' => $refuses(['kind' => 'latency', 'ms' => 60_000]), 'end' => $restarts, 'tokens' => 0],
            'platform: slow' => ['begin' => $refuses(['kind' => 'latency', 'ms' => 700]), 'end' => $recovers, 'tokens' => 0],
            'platform: throttles' => [
                'begin' => $refuses(['status' => 403, 'body' => '{"resultcode":"1010009","resultmsg":"throttled"}'] + $status),
                'end' => $recovers,
                'tokens' => 0,
            ],
            'login: 503' => ['begin' => $loses(['status' => 503, 'body' => ''] + $status), 'end' => $recovers, 'tokens' => 1],
            'login: hangs' => ['begin' => $loses(['kind' => 'latency', 'ms' => 60_000]), 'end' => $restarts, 'tokens' => 1],
            'token lost' => ['begin' => fn () => $this->platform->dropTokens(), 'tokens' => 1],
            'platform: clock' => ['begin' => fn () => $this->platform->advance(4_000), 'tokens' => 1],
            'connections close' => ['begin' => fn () => $this->platform->closeConnections(false), 'tokens' => 0],

            // Redis and the clocks. A token that only files have is another one than that of Redis.
            'Redis: restarts' => ['begin' => fn () => $this->redis->stop(), 'end' => fn () => $this->redisClock->run($this->redis->start(...)), 'tokens' => 2],
            'Redis: hangs' => ['begin' => fn () => $this->redis->signal(self::STOP), 'end' => fn () => $this->redis->signal(self::CONTINUE), 'tokens' => 2],
            'Redis: clock' => ['begin' => fn () => $this->redisClock->set($this->offset()), 'tokens' => 1],
            // Put right at the end: the times of files are those of the true clock.
            'host: clock' => ['begin' => fn () => $this->hostClock->set($this->offset()), 'end' => fn () => $this->hostClock->set(0), 'tokens' => 2],

            // The processes. One may be in the middle of a login.
            'processes: stopped' => [
                'begin' => fn () => $this->crowd->signal($this->some(), self::STOP),
                'end' => fn () => $this->crowd->signal(range(0, ChaosCrowd::SIZE - 1), self::CONTINUE),
                'tokens' => 1,
            ],
            'processes: killed' => ['begin' => fn () => $this->crowd->replace($this->some()), 'tokens' => 1],
        ];
    }

    /** Seconds by which a clock is wrong: a little, or hours. */
    private function offset(): int
    {
        $longest = [30, 3_600, 86_400][$this->random->getInt(0, 2)];
        return $this->random->getInt(-$longest, $longest);
    }

    /** @return list<int> the numbers of some processes */
    private function some(): array
    {
        return $this->random->pickArrayKeys(range(0, ChaosCrowd::SIZE - 1), $this->random->getInt(1, ChaosCrowd::SIZE / 2));
    }
}
