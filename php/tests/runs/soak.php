<?php

/*
 * Many calls in one process: the run fails if memory or descriptors grow after the first 10,000 calls.
 *
 * usage: soak.php [CALLS], 200,000 by default
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotificationReceiver;

require __DIR__ . '/start.php';

const WARM = 10_000;
/** Limit in kilobytes; a leak of 16 bytes per call would be three times this after 200,000 calls. */
const MAY_GROW_KB = 1_024;
const MAY_GROW_BYTES = 16_384;

$calls = max((int) ($argv[1] ?? 200_000), 2 * WARM);
$platform = platform();
$id = $platform->task(250);
$token = token();
$upgrade = new DeviceUpgrade();

$few = new QueryUpgradeSubTaskInDTO();
$few->pageSize = 10;
$many = new QueryUpgradeSubTaskInDTO();
$many->pageSize = 100;
$task = ['fileId' => 'no such package', 'targets' => ['deviceGroups' => ['all']]];
$push = '{"notifyType":"deviceDatasChanged","deviceId":"d","services":[{"serviceId":"s","data":{"a":[1,{"b":null}]}}]}';
$sum = ['rows' => 0, 'errors' => 0];

$once = static function (int $call) use (&$token, &$sum, $upgrade, $few, $many, $task, $push, $id, $platform): void {
    $few->pageNo = $call % 25;
    $many->pageNo = $call % 2;
    try {
        $sum['rows'] += match (true) {
            $call % 1000 === 0 => (static function () use (&$token): int {
                $token = token();
                return 0;
            })(),
            $call % 100 === 1 => count($upgrade->queryUpgradeSubTask($few, 'nowhere', $token)->data),
            $call % 100 === 2 => count($upgrade->queryUpgradeSubTask($few, '..', $token)->data),
            $call % 100 === 3 => count($upgrade->queryUpgradeSubTask($few, $id, 'not-a-token')->data),
            $call % 20 === 4 => count((array) $upgrade->createFirmwareUpgradeTask($task, $token)),
            $call % 20 === 5 => count(NotificationReceiver::receive($push)->services) - 1,
            $call % 4 === 2 => count(queryUpgradeSubTask($many, $id, $token)->data),
            default => count($upgrade->queryUpgradeSubTask($few, $id, $token)->data),
        };
    } catch (NorthApiException $error) {
        ++$sum['errors'];
    }
    // From time to time, also faults that break connections.
    if ($call % 2_000 === 0) {
        $kinds = ['reset', 'close', 'badJson', 'garbage', 'closeIdle'];
        $platform->fault(['kind' => $kinds[intdiv($call, 2_000) % count($kinds)]]);
    }
};

/** @return array{int, int, int} resident kB, bytes of PHP, open descriptors */
$sample = static function (): array {
    gc_collect_cycles();
    preg_match('/VmRSS:\s+(\d+) kB/', (string) file_get_contents('/proc/self/status'), $match);
    return [(int) $match[1], memory_get_usage(), count((array) scandir('/proc/self/fd'))];
};

printf("%9s %9s %9s %5s %9s %7s %8s\n", 'calls', 'RSS kB', 'PHP B', 'fds', 'rows', 'errors', 'calls/s');
$start = hrtime(true);
$first = $last = [0, 0, 0];
$step = max(intdiv($calls, 20), 1);
for ($call = 1; $call <= $calls; ++$call) {
    $once($call);
    if ($call === WARM || ($call > WARM && $call % $step === 0) || $call === $calls) {
        $last = $sample();
        if ($call === WARM) {
            $first = $last;
        }
        $rate = $call / ((hrtime(true) - $start) / 1e9);
        printf("%9d %9d %9d %5d %9d %7d %8.0f\n", $call, ...[...$last, $sum['rows'], $sum['errors'], $rate]);
    }
}
$platform->stop();

[$resident, $used, $open] = array_map(static fn (int $after, int $before): int => $after - $before, $last, $first);
$failed = $resident > MAY_GROW_KB || $used > MAY_GROW_BYTES || $open > 2;
printf(
    "%s: %+d kB resident, %+d bytes of PHP, %+d descriptors since the first %d calls\n",
    $failed ? 'FAILED' : 'flat',
    $resident,
    $used,
    $open,
    WARM,
);
exit($failed ? 1 : 0);
