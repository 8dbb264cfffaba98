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
     * Creates a service that calls the platform through this client. If it is null,
     * through `DefaultNorthApiClient::getDefaultApiClient()`.
     *
     * @param NorthApiClient|null $northApiClient
     */
    public function __construct($northApiClient = null) {}

    /**
     * Returns a property, such as the client: `$service->northApiClient`.
     *
     * @param string $name
     * @return mixed
     */
    public function __get($name) {}

    /**
     * Sets the client: `$service->northApiClient = $client`. Another name is ignored,
     * with an E_DEPRECATED that names it.
     *
     * @param string $name
     * @param mixed $value
     * @return void
     */
    public function __set($name, $value) {}

    /**
     * Lists upgrade packages.
     *
     * Errors of the platform: 120015 (bad request), 123029 (pageNo or
     * pageSize beyond the limit).
     *
     * Vendor page: iot_06_2282.
     *
     * @param QueryUpgradePackageListInDTO|array{fileType?: 'firmwarePackage'|'softwarePackage'|null, deviceType?: string|null, model?: string|null, manufacturerName?: string|null, version?: string|null, pageNo?: int|null, pageSize?: int|null}|null $quplInDTO
     * @param string|null $accessToken
     * @return QueryUpgradePackageListOutDTO|null null if the platform's response has no body
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
     * @return QueryUpgradePackageOutDTO|null null if the platform's response has no body
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
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteUpgradePackage($fileId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Creates a task that upgrades the software of devices.
     *
     * Errors of the platform: 120015 (bad request), 123016 (the package is
     * not for these devices), 123019 to 123028, 123032 and 123033 (a field
     * of targets or policy is missing or out of range).
     *
     * Vendor page: iot_06_2285.
     *
     * @param CreateUpgradeTaskInDTO|array{fileId?: string|null, targets?: \North_PHP_SDK\client\dto\OperateDevices|array<string, mixed>|null, policy?: \North_PHP_SDK\client\dto\OperatePolicy|array<string, mixed>|null} $cutInDTO
     * @param string|null $accessToken
     * @return CreateUpgradeTaskOutDTO|null null if the platform's response has no body
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
     * @param CreateUpgradeTaskInDTO|array{fileId?: string|null, targets?: \North_PHP_SDK\client\dto\OperateDevices|array<string, mixed>|null, policy?: \North_PHP_SDK\client\dto\OperatePolicy|array<string, mixed>|null} $cutInDTO
     * @param string|null $accessToken
     * @return CreateUpgradeTaskOutDTO|null null if the platform's response has no body
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
     * @return QueryUpgradeTaskOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeTask($operationId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the subtasks of an upgrade task: the status of the upgrade of
     * each device.
     *
     * Errors of the platform: 120015 (bad request), 123029 (pageNo or
     * pageSize beyond the limit), 123009 (no such task).
     *
     * Vendor page: iot_06_2288.
     *
     * @param QueryUpgradeSubTaskInDTO|array{subOperationStatus?: 'wait'|'processing'|'fail'|'success'|'stop'|null, pageNo?: int|null, pageSize?: int|null}|null $qustInDTO
     * @param string $operationId
     * @param string|null $accessToken
     * @return QueryUpgradeSubTaskOutDTO|null null if the platform's response has no body
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
     * @param QueryUpgradeTaskListInDTO|array{operationType?: 'firmware_upgrade'|'software_upgrade'|null, operationStatus?: 'wait'|'processing'|'failed'|'success'|'stop'|null, deviceType?: string|null, model?: string|null, manufacturerName?: string|null, deviceId?: string|null, pageNo?: int|null, pageSize?: int|null}|null $qutlInDTO
     * @param string|null $accessToken
     * @return QueryUpgradeTaskListOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeTaskList($qutlInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Returns an iterator over the items of all pages of
     * `queryUpgradePackageList`: each `fileId` once, in order. It requests pages
     * during the iteration, `northbound.concurrency` of them at a time.
     *
     * `pageSize` is 100 unless it is set, and `pageNo` is the first page; the other
     * properties filter. Errors of calls are thrown during the iteration, errors of
     * arguments immediately.
     *
     * @param QueryUpgradePackageListInDTO|array{fileType?: 'firmwarePackage'|'softwarePackage'|null, deviceType?: string|null, model?: string|null, manufacturerName?: string|null, version?: string|null, pageNo?: int|null, pageSize?: int|null}|null $quplInDTO
     * @param string|(callable(): string)|null $accessToken
     * @return Paginator<QueryUpgradePackageOutDTO>
     * @throws NorthApiException if the call fails
     */
    public function getPackagePaginator($quplInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Returns an iterator over the items of all pages of
     * `queryUpgradeSubTask`: each `subOperationId` once, in order. It requests pages
     * during the iteration, `northbound.concurrency` of them at a time.
     *
     * `pageSize` is 100 unless it is set, and `pageNo` is the first page; the other
     * properties filter. Errors of calls are thrown during the iteration, errors of
     * arguments immediately.
     *
     * @param QueryUpgradeSubTaskInDTO|array{subOperationStatus?: 'wait'|'processing'|'fail'|'success'|'stop'|null, pageNo?: int|null, pageSize?: int|null}|null $qustInDTO
     * @param string $operationId
     * @param string|(callable(): string)|null $accessToken
     * @return Paginator<SubOperationInfo>
     * @throws NorthApiException if the call fails
     */
    public function getSubTaskPaginator($qustInDTO, $operationId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Returns an iterator over the items of all pages of
     * `queryUpgradeTaskList`: each `operationId` once, in order. It requests pages
     * during the iteration, `northbound.concurrency` of them at a time.
     *
     * `pageSize` is 100 unless it is set, and `pageNo` is the first page; the other
     * properties filter. Errors of calls are thrown during the iteration, errors of
     * arguments immediately.
     *
     * @param QueryUpgradeTaskListInDTO|array{operationType?: 'firmware_upgrade'|'software_upgrade'|null, operationStatus?: 'wait'|'processing'|'failed'|'success'|'stop'|null, deviceType?: string|null, model?: string|null, manufacturerName?: string|null, deviceId?: string|null, pageNo?: int|null, pageSize?: int|null}|null $qutlInDTO
     * @param string|(callable(): string)|null $accessToken
     * @return Paginator<QueryUpgradeTaskOutDTO>
     * @throws NorthApiException if the call fails
     */
    public function getTaskPaginator($qutlInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Calls `queryUpgradeSubTask` many times, `northbound.concurrency` at a time.
     * Each item of `$calls` is the `operationId` of a call, or an array of its
     * parameters, by name or in order: `['qustInDTO', 'operationId']`.
     *
     * The results have the keys and the order of the calls. If a call fails, its
     * exception is its result: it is not thrown, and the other calls continue.
     *
     * @param array<array-key, string|array> $calls
     * @param string|null $accessToken
     * @return array<array-key, QueryUpgradeSubTaskOutDTO|null|NorthApiException>
     * @throws NorthApiException if the call fails
     */
    public function queryUpgradeSubTasks($calls, #[\SensitiveParameter] $accessToken) {}

    /**
     * Waits until an upgrade task has ended, and returns its last progress.
     *
     * Polls `queryUpgradeTask`, at intervals that depend on the progress, and some
     * pages of `queryUpgradeSubTask`. Signal handlers run meanwhile, if signals are
     * asynchronous. Tolerates up to five failed polls in a row, if the fault may be
     * temporary.
     *
     * Options, in seconds unless stated otherwise:
     *
     * - `timeout`: maximum time to wait; null, the default, for no limit. A last poll
     *   is made when the time is up.
     * - `minDelay`: minimum time between two polls. Default: 5.
     * - `maxDelay`: maximum time between two polls. Default: 120.
     * - `pagesPerPoll`: number of pages of 100 subtasks that may be read for each poll
     *   on average, and ten times as many at the end, to find the subtasks that have
     *   changed. Null for no limit. Default: 1, or 0 without a callback.
     *
     * @param string $operationId
     * @param string|(callable(): string)|null $accessToken the token, or a callable that
     *     returns one: it is called now, and again when the platform refuses a token
     * @param (callable(UpgradeProgress): mixed)|null $onProgress called after each
     *     poll; return false to stop waiting
     * @param array{timeout?: int|float|null, minDelay?: int|float|null, maxDelay?: int|float|null, pagesPerPoll?: int|null} $options
     * @return UpgradeProgress of the last poll; `isEnded()` is false if the callback
     *     stopped the waiting
     * @throws StillRunningException when the time is up
     * @throws NorthApiException
     */
    public function waitUntilUpgradeTaskEnds($operationId, #[\SensitiveParameter] $accessToken, ?callable $onProgress = null, array $options = []) {}
}
