<?php

/**
 * Watches an upgrade until it has ended, and prints the calls and the time as JSON.
 * BENCH_EVERY is the number of simulated seconds between two polls, or 0 for
 * waitUntilUpgradeTaskEnds(). BENCH_SPEED is the number of simulated seconds per second.
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;

[$task, $every, $speed] = [(string) getenv('BENCH_TASK'), (float) getenv('BENCH_EVERY'), (float) getenv('BENCH_SPEED')];
$upgrade = new DeviceUpgrade();
$token = (string) getenv('BENCH_TOKEN');
$began = hrtime(true);
if ($every === 0.0) {
    // The delays of an hour, as short as the simulated hour is.
    $options = ['minDelay' => 5 / $speed, 'maxDelay' => 120 / $speed, 'timeout' => 6 * 3600 / $speed];
    $calls = $upgrade->waitUntilUpgradeTaskEnds($task, $token, null, $options)->calls;
} else {
    for ($calls = 1; !in_array($upgrade->queryUpgradeTask($task, $token)->status, ['success', 'failed', 'stop'], true); $calls++) {
        usleep((int) ($every / $speed * 1e6));
    }
}
echo json_encode(['calls' => $calls, 'endedAt' => hrtime(true) / 1e9, 'seconds' => (hrtime(true) - $began) / 1e9 * $speed], JSON_THROW_ON_ERROR), "\n";
