<?php

/**
 * Measures the extension and its alternatives in one run, in alternating rounds:
 * `make bench` runs it. It reports numbers, and never fails because of a number.
 *
 * usage: php bench.php PLATFORM EXTENSION FOLDER-OF-RESULTS
 */

declare(strict_types=1);

namespace Northbound\Bench;

error_reporting(-1);
set_error_handler(static function (int $severity, string $message, string $file, int $line): bool {
    if (error_reporting() & $severity) {
        throw new \ErrorException($message, 0, $severity, $file, $line);
    }
    return false;
});
foreach (['Series', 'Processors', 'Server', 'Client', 'Cost', 'Pages', 'Report'] as $class) {
    require __DIR__ . "/$class.php";
}

/** The clients, and the number of calls of each in one round. */
const CLIENTS = ['northbound' => 200, 'curl' => 200, 'curl-objects' => 200, 'guzzle' => 150, 'curl-new' => 20];
const ROWS = [10, 100];
const ROUNDS = 25;

/** The clients that are also measured without separate processors. */
const CLIENTS_PLACED_OTHERWISE = ['northbound' => 200, 'curl' => 200];

/**
 * @param array<string, int> $callsOf the clients, and the number of calls of each in one round
 * @param list<string> $under a program to run the clients under, with its options
 * @return array<string, array<string, mixed>> the cost of a call of each client
 */
function measure(Server $server, int $rows, array $callsOf, array $under): array
{
    $clients = [];
    foreach ($callsOf as $name => $calls) {
        $clients[$name] = Client::start($name, $server, $rows, $under);
        $first[$name] = $clients[$name]->calls(1);
        $clients[$name]->calls($calls);
    }
    $rounds = array_fill_keys(array_keys($callsOf), []);
    $lowerLimits = [];
    mt_srand(20261122);
    for ($round = 0; $round < ROUNDS; $round++) {
        $order = array_keys($callsOf);
        shuffle($order);
        foreach ($order as $name) {
            $rounds[$name][] = $clients[$name]->calls($callsOf[$name]);
        }
        if ($round % 5 === 0) {
            $lowerLimits[] = lowerLimit($server, $rows, $under);
        }
        progress(sprintf('%d rows: round %d of %d', $rows, $round + 1, ROUNDS));
    }
    array_walk($clients, static fn (Client $client) => $client->end());
    $results = [];
    foreach ($rounds as $name => $figures) {
        $ms = array_column($figures, 'ms');
        $results[$name] = [
            'ms' => Series::median($ms),
            'spread' => Series::spread($ms),
            'cpuMs' => Series::median(array_column($figures, 'cpuMs')),
            'firstMs' => $first[$name]['ms'],
            'peakKb' => end($figures)['peakKb'],
        ];
    }
    $results['wrk'] = ['ms' => Series::median($lowerLimits), 'spread' => Series::spread($lowerLimits)];
    return $results;
}

/**
 * The lower limit of the time per call for a client that waits for the socket: one
 * connection, and the responses are not decoded. In ms.
 *
 * @param list<string> $under
 */
function lowerLimit(Server $server, int $rows, array $under): float
{
    $url = "https://127.0.0.1:$server->openPort/iodm/northbound/v1.5.0/operations/o/subOperations?pageSize=$rows";
    $output = shell_exec(implode(' ', $under) . " wrk --threads 1 --connections 1 --duration 1s '$url'");
    if (preg_match('#^Requests/sec:\s*([\d.]+)#m', (string) $output, $found) !== 1 || str_contains($output, 'Non-2xx')) {
        throw new \RuntimeException("wrk: $output");
    }
    return 1000 / (float) $found[1];
}

function progress(string $text): void
{
    fprintf(STDERR, stream_isatty(STDERR) ? "\r\e[K%s" : "%s\n", $text);
}

[, $platform, $extension, $folder] = $argv + [null, null, null, null];
if ($folder === null) {
    fwrite(STDERR, "usage: php bench.php PLATFORM EXTENSION FOLDER-OF-RESULTS\n");
    exit(2);
}
putenv('NORTHBOUND_EXTENSION=' . realpath($extension));
$server = new Server($platform, Processors::ofServer());
register_shutdown_function($server->stop(...));
$scheduled = new Server($platform, []);
register_shutdown_function($scheduled->stop(...));
$placements = ['by the scheduler' => [$scheduled, []], 'on one processor' => [$server, Processors::ofServer()]];

$results = ['machine' => Report::machine(), 'calls' => [], 'loading' => Cost::ofLoading((string) realpath($extension))];
foreach (ROWS as $rows) {
    $calls = measure($server, $rows, CLIENTS, Processors::ofClients());
    foreach (array_keys(CLIENTS) as $name) {
        progress("$rows rows: counting the instructions of $name");
        $calls[$name]['instructions'] = Cost::instructionsPerCall($name, $server, $rows);
        $calls[$name]['allocations'] = Cost::allocationsPerCall($name, $server, $rows);
    }
    $results['calls'][$rows] = ['bytes' => $server->bytes($rows), 'clients' => $calls];
    foreach ($placements as $where => [$on, $under]) {
        $results['placed'][$where][$rows] = measure($on, $rows, CLIENTS_PLACED_OTHERWISE, $under);
    }
}
$results['pages'] = Pages::measure($platform);
progress('');

is_dir($folder) || mkdir($folder, 0755, true);
file_put_contents("$folder/bench.json", json_encode($results, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR) . "\n");
file_put_contents("$folder/bench.svg", Report::plot($results));
echo Report::table($results), "\nwritten: $folder/bench.json, $folder/bench.svg\n";
