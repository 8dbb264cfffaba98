<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** Measures reading all subtasks of a running upgrade with a paginator and with a loop of single calls. */
final class Pages
{
    public const DEVICES = 100_000;
    /** Latency of each response, as of a distant platform. */
    public const LATENCY_MS = 50;

    /** @return array<string, mixed> */
    public static function measure(string $platform, int $devices = self::DEVICES, int $latency = self::LATENCY_MS): array
    {
        $folder = sys_get_temp_dir() . '/northbound-bench-pages-' . getmypid();
        $process = proc_open(
            // The upgrade runs during the whole measurement: it takes most of an hour.
            [$platform, '--listen', '127.0.0.1:0', '--certs', $folder, '--until-stdin-closes', '--quota', '0', '--record', '0', '--speed', '10', '--expires-in', '1000000'],
            [['pipe', 'r'], ['pipe', 'w']],
            $pipes,
        );
        if (preg_match('#platform=https://127\.0\.0\.1:(\d+) control=(\S+)#', (string) fgets($pipes[1]), $found) !== 1) {
            throw new RuntimeException('The local platform did not start.');
        }
        [, $port, $control] = $found;
        try {
            $task = self::post("$control/tasks", ['devices' => $devices])['operationId'];
            self::post("$control/faults", ['fault' => ['kind' => 'latency', 'ms' => $latency], 'times' => 0, 'match' => ['method' => 'GET']]);
            $flags = ['extension' => getenv('NORTHBOUND_EXTENSION'), 'northbound.platform_ip' => '127.0.0.1', 'northbound.platform_port' => $port,
                'northbound.app_id' => 'northbound-demo', 'northbound.secret' => 'demo-secret', 'northbound.ca_file' => "$folder/ca.pem"];
            $results = ['devices' => $devices, 'latencyMs' => $latency];
            foreach (['loop', 'paginator'] as $way) {
                progress("all pages: $way over $devices subtasks");
                $results[$way] = self::run($way, $flags, ['BENCH_WAY' => $way, 'BENCH_TASK' => $task, 'BENCH_ROWS' => "$devices"]);
            }
            $results['ratio'] = $results['paginator']['seconds'] / $results['loop']['seconds'];
            return $results;
        } finally {
            fclose($pipes[0]);
            proc_close($process);
            array_map(unlink(...), glob("$folder/*") ?: []);
            rmdir($folder);
        }
    }

    private static function run(string $way, array $flags, array $environment): array
    {
        $command = [PHP_BINARY, '-n'];
        foreach ($flags as $name => $value) {
            array_push($command, '-d', "$name=$value");
        }
        $process = proc_open([...$command, __DIR__ . '/clients/pages.php'], [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes, null, $environment + getenv());
        $output = (string) stream_get_contents($pipes[1]);
        if (proc_close($process) !== 0) {
            throw new RuntimeException("The $way over all pages failed: $output");
        }
        return json_decode($output, true, 512, JSON_THROW_ON_ERROR);
    }

    private static function post(string $url, array $body): array
    {
        $context = stream_context_create(['http' => ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => json_encode($body, JSON_THROW_ON_ERROR)]]);
        return json_decode((string) file_get_contents($url, false, $context), true, 512, JSON_THROW_ON_ERROR);
    }
}
