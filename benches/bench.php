<?php

/**
 * Measures the extension beside what people would write instead, in one run and
 * in turns: `make bench` runs it. Reports, and never fails on a number.
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

/** Clients, and how many calls one turn of each makes. */
const CLIENTS = ['northbound' => 200, 'curl' => 200, 'curl-objects' => 200, 'guzzle' => 150, 'curl-new' => 20];
const ROWS = [10, 100];
const TURNS = 25;

/** Those that are measured once more where processors are not their own. */
const CLIENTS_PLACED_OTHERWISE = ['northbound' => 200, 'curl' => 200];

/**
 * @param array<string, int> $turnsOf the clients, and how many calls one turn of each makes
 * @param list<string> $under what they run under
 * @return array<string, array<string, mixed>> what each client needs for a call
 */
function measure(Server $server, int $rows, array $turnsOf, array $under): array
{
    $clients = [];
    foreach ($turnsOf as $name => $calls) {
        $clients[$name] = Client::start($name, $server, $rows, $under);
        $first[$name] = $clients[$name]->calls(1);
        $clients[$name]->calls($calls);
    }
    $turns = array_fill_keys(array_keys($turnsOf), []);
    $floor = [];
    mt_srand(20261122);
    for ($turn = 0; $turn < TURNS; $turn++) {
        $order = array_keys($turnsOf);
        shuffle($order);
        foreach ($order as $name) {
            $turns[$name][] = $clients[$name]->calls($turnsOf[$name]);
        }
        if ($turn % 5 === 0) {
            $floor[] = fastest($server, $rows, $under);
        }
        progress(sprintf('%d rows: turn %d of %d', $rows, $turn + 1, TURNS));
    }
    array_walk($clients, static fn (Client $client) => $client->end());
    $results = [];
    foreach ($turns as $name => $figures) {
        $ms = array_column($figures, 'ms');
        $results[$name] = [
            'ms' => Series::median($ms),
            'spread' => Series::spread($ms),
            'cpuMs' => Series::median(array_column($figures, 'cpuMs')),
            'firstMs' => $first[$name]['ms'],
            'peakKb' => end($figures)['peakKb'],
        ];
    }
    $results['wrk'] = ['ms' => Series::median($floor), 'spread' => Series::spread($floor)];
    return $results;
}

/**
 * What no client can pass that sleeps until it is woken: one connection, and nothing
 * done with the answers. In ms.
 *
 * @param list<string> $under
 */
function fastest(Server $server, int $rows, array $under): float
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
    foreach ($placements as $where => [$its, $under]) {
        $results['placed'][$where][$rows] = measure($its, $rows, CLIENTS_PLACED_OTHERWISE, $under);
    }
}
$results['pages'] = Pages::measure($platform);
progress('');

is_dir($folder) || mkdir($folder, 0755, true);
file_put_contents("$folder/bench.json", json_encode($results, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR) . "\n");
file_put_contents("$folder/bench.svg", Report::plot($results));
echo Report::table($results), "\nwritten: $folder/bench.json, $folder/bench.svg\n";
