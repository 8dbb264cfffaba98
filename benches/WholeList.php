<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** All subtasks of a running upgrade, read in several ways, at several distances of the platform. */
final class WholeList implements Subject
{
    private const DEVICES = 100_000;
    private const PER_PAGE = 100;
    private const IN_FLIGHT = 4;
    /** The latency of each response in ms, and the number of rounds. */
    private const ROUNDS_AT = [5 => 5, 50 => 3, 200 => 1];
    public const WAYS = [
        'loop' => 'northbound: loop over queryUpgradeSubTask',
        'paginator' => 'northbound: getSubTaskPaginator',
        'guzzle' => 'Guzzle: pool of four requests, json_decode: arrays',
    ];

    public static function measure(Setup $setup): array
    {
        $platform = new Platform($setup->platform, 10);
        try {
            $task = $platform->upgrade(self::DEVICES);
            $results = ['devices' => self::DEVICES, 'perPage' => self::PER_PAGE, 'inFlight' => self::IN_FLIGHT];
            foreach (self::ROUNDS_AT as $latency => $rounds) {
                $platform->respondAfter($latency);
                $run = static fn (string $way): array => self::read($platform, $way, $task, self::DEVICES);
                $figures = Series::interleave("whole list at $latency ms", array_keys(self::WAYS), $rounds, $run);
                $results['latency'][$latency] = array_map(Series::summary(...), $figures);
            }
            return $results;
        } finally {
            $platform->stop();
        }
    }

    /** @return array<string, float|int> */
    public static function read(Platform $platform, string $way, string $task, int $devices): array
    {
        $environment = ['BENCH_WAY' => $way, 'BENCH_TASK' => $task, 'BENCH_ROWS' => "$devices", 'BENCH_CONCURRENCY' => (string) self::IN_FLIGHT];
        return $platform->run('list', $way === 'guzzle' ? 'guzzle' : 'northbound', $environment);
    }

    /** The time that the pages take if nothing but the latency takes time. */
    private static function limit(array $results, int $latency): float
    {
        return ceil($results['devices'] / $results['perPage'] / $results['inFlight']) * $latency / 1000;
    }

    public static function tables(array $results): string
    {
        $text = sprintf("\nAll %s subtasks of a running upgrade, %d per page\n\n", number_format($results['devices']), $results['perPage']);
        $lines = [];
        foreach ($results['latency'] as $latency => $ways) {
            foreach ($ways as $way => $figures) {
                $lines[] = [
                    "$latency",
                    self::WAYS[$way],
                    sprintf('%.2f', $figures['seconds']),
                    Table::spread($figures['spread'], '%.2f'),
                    sprintf('%.4f', $figures['seconds'] / $ways['loop']['seconds']),
                    sprintf('%d', $figures['missing']),
                    sprintf('%d', $figures['twice']),
                    sprintf('%.1f', $figures['grownKb'] / 1024),
                ];
            }
            $limit = self::limit($results, $latency);
            $lines[] = ["$latency", "limit: pages ÷ {$results['inFlight']} × latency", sprintf('%.2f', $limit), '', sprintf('%.4f', $limit / $ways['loop']['seconds']), '', '', ''];
        }
        return $text . Table::of(['ms of latency', '', 's', 'quartiles', 'ratio', 'missing', 'twice', 'memory grown, MB'], $lines);
    }

    public static function goals(array $results): array
    {
        $goals = [];
        foreach ($results['latency'] as $latency => $ways) {
            $of = static fn (string $way): float => $ways['paginator']['seconds'] / $ways[$way]['seconds'];
            if ((int) $latency === 50) {
                $goals[] = Goal::atMost('Whole list at 50 ms: time ÷ that of the loop', 0.2525, $of('loop'));
            }
            $goals[] = Goal::atMost("Whole list at $latency ms: time ÷ that of Guzzle's pool", 1, $of('guzzle'));
        }
        return $goals;
    }
}
