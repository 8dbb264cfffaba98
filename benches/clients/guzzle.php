<?php

/** Guzzle with one client for all calls, and json_decode() to arrays. */

declare(strict_types=1);

// Debian's Guzzle is older than its PHP.
error_reporting(E_ALL & ~E_DEPRECATED);
require 'GuzzleHttp/autoload.php';
require __DIR__ . '/serve.php';

$certs = getenv('BENCH_CERTS');
$client = new GuzzleHttp\Client([
    'verify' => "$certs/ca.pem",
    'cert' => "$certs/client.pem",
    'ssl_key' => "$certs/client.key",
    'connect_timeout' => 5,
    'timeout' => 30,
]);
$headers = [];
foreach (headers() as $line) {
    [$name, $value] = explode(': ', $line, 2);
    $headers[$name] = $value;
}

serve(static function () use ($client, $headers): int {
    $response = $client->request('GET', url(), ['headers' => $headers]);
    $page = json_decode((string) $response->getBody(), true, 512, JSON_THROW_ON_ERROR);
    return count($page['data']);
});
