<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\Paginator;
use North_PHP_SDK\client\StillRunningException;
use North_PHP_SDK\client\UpgradeProgress;
use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\CreateUpgradeTaskOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradePackageListInDTO;
use North_PHP_SDK\client\dto\QueryUpgradePackageListOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradePackageOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskListInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskListOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskOutDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;

/**
 * Software and firmware upgrades of devices: packages, tasks, and the
 * subtask of each device.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 */
class DeviceUpgrade
{
    /**
     * Calls the platform through this client, or, if it is null, through
     * `DefaultNorthApiClient::getDefaultApiClient()`.
     *
     * @param NorthApiClient|null $northApiClient
     */
    public function __construct($northApiClient = null) {}

    /**
     * Reads a member, such as the client: `$service->northApiClient`.
     *
     * @param string $name
     * @return mixed
     */
    public function __get($name) {}

    /**
     * Lists upgrade packages.
     *
     * Errors of the platform: 120015 (bad request), 123029 (pageNo or
     * pageSize beyond the limit).
     *
     * Vendor page: iot_06_2282.
     *
     * @param QueryUpgradePackageListInDTO|array|null $quplInDTO
     * @param string|null $accessToken
     * @return QueryUpgradePackageListOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradePackageList($quplInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Describes an upgrade package.
     *
     * Errors of the platform: 120015 (bad request), 123002 (no such
     * package).
     *
     * Vendor page: iot_06_2283.
     *
     * @param string $fileId
     * @param string|null $accessToken
     * @return QueryUpgradePackageOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradePackage($fileId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Deletes an upgrade package.
     *
     * Errors of the platform: 120015 (bad request), 123002 (no such
     * package).
     *
     * Vendor page: iot_06_2284.
     *
     * @param string $fileId
     * @param string|null $accessToken
     * @return null
     * @throws NorthApiException if the call fails
     */
    public function deleteUpgradePackage($fileId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Creates a task that upgrades the software of devices.
     *
     * Errors of the platform: 120015 (bad request), 123016 (the package is
     * not for these devices), 123019 to 123028, 123032 and 123033 (a
     * member of targets or policy is missing or out of range).
     *
     * Vendor page: iot_06_2285.
     *
     * @param CreateUpgradeTaskInDTO|array $cutInDTO
     * @param string|null $accessToken
     * @return CreateUpgradeTaskOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function createSoftwareUpgradeTask($cutInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Creates a task that upgrades the firmware of devices.
     *
     * Errors of the platform: as for `createSoftwareUpgradeTask`.
     *
     * Vendor page: iot_06_2286.
     *
     * @param CreateUpgradeTaskInDTO|array $cutInDTO
     * @param string|null $accessToken
     * @return CreateUpgradeTaskOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function createFirmwareUpgradeTask($cutInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Describes an upgrade task.
     *
     * Errors of the platform: 120015 (bad request), 123009 (no such task).
     *
     * Vendor page: iot_06_2287.
     *
     * @param string $operationId
     * @param string|null $accessToken
     * @return QueryUpgradeTaskOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeTask($operationId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the subtasks of an upgrade task: how the upgrade of each
     * device is going.
     *
     * Errors of the platform: 120015 (bad request), 123029 (pageNo or
     * pageSize beyond the limit), 123009 (no such task).
     *
     * Vendor page: iot_06_2288.
     *
     * @param QueryUpgradeSubTaskInDTO|array|null $qustInDTO
     * @param string $operationId
     * @param string|null $accessToken
     * @return QueryUpgradeSubTaskOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeSubTask($qustInDTO, $operationId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists upgrade tasks.
     *
     * Errors of the platform: 120015 (bad request), 123029 (pageNo or
     * pageSize beyond the limit), 123009 (no such task).
     *
     * Vendor page: iot_06_2289.
     *
     * @param QueryUpgradeTaskListInDTO|array|null $qutlInDTO
     * @param string|null $accessToken
     * @return QueryUpgradeTaskListOutDTO|null
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeTaskList($qutlInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * All rows of `queryUpgradePackageList`, on all pages:
     * each `fileId` once, in order. Pages are asked for while they are
     * iterated over, `northbound.concurrency` of them at a time.
     *
     * `pageSize` is 100 unless it is set, and `pageNo` is where to begin; other members
     * filter. Errors come when the rows are asked for; those of arguments at once.
     *
     * @param QueryUpgradePackageListInDTO|array|null $quplInDTO
     * @param string|null $accessToken
     * @return Paginator<QueryUpgradePackageOutDTO>
     * @throws NorthApiException if the call fails
     */
    public function getPackagePaginator($quplInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * All rows of `queryUpgradeSubTask`, on all pages:
     * each `subOperationId` once, in order. Pages are asked for while they are
     * iterated over, `northbound.concurrency` of them at a time.
     *
     * `pageSize` is 100 unless it is set, and `pageNo` is where to begin; other members
     * filter. Errors come when the rows are asked for; those of arguments at once.
     *
     * @param QueryUpgradeSubTaskInDTO|array|null $qustInDTO
     * @param string $operationId
     * @param string|null $accessToken
     * @return Paginator<SubOperationInfo>
     * @throws NorthApiException if the call fails
     */
    public function getSubTaskPaginator($qustInDTO, $operationId, #[\SensitiveParameter] $accessToken) {}

    /**
     * All rows of `queryUpgradeTaskList`, on all pages:
     * each `operationId` once, in order. Pages are asked for while they are
     * iterated over, `northbound.concurrency` of them at a time.
     *
     * `pageSize` is 100 unless it is set, and `pageNo` is where to begin; other members
     * filter. Errors come when the rows are asked for; those of arguments at once.
     *
     * @param QueryUpgradeTaskListInDTO|array|null $qutlInDTO
     * @param string|null $accessToken
     * @return Paginator<QueryUpgradeTaskOutDTO>
     * @throws NorthApiException if the call fails
     */
    public function getTaskPaginator($qutlInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Calls `queryUpgradeSubTask` many times, `northbound.concurrency` at a time.
     * A call is its `operationId`, or an array of its parameters, by name or in
     * order: `['qustInDTO', 'operationId']`.
     *
     * The results have the keys and the order of the calls. Where a call fails, its
     * exception is the result: it is not thrown, and the others go on.
     *
     * @param array<array-key, string|array> $calls
     * @param string|null $accessToken
     * @return array<array-key, QueryUpgradeSubTaskOutDTO|null|NorthApiException>
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeSubTasks($calls, #[\SensitiveParameter] $accessToken) {}

    /**
     * Waits until an upgrade task has ended, and gives its last progress.
     *
     * Polls `queryUpgradeTask`, at intervals that follow the progress, and some
     * pages of `queryUpgradeSubTask`. Signal handlers run meanwhile, if signals are
     * asynchronous. Up to five polls in a row may fail for faults that may pass.
     *
     * The options, in seconds unless they say otherwise:
     *
     * - `timeout`: how long to wait at most; null, the default, for without end. A
     *   last poll is made when the time is up.
     * - `minDelay`: the shortest time between two polls; 5.
     * - `maxDelay`: the longest time; 120.
     * - `pagesPerPoll`: how many pages of subtasks, of 100 rows each, may be read for
     *   each poll on average, and ten times as many at the end, to find those that
     *   have changed; 1, or 0 without a callback. Null for as many as it takes.
     *
     * @param string $operationId
     * @param string|null $accessToken
     * @param (callable(UpgradeProgress): mixed)|null $onProgress called after each
     *     poll; false ends the waiting
     * @param array{timeout?: int|float|null, minDelay?: int|float|null, maxDelay?: int|float|null, pagesPerPoll?: int|null} $options
     * @return UpgradeProgress of the last poll; `isEnded()` is false if the callback
     *     ended the waiting
     * @throws StillRunningException when the time is up
     * @throws NorthApiException
     */
    public function waitUntilUpgradeTaskEnds($operationId, #[\SensitiveParameter] $accessToken, ?callable $onProgress = null, array $options = []) {}
}
