<?php

/**
 * Upgrades the firmware of 250 devices, watches each of them until it has ended,
 * and prints the causes of failure.
 *
 * The settings northbound.* in php.ini set the platform, the application and the
 * certificates; `make demo` sets them for a local platform.
 */

declare(strict_types=1);

use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\OperateDevices;
use North_PHP_SDK\client\dto\QueryUpgradePackageListInDTO;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\ThrottledException;

const DEVICES = 250;
const ENDED = ['success', 'fail', 'stop'];
const SECONDS_BETWEEN_LOOKS = 1;

/** Reads all subtasks of the task, page by page. */
function subtasks(string $operationId, string $accessToken): array
{
    $query = new QueryUpgradeSubTaskInDTO();
    $query->pageNo = 0;
    $query->pageSize = 100;
    $rows = [];
    do {
        try {
            $page = queryUpgradeSubTask($query, $operationId, $accessToken);
        } catch (ThrottledException) {
            // The platform allows 100 calls per minute: wait, then try again.
            sleep(2);
            continue;
        }
        array_push($rows, ...$page->data);
        $query->pageNo++;
    } while (count($rows) < $page->totalCount && $page->data !== []);
    return $rows;
}

/** Counts subtasks by status, such as ['success' => 12, 'wait' => 238]. */
function counts(array $rows): array
{
    return array_count_values(array_column($rows, 'status'));
}

function show(array $counts, float $seconds): void
{
    $ended = array_sum(array_intersect_key($counts, array_flip(ENDED)));
    $text = sprintf(
        '%3d of %d ended | %3d waiting, %3d running, %3d succeeded, %3d failed, %3d stopped | %2.0f s',
        $ended,
        DEVICES,
        $counts['wait'] ?? 0,
        $counts['processing'] ?? 0,
        $counts['success'] ?? 0,
        $counts['fail'] ?? 0,
        $counts['stop'] ?? 0,
        $seconds,
    );
    if (stream_isatty(STDOUT)) {
        $width = 24;
        $done = intdiv($ended * $width, DEVICES);
        echo "\r[", str_repeat('#', $done), str_repeat('.', $width - $done), "] $text ";
    } else {
        echo $text, "\n";
    }
}

function main(): void
{
    $accessToken = (new Authentication())->getAuthToken()->accessToken;

    $deviceUpgrade = new DeviceUpgrade();
    $wanted = new QueryUpgradePackageListInDTO();
    $wanted->fileType = 'firmwarePackage';
    $package = $deviceUpgrade->queryUpgradePackageList($wanted, $accessToken)->data[0];
    echo "Package {$package->name}: {$package->description}\n";

    $task = new CreateUpgradeTaskInDTO();
    $task->fileId = $package->fileId;
    $task->targets = new OperateDevices();
    $task->targets->devices = array_map(
        static fn (int $number): string => sprintf('meter-%04d', $number),
        range(1, DEVICES),
    );
    $operationId = $deviceUpgrade->createFirmwareUpgradeTask($task, $accessToken)->operationId;
    echo "Task $operationId upgrades ", DEVICES, " devices to {$package->version}\n\n";

    $start = microtime(true);
    while (true) {
        $rows = subtasks($operationId, $accessToken);
        $counts = counts($rows);
        show($counts, microtime(true) - $start);
        if (array_diff(array_keys($counts), ENDED) === []) {
            break;
        }
        sleep(SECONDS_BETWEEN_LOOKS);
    }

    $failures = array_filter($rows, static fn ($row): bool => $row->status === 'fail');
    $causes = array_count_values(array_column($failures, 'detailInfo'));
    arsort($causes);
    echo "\n\n", str_pad('Cause of failure', 58), "Devices\n";
    foreach ($causes as $cause => $number) {
        printf("%-58s%7d\n", $cause, $number);
    }
    printf("%-58s%7d\n", 'All', count($failures));
}

try {
    main();
} catch (NorthApiException $e) {
    fwrite(STDERR, "\n" . $e->getMessage() . "\n");
    exit(1);
}
