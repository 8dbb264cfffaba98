<?php

/**
 * Common part of all clients. Each is a separate process: it reads a number of calls
 * from a line of its standard input, makes the calls, and prints their cost.
 */

declare(strict_types=1);

/** The address of the page of subtasks. */
function url(): string
{
    return sprintf(
        'https://127.0.0.1:%s/iodm/northbound/v1.5.0/operations/operation1/subOperations?pageNo=0&pageSize=%s',
        getenv('BENCH_PORT'),
        getenv('BENCH_ROWS'),
    );
}

/** @return array<int, mixed> the options that every client of the platform sets on a cURL handle */
function options(): array
{
    $certs = getenv('BENCH_CERTS');
    return [
        CURLOPT_URL => url(),
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CAINFO => "$certs/ca.pem",
        CURLOPT_SSLCERT => "$certs/client.pem",
        CURLOPT_SSLKEY => "$certs/client.key",
        CURLOPT_HTTPHEADER => headers(),
        CURLOPT_CONNECTTIMEOUT => 5,
        CURLOPT_TIMEOUT => 30,
    ];
}

/** @return list<string> */
function headers(): array
{
    return ['app_key: northbound-demo', 'Authorization: Bearer 0123456789abcdef0123456789abcdef'];
}

/** Returns the body of a cURL handle's response, with the checks that every client needs. */
function body(CurlHandle $handle): string
{
    $body = curl_exec($handle);
    if ($body === false || curl_getinfo($handle, CURLINFO_RESPONSE_CODE) !== 200) {
        throw new RuntimeException('cURL: ' . curl_error($handle));
    }
    return $body;
}

/** @param callable(): int $call makes one call, and returns the number of rows */
function serve(callable $call): void
{
    $cpu = static function (): int {
        $usage = getrusage();
        return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1_000_000
            + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
    };
    $expected = (int) getenv('BENCH_ROWS');
    while (($line = fgets(STDIN)) !== false) {
        $count = (int) $line;
        $cpuBefore = $cpu();
        $before = hrtime(true);
        for ($i = 0; $i < $count; $i++) {
            if ($call() !== $expected) {
                throw new RuntimeException("A response does not have $expected rows.");
            }
        }
        $nanoseconds = hrtime(true) - $before;
        preg_match('/^VmHWM:\s*(\d+) kB/m', (string) file_get_contents('/proc/self/status'), $peak);
        echo json_encode([
            'ms' => $nanoseconds / 1e6 / max(1, $count),
            'cpuMs' => ($cpu() - $cpuBefore) / 1e3 / max(1, $count),
            'peakKb' => (int) $peak[1],
        ]), "\n";
    }
}
