<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\BatchTaskCreateInDTO;
use North_PHP_SDK\client\dto\BatchTaskCreateOutDTO;
use North_PHP_SDK\client\dto\QueryOneTaskOutDTO;
use North_PHP_SDK\client\dto\QueryTaskDetailsInDTO;
use North_PHP_SDK\client\dto\QueryTaskDetailsOutDTO;

/**
 * Batch tasks: one task for many devices, such as a command to all devices
 * of a group.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `appId` is null for the calling application, or the id of another
 * application that has authorized it; 100203 (no such application) and
 * 100217 (not authorized) refer to that id.
 */
class BatchProcess
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
     * Creates a batch task.
     *
     * Errors of the platform: 105001 (ten tasks or more have not ended),
     * 105002 (name of the task is in use), 100022 (input invalid), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2221.
     *
     * @param BatchTaskCreateInDTO|array{appId?: string|null, timeout?: int|null, taskName?: string|null, taskType?: 'DeviceReg'|'DeviceCmd'|'DeviceLocation'|'DeviceMod'|'DeviceDel'|'DeviceLicense'|null, param?: mixed, tags?: list<\North_PHP_SDK\client\dto\TagDTO2|array<string, mixed>>|null} $btcInDTO
     * @param string|null $accessToken
     * @return BatchTaskCreateOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function createBatchTask($btcInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Describes a batch task.
     *
     * `select` adds a field to the response: `tag`.
     *
     * Errors of the platform: 105005 (no such task), 100022 (input
     * invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2222.
     *
     * @param string $taskId
     * @param string|bool|null $select
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return QueryOneTaskOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryOneTask($taskId, $select, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the subtasks of a batch task.
     *
     * Errors of the platform: 105005 (no such task), 100022 (input
     * invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2223.
     *
     * @param QueryTaskDetailsInDTO|array{appId?: string|null, taskId?: string|null, status?: 'Pending'|'WaitResult'|'Success'|'Fail'|'Timeout'|null, index?: int|null, nodeId?: string|null, deviceId?: string|null, commandId?: string|null, pageNo?: int|null, pageSize?: int|null}|null $qtdInDTO
     * @param string|null $accessToken
     * @return QueryTaskDetailsOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryTaskDetails($qtdInDTO, #[\SensitiveParameter] $accessToken) {}
}
