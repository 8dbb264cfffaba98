<?php

/*
 * Checks random documents and random arguments. The seed determines the run. On a failure, the run prints the seed and
 * the number of the case, and "fuzz.php SEED SECONDS CASE" repeats it.
 *
 * usage: fuzz.php [SEED] [SECONDS] [CASE]
 */

declare(strict_types=1);

use Northbound\Tests\Support\Fuzz;

require __DIR__ . '/start.php';

$seed = (int) ($argv[1] ?? 1);
$seconds = (float) ($argv[2] ?? 60);
$only = isset($argv[3]) ? (int) $argv[3] : null;

ini_set('northbound.max_attempts', '1');
$platform = platform();
$fuzz = new Fuzz($platform);
$end = microtime(true) + $seconds;
for ($case = $only ?? 0; $only === null ? microtime(true) < $end : $case === $only; ++$case) {
    try {
        $fuzz->run($seed, $case);
    } catch (Throwable $problem) {
        fwrite(STDERR, "seed $seed, case $case: $problem\n");
        exit(1);
    }
}
$platform->stop();
echo "seed $seed: $case cases in $seconds s, ", json_encode($fuzz->seen), "\n";
