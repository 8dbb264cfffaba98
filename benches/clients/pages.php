<?php

/**
 * Reads all subtasks of a task with a loop of single calls or with a paginator, and
 * prints the time and memory as JSON. BENCH_WAY is loop or paginator.
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;

/** Resident memory, in KB. */
function resident(): int
{
    preg_match('/^VmRSS:\s+(\d+) kB$/m', (string) file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
}

function loop(DeviceUpgrade $upgrade, string $task, string $token): Generator
{
    $query = new QueryUpgradeSubTaskInDTO();
    $query->pageSize = 100;
    $rows = 0;
    for ($query->pageNo = 0; ; $query->pageNo++) {
        $page = $upgrade->queryUpgradeSubTask($query, $task, $token);
        yield from $page->data;
        $rows += count($page->data);
        if ($rows >= $page->totalCount) {
            return;
        }
    }
}

[$way, $task, $expected] = [getenv('BENCH_WAY'), getenv('BENCH_TASK'), (int) getenv('BENCH_ROWS')];
$upgrade = new DeviceUpgrade();
$token = (new Authentication())->getAuthToken()->accessToken;
// One bit per subtask: their ids contain a number on the local platform.
$seen = str_repeat("\0", intdiv($expected, 8) + 1);
$twice = $count = 0;
$start = $most = resident();
$began = hrtime(true);
$rows = $way === 'loop' ? loop($upgrade, $task, $token) : $upgrade->getSubTaskPaginator(null, $task, $token);
foreach ($rows as $row) {
    $number = (int) hexdec(substr($row->subOperationId, -8));
    $byte = ord($seen[$number >> 3]);
    $bit = 1 << ($number & 7);
    $twice += ($byte & $bit) === 0 ? 0 : 1;
    $seen[$number >> 3] = chr($byte | $bit);
    if (++$count % 1000 === 0) {
        $most = max($most, resident());
    }
}
$seconds = (hrtime(true) - $began) / 1e9;
$status = $upgrade->queryUpgradeTask($task, $token)->status;
echo json_encode([
    'seconds' => $seconds,
    'rows' => $count,
    'missing' => $expected - ($count - $twice),
    'twice' => $twice,
    'startKb' => $start,
    'grownKb' => $most - $start,
    'consistent' => $way === 'loop' ? null : $rows->isConsistent(),
    'taskIs' => $status,
], JSON_THROW_ON_ERROR), "\n";
