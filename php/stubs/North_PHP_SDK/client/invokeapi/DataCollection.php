<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\QueryBatchDevicesInfoInDTO;
use North_PHP_SDK\client\dto\QueryBatchDevicesInfoOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceCapabilitiesInDTO;
use North_PHP_SDK\client\dto\QueryDeviceCapabilitiesOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceDataHistoryInDTO;
use North_PHP_SDK\client\dto\QueryDeviceDataHistoryOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceDesiredHistoryInDTO;
use North_PHP_SDK\client\dto\QueryDeviceDesiredHistoryOutDTO;
use North_PHP_SDK\client\dto\QuerySingleDeviceInfoOutDTO;

/**
 * Descriptions, capabilities and reported data of devices.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `appId` is null for the application's own devices, or the id of the
 * owner for devices that it is authorized for; 100203 (no such
 * application) and 100217 (not authorized) refer to that id.
 */
class DataCollection
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
     * Describes a device, with the data that it reported last.
     *
     * `select` adds fields to the response, such as `imsi`.
     *
     * Errors of the platform: 100403 (no such device), 100418 (no data of
     * the device), 50252 (internal error).
     *
     * Vendor page: iot_06_2267.
     *
     * @param string $deviceId
     * @param string|bool|null $select
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return QuerySingleDeviceInfoOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function querySingleDeviceInfo($deviceId, $select, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists devices, with the data that they reported last.
     *
     * Errors of the platform: 100022 (times in the wrong order, or pageNo
     * or pageSize invalid), 100405 (request invalid), 50252 (internal
     * error).
     *
     * Vendor page: iot_06_2268.
     *
     * @param QueryBatchDevicesInfoInDTO|array{appId?: string|null, gatewayId?: string|null, status?: 'ONLINE'|'OFFLINE'|'ABNORMAL'|null, nodeType?: 'ENDPOINT'|'GATEWAY'|'UNKNOW'|null, deviceType?: string|null, pageNo?: int|null, pageSize?: int|null, startTime?: string|null, endTime?: string|null, sort?: 'ASC'|'DESC'|null, select?: string|null}|null $qbdiInDTO
     * @param string|null $accessToken
     * @return QueryBatchDevicesInfoOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryBatchDevicesInfo($qbdiInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the data that a device has reported. The platform keeps the
     * data for at most 90 days (`ModifyDeviceInforInDTO::$deviceConfig`).
     *
     * Errors of the platform: 100022 (times in the wrong order, or pageNo
     * or pageSize invalid), 100405 (request invalid), 100418 (no data of
     * the device), 100419 (deviceId and gatewayId are both null), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2269.
     *
     * @param QueryDeviceDataHistoryInDTO|array{appId?: string|null, deviceId?: string|null, gatewayId?: string|null, serviceId?: string|null, property?: string|null, pageNo?: int|null, pageSize?: int|null, startTime?: string|null, endTime?: string|null}|null $qddhInDTO
     * @param string|null $accessToken
     * @return QueryDeviceDataHistoryOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceDataHistory($qddhInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the settings that `modifyDeviceShadow` has made in a device's
     * shadow.
     *
     * Errors of the platform: as for `queryDeviceDataHistory`.
     *
     * Vendor page: iot_06_2270.
     *
     * @param QueryDeviceDesiredHistoryInDTO|array{appId?: string|null, deviceId?: string|null, gatewayId?: string|null, serviceId?: string|null, property?: string|null, pageNo?: int|null, pageSize?: int|null, startTime?: string|null, endTime?: string|null}|null $qddhInDTO
     * @param string|null $accessToken
     * @return QueryDeviceDesiredHistoryOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceDesiredHistory($qddhInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the commands that devices take and the properties that they
     * have.
     *
     * Errors of the platform: 100403 (no such device), 100418 (no data of
     * the device), 50252 (internal error).
     *
     * Vendor page: iot_06_2271.
     *
     * @param QueryDeviceCapabilitiesInDTO|array{deviceId?: string|null, appId?: string|null, gatewayId?: string|null}|null $qdcInDTO
     * @param string|null $accessToken
     * @return QueryDeviceCapabilitiesOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceCapabilities($qdcInDTO, #[\SensitiveParameter] $accessToken) {}
}
