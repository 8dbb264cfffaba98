<?php

/**
 * Upgrades the firmware of a group of devices, waits until the upgrade has ended, and
 * prints the devices that failed.
 *
 *     php php/examples/wait_for_upgrade.php [GROUP [MIN_DELAY MAX_DELAY]]
 *
 * On the local platform, an hour passes in seconds, so use shorter delays than the
 * defaults. The settings northbound.* in php.ini set the platform, the application
 * and the certificates.
 */

declare(strict_types=1);

use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\OperateDevices;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\StillRunningException;
use North_PHP_SDK\client\UpgradeProgress;

require __DIR__ . '/Screen.php';

const SECONDS_AT_MOST = 6 * 3600;
const SHOWN = 10;

/** Starts an upgrade to the first firmware package and returns its ID. */
function upgrade(DeviceUpgrade $deviceUpgrade, string $group, string $accessToken): string
{
    $packages = $deviceUpgrade->queryUpgradePackageList(['fileType' => 'firmwarePackage'], $accessToken);
    $package = $packages->data[0];
    $task = new CreateUpgradeTaskInDTO();
    $task->fileId = $package->fileId;
    $task->targets = new OperateDevices();
    $task->targets->deviceGroups = [$group];
    $task->targets->deviceType = $package->deviceType;
    $task->targets->model = $package->model;
    $task->targets->manufacturerName = $package->manufacturerName;
    return $deviceUpgrade->createFirmwareUpgradeTask($task, $accessToken)->operationId;
}

function main(string $group, ?float $minDelay = null, ?float $maxDelay = null): void
{
    // An upgrade may take longer than a token lives.
    $logIn = static fn (): string => (new Authentication())->getAuthToken()->accessToken;
    $deviceUpgrade = new DeviceUpgrade();
    $operationId = upgrade($deviceUpgrade, $group, $logIn());

    $screen = new Screen();
    $failures = [];
    $end = $deviceUpgrade->waitUntilUpgradeTaskEnds(
        $operationId,
        $logIn,
        static function (UpgradeProgress $progress) use (&$failures, $screen): void {
            foreach ($progress->changed as $subtask) {
                if ($subtask->status === 'fail') {
                    $failures[$subtask->deviceId] = $subtask->detailInfo;
                }
            }
            $screen->upgrade($progress);
        },
        ['timeout' => SECONDS_AT_MOST, 'minDelay' => $minDelay, 'maxDelay' => $maxDelay],
    );

    $screen->endProgress();
    echo "\n{$end->calls} calls, {$end->fail} failures";
    if (count($failures) < $end->fail) {
        echo '; ', count($failures), ' of them were seen while waiting (a paginator reads all)';
    }
    echo "\n";
    $screen->title('Failures by cause');
    $screen->bars(array_count_values($failures), 'fail');
    $screen->title('Failed devices');
    foreach (array_slice($failures, 0, SHOWN) as $deviceId => $cause) {
        $screen->text("$deviceId: $cause");
    }
    if (count($failures) > SHOWN) {
        echo '... and ', count($failures) - SHOWN, " more\n";
    }
}

try {
    main($argv[1] ?? 'all', ...array_map('floatval', array_slice($argv, 2, 2)));
} catch (StillRunningException $e) {
    fwrite(STDERR, "\nThe upgrade takes too long: {$e->getProgress()}\n");
    exit(2);
} catch (NorthApiException $e) {
    fwrite(STDERR, "\n{$e->getMessage()}\n");
    exit(1);
}
