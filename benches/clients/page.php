<?php

/**
 * One call: a page under PHP-FPM, or a program that runs once. The request or the
 * environment names the client and the number of rows.
 */

declare(strict_types=1);

$client = $_GET['client'] ?? getenv('BENCH_CLIENT');
$rows = (int) ($_GET['rows'] ?? getenv('BENCH_ROWS'));
$call = require __DIR__ . "/$client.php";
if ($call($rows) !== $rows) {
    throw new RuntimeException("The response does not have $rows rows.");
}
echo $rows, "\n";
