<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** Costs that do not depend on the load of the machine: instructions, allocations, memory. */
final class Cost
{
    /** Number of calls of the first run; the second run makes six times as many, and the difference is measured. */
    private const CALLS = ['curl-new' => 4];
    private const CALLS_OF_OTHERS = 20;

    /** Instructions of the PHP process for one call, including TLS, by callgrind. */
    public static function instructionsPerCall(string $client, Server $server, int $rows): int
    {
        return (int) self::perCall($client, static fn (int $calls): int => self::instructions(
            static fn (array $under): null => self::run($client, $server, $rows, $under, $calls),
        ));
    }

    /** Allocations of the process outside PHP's heap for one call, by memcheck. */
    public static function allocationsPerCall(string $client, Server $server, int $rows): float
    {
        $log = tempnam(sys_get_temp_dir(), 'northbound-bench');
        $under = ['valgrind', '--leak-check=no', "--log-file=$log"];
        $count = static function (int $calls) use ($client, $server, $rows, $under, $log): int {
            self::run($client, $server, $rows, $under, $calls);
            preg_match('/total heap usage: ([\d,]+) allocs/', (string) file_get_contents($log), $found);
            return (int) str_replace(',', '', $found[1] ?? '');
        };
        $perCall = self::perCall($client, $count);
        unlink($log);
        return round($perCall, 1);
    }

    /** @param callable(int): int $count returns the cost of this many calls, including startup */
    private static function perCall(string $client, callable $count): float
    {
        $few = self::CALLS[$client] ?? self::CALLS_OF_OTHERS;
        return ($count(6 * $few) - $count($few)) / (5 * $few);
    }

    /**
     * The cost that loading the extension adds to `php -n`.
     *
     * @return array<string, float|int>
     */
    public static function ofLoading(string $extension): array
    {
        $load = ['-d', "extension=$extension"];
        $instructions = static fn (array $flags): int => self::instructions(
            static fn (array $under): null => self::php([...$under, PHP_BINARY, '-n', ...$flags, '-r', '']),
        );
        $bare = $instructions([]);
        return [
            'instructions' => $instructions($load) - $bare,
            'instructionsOfPhpAlone' => $bare,
            'rssKb' => self::rss($load) - self::rss([]),
            'libraryBytes' => (int) filesize($extension),
        ] + self::timeOfLoading($extension);
    }

    /**
     * The time in which PHP starts, runs nothing and ends, and the additional time with
     * the extension.
     *
     * @return array<string, mixed>
     */
    private static function timeOfLoading(string $extension): array
    {
        $start = static function (array $flags): float {
            $before = hrtime(true);
            self::php([...Processors::ofClients(), PHP_BINARY, '-n', ...$flags, '-r', '']);
            return (hrtime(true) - $before) / 1e6;
        };
        $alone = $differences = [];
        for ($round = 0; $round < 100; $round++) {
            // Directly after one another, so that both have the same conditions.
            $alone[] = $ms = $start([]);
            $differences[] = $start(['-d', "extension=$extension"]) - $ms;
        }
        return [
            'ms' => Series::median($differences),
            'spread' => Series::spread($differences),
            'msOfPhpAlone' => Series::median($alone),
        ];
    }

    /** Resident memory in kB, exact: /proc/self/status may be wrong by half a megabyte. */
    private static function rss(array $flags): int
    {
        $code = 'preg_match("/^Rss:\s*(\d+)/m", file_get_contents("/proc/self/smaps_rollup"), $m); echo $m[1];';
        $all = [];
        for ($round = 0; $round < 7; $round++) {
            $pipe = popen(implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, '-n', ...$flags, '-r', $code])), 'r');
            $all[] = (int) stream_get_contents($pipe);
            pclose($pipe);
        }
        return (int) Series::median($all);
    }

    /** @param callable(list<string>): null $run runs a command under another program */
    public static function instructions(callable $run): int
    {
        $output = tempnam(sys_get_temp_dir(), 'northbound-bench');
        $run(['valgrind', '-q', '--tool=callgrind', "--callgrind-out-file=$output"]);
        preg_match('/^(?:summary|totals): (\d+)/m', (string) file_get_contents($output), $found);
        unlink($output);
        return (int) ($found[1] ?? throw new RuntimeException('callgrind counted nothing'));
    }

    private static function run(string $client, Server $server, int $rows, array $under, int $calls): null
    {
        $process = new Client($client, $server, $rows, $under);
        $process->calls($calls);
        $process->end();
        return null;
    }

    /**
     * @param list<string> $command a command whose output is discarded
     * @param array<string, string> $environment
     */
    public static function php(array $command, array $environment = []): null
    {
        $nothing = [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']];
        $process = proc_open($command, $nothing, $pipes, null, $environment + getenv());
        if (proc_close($process) !== 0) {
            throw new RuntimeException(implode(' ', $command) . ' failed');
        }
        return null;
    }
}
