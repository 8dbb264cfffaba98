<?php

/*
 * What the long runs share: a platform that the default client calls.
 *
 * They are run by `make soak`, `make valgrind` and `make fuzz`, with the extension and NORTHBOUND_PLATFORM as for
 * the tests.
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\Authentication;
use Northbound\Tests\Support\Platform;

require __DIR__ . '/../bootstrap.php';

error_reporting(-1);

/** A new platform, which the settings name from now on. */
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
