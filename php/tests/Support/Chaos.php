<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use Random\Engine\Mt19937;
use Random\Randomizer;

/** The run of `make chaos`: faults at random, and what must hold after each. */
final class Chaos
{
    private const QUOTA = 1200;
    private const TIMEOUT_MS = 4_000;
    private const SECOND = 1_000_000_000;
    /** The time after a fault in which calls may still fail. */
    private const RECOVERY = 5 * self::SECOND;
    /** The time after that, in which all must succeed. */
    private const QUIET = 3 * self::SECOND;

    private readonly Randomizer $random;
    private readonly Folder $folder;
    private readonly Platform $platform;
    private readonly FakeClock $redisClock;
    private readonly FakeClock $hostClock;
    private readonly Redis $redis;

    /** @var list<string> what did not hold */
    private array $failures = [];

    public function __construct(int $seed)
    {
        $this->random = new Randomizer(new Mt19937($seed));
        $this->folder = new Folder();
        $this->platform = new Platform(['--quota', (string) self::QUOTA, '--record', '0']);
        $this->redisClock = new FakeClock($this->folder, 'redis-clock');
        $this->hostClock = new FakeClock($this->folder, 'host-clock');
        $this->redis = $this->redisClock->run(static fn (): Redis => new Redis());
    }

    /** @return list<string> what did not hold */
    public function run(int $seconds): array
    {
        $crowd = new ChaosCrowd($this->folder, $this->hostClock, $this->ini());
        $faults = new ChaosFaults($this->random, $this->platform, $crowd, $this->redis, $this->redisClock, $this->hostClock);
        $began = hrtime(true);
        $this->check($crowd, 'start', 1, $began);
        printf("%6s  %-42s %7s %7s %9s %7s\n", 's', 'fault', 'calls', 'failed', 'recovered', 'logins');
        while (hrtime(true) < $began + $seconds * self::SECOND) {
            $chosen = $this->choose($faults->all());
            printf("%6.0f  %-42s ", (hrtime(true) - $began) / self::SECOND, implode(' + ', array_keys($chosen)));
            foreach ($chosen as $fault) {
                $fault['begin']();
            }
            usleep($this->random->getInt(200, 6_000) * 1000);
            foreach ($chosen as $fault) {
                ($fault['end'] ?? static fn () => null)();
            }
            $this->check($crowd, implode(' + ', array_keys($chosen)), array_sum(array_column($chosen, 'tokens')), hrtime(true));
        }
        $crowd->end();
        $this->checkAFreshProcess();
        echo $this->failures === [] ? "all held\n" : implode("\n", ['FAILED:', ...$this->failures, '']);
        $this->platform->stop();
        return $this->failures;
    }

    /** @return array<string, string|int> */
    private function ini(): array
    {
        return $this->platform->ini() + [
            'northbound.managed_token' => 1,
            'northbound.quota_per_minute' => self::QUOTA,
            'northbound.timeout_ms' => self::TIMEOUT_MS,
            'northbound.state' => $this->redis->url(),
            'northbound.state_dir' => "{$this->folder->path}/state",
            'log_errors' => 1,
            'error_log' => "{$this->folder->path}/errors",
        ];
    }

    /**
     * One to three faults at the same time.
     *
     * @param array<string, array{begin: \Closure, end?: \Closure, tokens: int}> $faults
     * @return array<string, array{begin: \Closure, end?: \Closure, tokens: int}>
     */
    private function choose(array $faults): array
    {
        return array_intersect_key($faults, array_flip($this->random->pickArrayKeys($faults, $this->random->getInt(1, 3))));
    }

    /** Waits, and checks the calls since the last check. The fault ended at `$end`, and cost `$tokens` at most. */
    private function check(ChaosCrowd $crowd, string $fault, int $tokens, int $end): void
    {
        static $before = ['logins' => 0, 'refreshes' => 0, 'throttled' => 0];
        while (hrtime(true) < $end + self::RECOVERY + self::QUIET) {
            usleep(50_000);
        }
        $calls = $crowd->calls();
        $failed = array_filter(array_merge(...$calls), static fn (array $call): bool => $call[2] !== 'ok');
        $late = array_filter($failed, static fn (array $call): bool => $call[1] > $end + self::RECOVERY);
        foreach ($late as $call) {
            $this->failures[] = sprintf('%s: %.1f s after its end: %s', $fault, ($call[1] - $end) / self::SECOND, $call[2]);
        }
        foreach ($calls as $number => $own) {
            $last = array_column($own, 1) === [] ? 0 : max(array_column($own, 1));
            if ($last < $end + self::RECOVERY) {
                $this->failures[] = "$fault: the process $number is stuck";
            }
        }
        $stats = array_intersect_key($this->platform->stats(), $before);
        $logins = $stats['logins'] + $stats['refreshes'] - $before['logins'] - $before['refreshes'];
        if ($logins > $tokens) {
            $this->failures[] = "$fault: $logins logins for $tokens lost tokens";
        }
        if ($stats['throttled'] > $before['throttled']) {
            $this->failures[] = "$fault: the platform refused " . ($stats['throttled'] - $before['throttled']) . ' calls because of the quota';
        }
        $before = $stats;
        if ($fault !== 'start') {
            $last = $failed === [] ? 0 : max(0, max(array_column($failed, 1)) - $end) / self::SECOND;
            printf("%7d %7d %8.1fs %7d\n", array_sum(array_map('count', $calls)), count($failed), $last, $logins);
        }
    }

    /** Another process finds nothing that hinders it, with Redis and without. */
    private function checkAFreshProcess(): void
    {
        foreach (['with Redis' => false, 'without Redis' => true] as $case => $isWithout) {
            if ($isWithout) {
                $this->redis->stop();
            }
            $began = hrtime(true);
            $php = Php::run(<<<'PHP'
                try {
                    (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeTask('nowhere', null);
                } catch (North_PHP_SDK\client\NorthApiException $e) {
                    echo $e->error_code, ' ', $e->error_desc;
                }
                PHP, $this->ini());
            if (!str_starts_with($php->output, '123009') || hrtime(true) > $began + self::RECOVERY) {
                $this->failures[] = "a fresh process $case: $php->output $php->errors";
            }
        }
    }
}
