<?php

/**
 * Reports the failed devices of the given upgrade tasks, or of all upgrade tasks:
 * the number of devices in each state, and the failed devices by cause.
 *
 * usage: php failed_devices.php [OPERATION-ID...]
 *
 * If there are no tasks, it upgrades the device group `all` first. The settings
 * northbound.* in php.ini set the platform, the application and the certificates.
 */

declare(strict_types=1);

use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\OperateDevices;
use North_PHP_SDK\client\dto\QueryUpgradePackageListInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;

require __DIR__ . '/Screen.php';

const STATES = ['wait', 'processing', 'success', 'fail', 'stop'];
/** How many devices to print for each cause. */
const NAMED = 5;

/** Upgrades all devices and waits until the upgrade has ended. */
function upgradeAll(DeviceUpgrade $deviceUpgrade, string $accessToken): string
{
    $wanted = new QueryUpgradePackageListInDTO();
    $wanted->fileType = 'firmwarePackage';
    $package = $deviceUpgrade->getPackagePaginator($wanted, $accessToken)->current();
    $task = new CreateUpgradeTaskInDTO();
    $task->fileId = $package->fileId;
    $task->targets = new OperateDevices();
    $task->targets->deviceGroups = ['all'];
    $task->targets->deviceType = $package->deviceType;
    $task->targets->model = $package->model;
    $task->targets->manufacturerName = $package->manufacturerName;
    $operationId = $deviceUpgrade->createFirmwareUpgradeTask($task, $accessToken)->operationId;
    echo "No tasks yet: $operationId upgrades all devices to {$package->version} ...\n";
    $screen = new Screen();
    $deviceUpgrade->waitUntilUpgradeTaskEnds($operationId, $accessToken, $screen->upgrade(...));
    $screen->endProgress();
    return $operationId;
}

/** Counts the devices in each state; a page of one subtask has the total too. */
function states(DeviceUpgrade $deviceUpgrade, string $operationId, string $accessToken): array
{
    $calls = [];
    foreach (STATES as $state) {
        $calls[$state] = [['subOperationStatus' => $state, 'pageSize' => 1], $operationId];
    }
    $answers = $deviceUpgrade->queryUpgradeSubTasks($calls, $accessToken);
    return array_map(static function (object $answer): int {
        if ($answer instanceof NorthApiException) {
            throw $answer;
        }
        return $answer->totalCount;
    }, $answers);
}

function report(DeviceUpgrade $deviceUpgrade, string $operationId, string $accessToken): void
{
    echo "\nTask $operationId:";
    foreach (array_filter(states($deviceUpgrade, $operationId, $accessToken)) as $state => $devices) {
        echo " $devices $state";
    }
    echo "\n";
    $failed = new QueryUpgradeSubTaskInDTO();
    $failed->subOperationStatus = 'fail';
    $rows = $deviceUpgrade->getSubTaskPaginator($failed, $operationId, $accessToken);
    $devices = [];
    foreach ($rows as $row) {
        $devices[$row->detailInfo][] = $row->deviceId;
    }
    uasort($devices, static fn (array $one, array $other): int => count($other) <=> count($one));
    foreach ($devices as $cause => $ids) {
        printf("  %s: %d\n", $cause, count($ids));
        foreach (array_slice($ids, 0, NAMED) as $id) {
            echo "    $id\n";
        }
        if (count($ids) > NAMED) {
            printf("    and %d more\n", count($ids) - NAMED);
        }
    }
    if (!$rows->isConsistent()) {
        echo "  The upgrade is still running: more devices may have failed in the meantime.\n";
    }
}

try {
    $accessToken = (new Authentication())->getAuthToken()->accessToken;
    $deviceUpgrade = new DeviceUpgrade();
    $operationIds = array_slice($argv, 1);
    if ($operationIds === []) {
        foreach ($deviceUpgrade->getTaskPaginator(null, $accessToken) as $task) {
            $operationIds[] = $task->operationId;
        }
    }
    foreach ($operationIds ?: [upgradeAll($deviceUpgrade, $accessToken)] as $operationId) {
        report($deviceUpgrade, $operationId, $accessToken);
    }
} catch (NorthApiException $e) {
    fwrite(STDERR, $e->getMessage() . "\n");
    exit(1);
}
