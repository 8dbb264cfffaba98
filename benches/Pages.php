<?php

declare(strict_types=1);

namespace Northbound\Bench;

/**
 * Pages under PHP-FPM behind nginx that make one call each. The load generator has as
 * many connections as FPM has workers.
 */
final class Pages implements Subject
{
    private const ROUNDS = 9;
    private const SECONDS = 2;
    public const CLIENTS = ['empty', 'northbound', 'curl-new', 'guzzle', 'curl-share'];

    public static function measure(Setup $setup): array
    {
        $clients = array_values(array_filter(self::CLIENTS, static fn (string $name): bool => $name !== 'curl-share' || Client::canShare()));
        $results = [];
        foreach ([1, 2] as $perProcessor) {
            $workers = $perProcessor * Processors::count();
            $fpm = new Fpm($setup->scheduledServer(), $workers, $clients);
            try {
                foreach (Loop::ROWS as $rows) {
                    $results['workers'][$workers][$rows] = self::measureOne($fpm, $workers, $rows, $clients);
                }
            } finally {
                $fpm->stop();
            }
        }
        return $results;
    }

    /**
     * @param list<string> $clients
     * @return array<string, array<string, mixed>>
     */
    private static function measureOne(Fpm $fpm, int $workers, int $rows, array $clients): array
    {
        foreach ($clients as $client) {
            // Compiles the scripts and opens the connections that outlive a page.
            Wrk::run($fpm->url($client, $rows), $workers, 1);
        }
        $run = static function (string $client) use ($fpm, $workers, $rows): array {
            $before = $fpm->cpuMs();
            $figures = Wrk::run($fpm->url($client, $rows), $workers, self::SECONDS);
            return $figures + ['cpuMs' => ($fpm->cpuMs() - $before) / ($figures['perSecond'] * self::SECONDS)];
        };
        $figures = Series::interleave("pages of $workers workers, $rows rows", $clients, self::ROUNDS, $run);
        return array_map(Series::summary(...), $figures);
    }

    public static function tables(array $results): string
    {
        $text = '';
        foreach ($results['workers'] as $workers => $rowsOf) {
            foreach ($rowsOf as $rows => $clients) {
                $lines = [];
                foreach ($clients as $name => $client) {
                    $lines[] = [
                        $name === 'empty' ? 'a page without a call' : Client::NAMES[$name],
                        sprintf('%.0f', $client['perSecond']),
                        Table::spread($client['spread'], '%.0f'),
                        sprintf('%.2f', $client['perSecond'] / $clients['curl-new']['perSecond']),
                        sprintf('%.2f', $client['msOfHalf']),
                        sprintf('%.2f', $client['msOf99']),
                        sprintf('%.3f', $client['cpuMs'] - $clients['empty']['cpuMs']),
                    ];
                }
                $text .= "\nPHP-FPM with $workers workers, $rows rows per page\n\n" . Table::of(
                    ['', 'pages/s', 'quartiles', 'ratio', '50 % within ms', '99 % within ms', 'CPU ms of the worker, more than without a call'],
                    $lines,
                );
            }
        }
        return $text;
    }

    public static function goals(array $results): array
    {
        $goals = [];
        foreach ([10 => [13, 1.2], 100 => [12, 1.3]] as $rows => [$overNew, $overShare]) {
            foreach ($results['workers'] as $workers => $rowsOf) {
                $clients = $rowsOf[$rows];
                $ratio = static fn (string $name): ?float => isset($clients[$name]) ? $clients['northbound']['perSecond'] / $clients[$name]['perSecond'] : null;
                $added = static fn (string $name): float => $clients[$name]['cpuMs'] - $clients['empty']['cpuMs'];
                $what = "Pages, $rows rows, $workers workers";
                $goals[] = Goal::atLeast("$what: pages/s ÷ those of a new cURL handle", $overNew, $ratio('curl-new'));
                $goals[] = Goal::atMost("$what: added CPU time ÷ that of a new cURL handle", 0.04, $added('northbound') / $added('curl-new'));
                $goals[] = Goal::atLeast("$what: pages/s ÷ those of a persistent cURL share handle (PHP 8.5)", $overShare, $ratio('curl-share'));
            }
        }
        return $goals;
    }
}
