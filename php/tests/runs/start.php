<?php

/*
 * Common start of the long runs: a platform that the default client calls.
 *
 * `make soak`, `make valgrind` and `make fuzz` run them, with the extension and NORTHBOUND_PLATFORM as for the
 * tests.
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\Authentication;
use Northbound\Tests\Support\Platform;

require __DIR__ . '/../bootstrap.php';

error_reporting(-1);

/** Starts a new platform, and sets its address in the settings. */
function platform(): Platform
{
    $platform = new Platform(['--record', '0']);
    foreach ($platform->ini() as $name => $value) {
        ini_set($name, (string) $value);
    }
    return $platform;
}

function token(): string
{
    return (new Authentication())->getAuthToken()->accessToken;
}
