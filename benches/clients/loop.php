<?php

/**
 * Calls in a loop. Reads a number of calls from a line of its standard input, makes the
 * calls, and prints their cost.
 */

declare(strict_types=1);

$call = require __DIR__ . '/' . getenv('BENCH_CLIENT') . '.php';
$rows = (int) getenv('BENCH_ROWS');
$cpu = static function (): int {
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1_000_000
        + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
};
/** Resident memory in kB, exact: /proc/self/status may be wrong by half a megabyte. */
$resident = static function (): int {
    preg_match('/^Rss:\s*(\d+)/m', (string) file_get_contents('/proc/self/smaps_rollup'), $found);
    return (int) $found[1];
};
while (($line = fgets(STDIN)) !== false) {
    $count = (int) $line;
    $cpuBefore = $cpu();
    $before = hrtime(true);
    for ($i = 0; $i < $count; $i++) {
        if ($call($rows) !== $rows) {
            throw new RuntimeException("A response does not have $rows rows.");
        }
    }
    $nanoseconds = hrtime(true) - $before;
    preg_match('/^VmHWM:\s*(\d+) kB/m', (string) file_get_contents('/proc/self/status'), $peak);
    echo json_encode([
        'ms' => $nanoseconds / 1e6 / max(1, $count),
        'cpuMs' => ($cpu() - $cpuBefore) / 1e3 / max(1, $count),
        'peakKb' => (int) $peak[1],
        'rssKb' => $resident(),
    ]), "\n";
}
