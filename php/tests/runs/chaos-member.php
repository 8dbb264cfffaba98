<?php

/*
 * One of the processes of `chaos.php`: calls until a file exists, and writes a line for each call: begin and end, in
 * nanoseconds, and the outcome.
 *
 * usage: chaos-member.php LOG STOP
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotFoundException;

[, $log, $stop] = $argv;
$upgrade = new DeviceUpgrade();
// Also if the run was killed.
$parent = static fn (): string => explode(' ', (string) file_get_contents('/proc/self/stat'))[3];
$run = $parent();
while (!file_exists($stop) && $parent() === $run) {
    $began = hrtime(true);
    try {
        $upgrade->queryUpgradeTask('nowhere', null);
        $outcome = 'answered';
    } catch (NotFoundException) {
        $outcome = 'ok';
    } catch (NorthApiException $e) {
        $outcome = "$e->error_code $e->error_desc";
        // A call that fails at once is no reason to make a thousand.
        usleep(100_000);
    }
    file_put_contents($log, json_encode([$began, hrtime(true), $outcome]) . "\n", FILE_APPEND | LOCK_EX);
}
