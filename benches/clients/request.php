<?php

/** The request that every client makes, and the checks that each needs. */

declare(strict_types=1);

/** The address of the page of subtasks. */
function url(int $rows): string
{
    return sprintf(
        'https://127.0.0.1:%s/iodm/northbound/v1.5.0/operations/operation1/subOperations?pageNo=0&pageSize=%d',
        getenv('BENCH_PORT'),
        $rows,
    );
}

/** @return array<string, string> */
function headers(): array
{
    return ['app_key' => 'northbound-demo', 'Authorization' => 'Bearer 0123456789abcdef0123456789abcdef'];
}

/** A cURL handle with the options that every client of the platform sets. */
function handle(int $rows): CurlHandle
{
    $certs = getenv('BENCH_CERTS');
    $handle = curl_init(url($rows));
    curl_setopt_array($handle, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CAINFO => "$certs/ca.pem",
        CURLOPT_SSLCERT => "$certs/client.pem",
        CURLOPT_SSLKEY => "$certs/client.key",
        CURLOPT_HTTPHEADER => array_map(static fn (string $name, string $value): string => "$name: $value", array_keys(headers()), headers()),
        CURLOPT_CONNECTTIMEOUT => 5,
        CURLOPT_TIMEOUT => 30,
    ]);
    return $handle;
}

/** Returns the body of a cURL handle's response as arrays. */
function page(CurlHandle $handle): array
{
    $body = curl_exec($handle);
    if ($body === false || curl_getinfo($handle, CURLINFO_RESPONSE_CODE) !== 200) {
        throw new RuntimeException('cURL: ' . curl_error($handle));
    }
    return json_decode($body, true, 512, JSON_THROW_ON_ERROR);
}
