<?php

/** Guzzle with one client for all calls, and json_decode() to arrays. */

declare(strict_types=1);

// Debian's Guzzle is older than its PHP.
error_reporting(E_ALL & ~E_DEPRECATED);
require_once 'GuzzleHttp/autoload.php';
require __DIR__ . '/request.php';

return static function (int $rows): int {
    static $client;
    $certs = getenv('BENCH_CERTS');
    $client ??= new GuzzleHttp\Client([
        'verify' => "$certs/ca.pem",
        'cert' => "$certs/client.pem",
        'ssl_key' => "$certs/client.key",
        'connect_timeout' => 5,
        'timeout' => 30,
    ]);
    $response = $client->request('GET', url($rows), ['headers' => headers()]);
    return count(json_decode((string) $response->getBody(), true, 512, JSON_THROW_ON_ERROR)['data']);
};
