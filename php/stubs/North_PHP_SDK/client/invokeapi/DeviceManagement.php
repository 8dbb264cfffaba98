<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\ModifyDeviceInforInDTO;
use North_PHP_SDK\client\dto\ModifyDeviceShadowInDTO;
use North_PHP_SDK\client\dto\QueryDeviceRealtimeLocationInDTO;
use North_PHP_SDK\client\dto\QueryDeviceRealtimeLocationOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceShadowOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceStatusOutDTO;
use North_PHP_SDK\client\dto\RefreshDeviceKeyInDTO;
use North_PHP_SDK\client\dto\RefreshDeviceKeyOutDTO;
use North_PHP_SDK\client\dto\RegDirectDeviceInDTO;
use North_PHP_SDK\client\dto\RegDirectDeviceOutDTO;

/**
 * Devices: registration, description, location and shadow.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `appId` is null for the application's own devices, or the id of the
 * owner for devices that it is authorized for; 100203 (no such
 * application) and 100217 (not authorized) refer to that id.
 */
class DeviceManagement
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
     * Registers a device, so that it can connect.
     *
     * Errors of the platform: 100003 (verifyCode invalid), 100007 (bad
     * request), 100412 (over the application's quota of devices), 100416
     * (device already bound), 100426 (nodeId in use), 100440 (isSecure
     * invalid), 100441 (over the quota of devices that are not secure),
     * 50400 (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2212.
     *
     * @param RegDirectDeviceInDTO|array{deviceInfo?: \North_PHP_SDK\client\dto\DeviceInfo|array<string, mixed>|null, endUserId?: string|null, imsi?: string|null, isSecure?: bool|null, nodeId?: string|null, psk?: string|null, timeout?: int|null, verifyCode?: string|null, productId?: string|null} $rddInDto
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return RegDirectDeviceOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function regDirectDevice($rddInDto, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Gives a device a new verifyCode, or a new nodeId so that another
     * device replaces it. The device must be offline.
     *
     * Errors of the platform: 100003 (verifyCode invalid), 100007 (bad
     * request), 100403 (no such device), 100426 (nodeId in use), 100611
     * (device is online), 50400 (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2213.
     *
     * @param RefreshDeviceKeyInDTO|array{verifyCode?: string|null, nodeId?: string|null, timeout?: int|null} $rdkInDTO
     * @param string $deviceId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return RefreshDeviceKeyOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function refreshDeviceKey($rdkInDTO, $deviceId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Changes the information of the platform about a device.
     *
     * Errors of the platform: 100022 (input invalid), 100403 (no such
     * device), 100440 (isSecure invalid), 100441 (over the quota of
     * devices that are not secure), 50400 (input invalid), 50252 (internal
     * error).
     *
     * Vendor page: iot_06_2214.
     *
     * @param ModifyDeviceInforInDTO|array{customFields?: list<\North_PHP_SDK\client\dto\CustomField|array<string, mixed>>|null, name?: string|null, endUser?: string|null, mute?: 'TRUE'|'FALSE'|null, manufacturerId?: string|null, manufacturerName?: string|null, deviceType?: string|null, model?: string|null, location?: string|null, protocolType?: string|null, region?: string|null, organization?: string|null, timezone?: string|null, imsi?: string|null, ip?: string|null, isSecure?: bool|null, deviceConfig?: \North_PHP_SDK\client\dto\DeviceConfigDTO|array<string, mixed>|null, psk?: string|null, tags?: list<\North_PHP_SDK\client\dto\Tag2|array<string, mixed>>|null} $mdiInDto
     * @param string $deviceId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function modifyDeviceInfo($mdiInDto, $deviceId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Deletes a device.
     *
     * `cascade` matters if other devices are connected through this one:
     * `true`, the platform's default, deletes them too; `false` turns them
     * into directly connected devices.
     *
     * Errors of the platform: 100403 (no such device), 100418 (no data of
     * the device), 50252 (internal error).
     *
     * Vendor page: iot_06_2215.
     *
     * @param string $deviceId
     * @param string|bool|null $cascade
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteDirectDevice($deviceId, $cascade, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Returns the activation status of a device: if it has connected since
     * it was registered.
     *
     * Errors of the platform: 100403 (no such device), 100418 (no data of
     * the device), 50252 (internal error).
     *
     * Vendor page: iot_06_2216.
     *
     * @param string $deviceId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return QueryDeviceStatusOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceStatus($deviceId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Locates a device.
     *
     * Errors of the platform: 100405 (request invalid), 100403 (no such
     * device), 50252 (internal error).
     *
     * @param QueryDeviceRealtimeLocationInDTO|array{deviceId?: string|null, horAcc?: int|null, geoInfo?: \North_PHP_SDK\client\dto\GeoInfoDTO|array<string, mixed>|null} $qdrlInDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return QueryDeviceRealtimeLocationOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceRealtimeLocation($qdrlInDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Sets properties of a device: immediately if it is online, otherwise
     * when it comes online.
     *
     * Errors of the platform: 100431 (no such service), 100403 (no such
     * device), 50400 (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2219.
     *
     * @param ModifyDeviceShadowInDTO|array{serviceDesireds?: list<\North_PHP_SDK\client\dto\ServiceDesiredDTO|array<string, mixed>>|null} $mdsInDTO
     * @param string $deviceId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function modifyDeviceShadow($mdsInDTO, $deviceId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Returns the properties that a device reported last, and the desired
     * properties.
     *
     * Errors of the platform: 100403 (no such device), 100418 (no data of
     * the device), 50252 (internal error).
     *
     * Vendor page: iot_06_2218.
     *
     * @param string $deviceId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return QueryDeviceShadowOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceShadow($deviceId, $appId, #[\SensitiveParameter] $accessToken) {}
}
