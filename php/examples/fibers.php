<?php

/**
 * Starts several upgrades and waits for the end of each, all at the same time.
 * Each upgrade runs in its own fiber.
 *
 * The settings northbound.* in php.ini set the platform, the application and the
 * certificates.
 */

declare(strict_types=1);

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\OperateDevices;
use North_PHP_SDK\client\dto\QueryUpgradePackageListInDTO;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;

const TASKS = 4;

/** Runs all fibers in turn until all have ended: a minimal event loop. */
function runAll(Fiber ...$fibers): void
{
    foreach ($fibers as $fiber) {
        $fiber->start();
    }
    while ($fibers = array_filter($fibers, static fn (Fiber $fiber): bool => !$fiber->isTerminated())) {
        foreach ($fibers as $fiber) {
            $fiber->resume();
        }
        usleep(1000);
    }
}

/** Starts an upgrade of this number of devices and returns its ID. */
function upgrade(DeviceUpgrade $deviceUpgrade, int $task, int $devices, string $accessToken): string
{
    $wanted = new QueryUpgradePackageListInDTO();
    $wanted->fileType = 'firmwarePackage';
    $in = new CreateUpgradeTaskInDTO();
    $in->fileId = $deviceUpgrade->queryUpgradePackageList($wanted, $accessToken)->data[0]->fileId;
    $in->targets = new OperateDevices();
    $in->targets->devices = array_map(
        static fn (int $number): string => sprintf('meter-%d-%03d', $task, $number),
        range(1, $devices),
    );
    return $deviceUpgrade->createFirmwareUpgradeTask($in, $accessToken)->operationId;
}

/** Starts an upgrade and waits for its end. */
function watch(int $task, string $accessToken): void
{
    $deviceUpgrade = new DeviceUpgrade();
    $operationId = upgrade($deviceUpgrade, $task, 10 * $task, $accessToken);
    echo "Task $task: $operationId upgrades ", 10 * $task, " devices\n";
    $options = ['minDelay' => 0.05, 'maxDelay' => 0.5];
    $end = $deviceUpgrade->waitUntilUpgradeTaskEnds($operationId, $accessToken, null, $options);
    echo "Task $task: {$end->success} succeeded, {$end->fail} failed\n";
}

try {
    $accessToken = (new Authentication())->getAuthToken()->accessToken;
    // With an event loop such as Revolt's, use the wait function of the loop here.
    DefaultNorthApiClient::getDefaultApiClient()->setIdleHandler(Fiber::suspend(...));
    runAll(...array_map(
        static fn (int $task): Fiber => new Fiber(static fn () => watch($task, $accessToken)),
        range(1, TASKS),
    ));
} catch (NorthApiException $e) {
    fwrite(STDERR, $e->getMessage() . "\n");
    exit(1);
}
