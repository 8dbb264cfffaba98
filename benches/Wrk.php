<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** The load generator. */
final class Wrk
{
    /**
     * @param list<string> $under a program to run it under, with its options
     * @return array{perSecond: float, msOfHalf: float, msOf99: float}
     */
    public static function run(string $url, int $connections, int $seconds, array $under = []): array
    {
        $command = [...$under, 'wrk', '--threads', '1', '--connections', "$connections", '--latency', '--duration', "{$seconds}s", $url];
        $output = (string) shell_exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1');
        $find = static function (string $pattern) use ($output): array {
            if (preg_match($pattern, $output, $found) !== 1 || preg_match('/Non-2xx|Socket errors/', $output) === 1) {
                throw new RuntimeException("wrk: $output");
            }
            return $found;
        };
        $ms = static fn (array $found): float => (float) $found[1] * ['us' => 0.001, 'ms' => 1, 's' => 1000][$found[2]];
        return [
            'perSecond' => (float) $find('#^Requests/sec:\s*([\d.]+)#m')[1],
            'msOfHalf' => $ms($find('/^\s+50%\s+([\d.]+)(us|ms|s)/m')),
            'msOf99' => $ms($find('/^\s+99%\s+([\d.]+)(us|ms|s)/m')),
        ];
    }
}
