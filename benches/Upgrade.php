<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** Upgrades that are watched until they have ended. All ways watch the same upgrade at the same time. */
final class Upgrade implements Subject
{
    /** Simulated seconds per second. The delays between polls are as much shorter. */
    private const SPEED = 60;
    private const DEVICES = [10, 1_000, 10_000, 1_000_000];
    /** The ways, and the seconds between two polls of each; 0 for the waiter. The one with a second tells when the end was. */
    private const WAYS = [
        'waiter' => ['northbound: waitUntilUpgradeTaskEnds', 0],
        '5s' => ['a loop that polls every 5 s', 5],
        '60s' => ['a loop that polls every 60 s', 60],
        '1s' => ['a loop that polls every second', 1],
    ];

    public static function measure(Setup $setup): array
    {
        $platform = new Platform($setup->platform, self::SPEED);
        try {
            $results = ['speed' => self::SPEED];
            foreach (self::DEVICES as $devices) {
                Setup::progress("upgrade of $devices devices");
                $task = $platform->upgrade($devices);
                $running = array_map(static fn (array $way): array => $platform->start('watch', 'northbound', [
                    'BENCH_TASK' => $task,
                    'BENCH_EVERY' => (string) $way[1],
                    'BENCH_SPEED' => (string) self::SPEED,
                ]), self::WAYS);
                $ended = array_map(Platform::result(...), $running);
                foreach ($ended as $name => $figures) {
                    $late = ($figures['endedAt'] - min(array_column($ended, 'endedAt'))) * self::SPEED;
                    $results['devices'][$devices][$name] = ['calls' => $figures['calls'], 'seconds' => $figures['seconds'], 'lateBySeconds' => $late];
                }
            }
            return $results;
        } finally {
            $platform->stop();
        }
    }

    public static function tables(array $results): string
    {
        $lines = [];
        foreach ($results['devices'] as $devices => $ways) {
            foreach ($ways as $name => $figures) {
                $lines[] = [
                    number_format($devices),
                    self::WAYS[$name][0],
                    number_format($figures['calls']),
                    number_format($figures['seconds'] / 60, 1),
                    sprintf('%.0f', $figures['lateBySeconds']),
                ];
            }
        }
        $head = ['devices', '', 'calls', 'minutes until the end is known', 's after the first that knew it'];
        return "\nUpgrades watched until they have ended, simulated at {$results['speed']} times the speed\n\n" . Table::of($head, $lines);
    }

    public static function goals(array $results): array
    {
        // There is none: calls are traded for the time until the end is known.
        return [];
    }
}
