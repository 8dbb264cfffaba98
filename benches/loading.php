<?php

/**
 * Measures the time in which PHP starts, runs nothing and ends, and the additional time
 * with the extension. Prints milliseconds, as JSON. It is a separate program, so that
 * all of it can run on one processor.
 *
 * usage: php loading.php EXTENSION
 */

declare(strict_types=1);

namespace Northbound\Bench;

foreach (['Series', 'Cost'] as $class) {
    require __DIR__ . "/$class.php";
}

const ROUNDS = 200;

/** @param list<string> $flags */
function start(array $flags): float
{
    $before = hrtime(true);
    Cost::php([PHP_BINARY, '-n', ...$flags, '-r', '']);
    return (hrtime(true) - $before) / 1e6;
}

$load = ['-d', "extension=$argv[1]"];
$alone = $differences = [];
for ($round = 0; $round < ROUNDS; $round++) {
    // Directly after one another, so that both have the same conditions.
    $alone[] = $ms = start([]);
    $differences[] = start($load) - $ms;
}
echo json_encode([
    'ms' => Series::median($differences),
    'spread' => Series::spread($differences),
    'msOfPhpAlone' => Series::median($alone),
]);
