<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\CreateDeviceCmdCancelTaskInDTO;
use North_PHP_SDK\client\dto\CreateDeviceCmdCancelTaskOutDTO;
use North_PHP_SDK\client\dto\PostDeviceCommandInDTO;
use North_PHP_SDK\client\dto\PostDeviceCommandOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceCmdCancelTaskInDTO;
use North_PHP_SDK\client\dto\QueryDeviceCmdCancelTaskOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceCommandInDTO;
use North_PHP_SDK\client\dto\QueryDeviceCommandOutDTO;
use North_PHP_SDK\client\dto\UpdateDeviceCommandInDTO;
use North_PHP_SDK\client\dto\UpdateDeviceCommandOutDTO;

/**
 * Commands to NB-IoT devices. The platform stores them until the device
 * can be reached.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `appId` is null for the application's own devices, or the id of the
 * owner for devices that it is authorized for; 100203 (no such
 * application) and 100217 (not authorized) refer to that id. The platform
 * sends errors with HTTP status 200, too.
 */
class SignalDelivery
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
     * Sends a command to a device.
     *
     * Errors of the platform: 100223 (over the quota of waiting commands,
     * 20 by default), 100403 (no such device), 100418 (no data of the
     * device), 100428 (device is offline), 100431 (no such service),
     * 100432 (device is muted), 102202 (a mandatory parameter is missing),
     * 102203 (name of the command invalid), 100612 (device is a zombie),
     * 50252 (internal error).
     *
     * Vendor page: iot_06_2259.
     *
     * @param PostDeviceCommandInDTO|array{deviceId?: string|null, command?: \North_PHP_SDK\client\dto\CommandDTOV4|array<string, mixed>|null, callbackUrl?: string|null, expireTime?: int|null, maxRetransmit?: int|null} $pdcInDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return PostDeviceCommandOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function postDeviceCommand($pdcInDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Cancels a command that has not been sent.
     *
     * Errors of the platform: 100434 (no such command), 100435 (command
     * is cancelled, expired or executed already), 100022 (input invalid),
     * 50252 (internal error).
     *
     * Vendor page: iot_06_2261.
     *
     * @param UpdateDeviceCommandInDTO|array{status?: string|null} $udcInDTO
     * @param string $deviceCommandId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return UpdateDeviceCommandOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function updateDeviceCommand($udcInDTO, $deviceCommandId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists commands.
     *
     * Errors of the platform: 100022 (times in the wrong order, or pageNo
     * or pageSize invalid), 100418 (no data of the device), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2260.
     *
     * @param QueryDeviceCommandInDTO|array{pageNo?: int|null, pageSize?: int|null, deviceId?: string|null, startTime?: string|null, endTime?: string|null, appId?: string|null}|null $qdcInDTO
     * @param string|null $accessToken
     * @return QueryDeviceCommandOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceCommand($qdcInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Creates a task that cancels all commands to a device that have not
     * been sent.
     *
     * Errors of the platform: 100418 (no data of the device), 100434 (no
     * such command), 100022 (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2262.
     *
     * @param CreateDeviceCmdCancelTaskInDTO|array{deviceId?: string|null} $cdcctInDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return CreateDeviceCmdCancelTaskOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function createDeviceCmdCancelTask($cdcctInDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists tasks that cancel commands.
     *
     * Errors of the platform: 100022 (times in the wrong order, or pageNo
     * or pageSize invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2263.
     *
     * @param QueryDeviceCmdCancelTaskInDTO|array{pageNo?: int|null, pageSize?: int|null, taskId?: string|null, deviceId?: string|null, status?: 'WAITTING'|'RUNNING'|'SUCCESS'|'FAILED'|'PART_SUCCESS'|null, startTime?: string|null, endTime?: string|null, appId?: string|null}|null $qdcctInDTO
     * @param string|null $accessToken
     * @return QueryDeviceCmdCancelTaskOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceCmdCancelTask($qdcctInDTO, #[\SensitiveParameter] $accessToken) {}
}
