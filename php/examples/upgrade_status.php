<?php

/**
 * Upgrades the firmware of 250 devices, watches each of them until it has ended,
 * and prints a summary with the causes of failure.
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

require __DIR__ . '/Screen.php';

const DEVICES = 250;
const ENDED = ['success', 'fail', 'stop'];
const SECONDS_BETWEEN_LOOKS = 1;
/** Causes of failure that may be gone at the next attempt. */
const TEMPORARY = '/not online|timeout/i';

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

/** Tells how the upgrade ended, why devices failed, and what to try next. */
function summarize(Screen $screen, array $rows, object $task, string $version, float $seconds): void
{
    $counts = counts($rows) + ['success' => 0, 'fail' => 0, 'stop' => 0];
    $screen->title(sprintf('%.1f %% upgraded: %d of %d devices now run %s', 100 * $counts['success'] / DEVICES, $counts['success'], DEVICES, $version));
    $upgrade = strtotime($task->stopTime) - strtotime($task->startTime);
    $isSimulated = abs($upgrade - $seconds) > 0.2 * $upgrade;
    $screen->text('The upgrade took ' . Screen::duration($upgrade)
        . ($isSimulated ? ' of simulated time, which passed in ' . Screen::duration($seconds) : '')
        . ". Failed: {$counts['fail']}, stopped: {$counts['stop']}.");

    $failures = array_filter($rows, static fn ($row): bool => $row->status === 'fail');
    if ($failures !== []) {
        $screen->title('Why devices failed');
        $screen->bars(array_count_values(array_column($failures, 'detailInfo')), 'fail');
    }
    $again = count(array_filter($failures, static fn ($row): bool => preg_match(TEMPORARY, $row->detailInfo) === 1));
    $screen->title('What to try next');
    if ($again > 0) {
        $screen->item("Upgrade again: $again of the failed devices were offline or too slow. A task with the policy retryType retries them by itself.");
    }
    $screen->item('`make demo KEEP=1` keeps the platform running: look at the upgrade in the browser, and break calls by a click.');
    $screen->item('php/examples has programs to start from; docs/migration.md moves an application.');
}

function main(): void
{
    $accessToken = (new Authentication())->getAuthToken()->accessToken;

    $deviceUpgrade = new DeviceUpgrade();
    $wanted = new QueryUpgradePackageListInDTO();
    $wanted->fileType = 'firmwarePackage';
    $package = $deviceUpgrade->queryUpgradePackageList($wanted, $accessToken)->data[0];
    $screen = new Screen();
    $screen->text("Package {$package->name}: {$package->description}");

    $task = new CreateUpgradeTaskInDTO();
    $task->fileId = $package->fileId;
    $task->targets = new OperateDevices();
    $task->targets->devices = array_map(
        static fn (int $number): string => sprintf('meter-%04d', $number),
        range(1, DEVICES),
    );
    $operationId = $deviceUpgrade->createFirmwareUpgradeTask($task, $accessToken)->operationId;
    $screen->text("Task $operationId upgrades " . DEVICES . " devices to {$package->version}");
    echo "\n";

    $start = microtime(true);
    while (true) {
        $rows = subtasks($operationId, $accessToken);
        $counts = counts($rows);
        $screen->progress(DEVICES, $counts);
        if (array_diff(array_keys($counts), ENDED) === []) {
            break;
        }
        sleep(SECONDS_BETWEEN_LOOKS);
    }
    $screen->endProgress();
    $task = $deviceUpgrade->queryUpgradeTask($operationId, $accessToken);
    summarize($screen, $rows, $task, $package->version, microtime(true) - $start);
}

try {
    main();
} catch (NorthApiException $e) {
    fwrite(STDERR, "\n" . $e->getMessage() . "\n");
    exit(1);
}
