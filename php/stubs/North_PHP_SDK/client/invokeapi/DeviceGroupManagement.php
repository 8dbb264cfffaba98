<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\CreateDeviceGroupInDTO;
use North_PHP_SDK\client\dto\CreateDeviceGroupOutDTO;
use North_PHP_SDK\client\dto\DeviceGroupWithDeviceListDTO;
use North_PHP_SDK\client\dto\ModifyDeviceGroupInDTO;
use North_PHP_SDK\client\dto\ModifyDeviceGroupOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceGroupMembersInDTO;
use North_PHP_SDK\client\dto\QueryDeviceGroupMembersOutDTO;
use North_PHP_SDK\client\dto\QueryDeviceGroupsInDTO;
use North_PHP_SDK\client\dto\QueryDeviceGroupsOutDTO;
use North_PHP_SDK\client\dto\QuerySingleDeviceGroupOutDTO;

/**
 * Groups of devices, for batch tasks and upgrades. A device may be in
 * several groups.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `accessAppId` is null for the application's own groups, or the id of the
 * owner for groups that it is authorized for; 100203 (no such application)
 * and 100217 (not authorized) refer to that id.
 */
class DeviceGroupManagement
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
     * Creates a device group.
     *
     * Errors of the platform: 100602 (name of the group is in use), 100604
     * (input invalid), 100607 (over the quota of groups), 100609 (too many
     * devices in one request), 50252 (internal error).
     *
     * Vendor page: iot_06_2273.
     *
     * @param CreateDeviceGroupInDTO|array{name?: string|null, description?: string|null, appId?: string|null, maxDevNum?: int|null, deviceIds?: list<string>|null, id?: string|null} $cdgInDTO
     * @param string|null $accessToken
     * @return CreateDeviceGroupOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function createDeviceGroup($cdgInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Deletes a device group, but not its devices.
     *
     * Errors of the platform: 100603 (no such group), 50252 (internal
     * error).
     *
     * Vendor page: iot_06_2274.
     *
     * @param string $devGroupId
     * @param string|bool|null $accessAppId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteDeviceGroup($devGroupId, $accessAppId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Changes a device group.
     *
     * Errors of the platform: 100602 (name of the group is in use), 100603
     * (no such group), 100604 (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2275.
     *
     * @param ModifyDeviceGroupInDTO|array{name?: string|null, description?: string|null, maxDevNum?: int|null} $mdgInDTO
     * @param string $devGroupId
     * @param string|bool|null $accessAppId
     * @param string|null $accessToken
     * @return ModifyDeviceGroupOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function modifyDeviceGroup($mdgInDTO, $devGroupId, $accessAppId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists device groups.
     *
     * Errors of the platform: 100604 (input invalid), 50252 (internal
     * error).
     *
     * Vendor page: iot_06_2276.
     *
     * @param QueryDeviceGroupsInDTO|array{accessAppId?: string|null, pageNo?: int|null, pageSize?: int|null, name?: string|null}|null $qdgInDTO
     * @param string|null $accessToken
     * @return QueryDeviceGroupsOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceGroups($qdgInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Describes a device group.
     *
     * Errors of the platform: 100603 (no such group), 50252 (internal
     * error).
     *
     * Vendor page: iot_06_2277.
     *
     * @param string $devGroupId
     * @param string|bool|null $accessAppId
     * @param string|null $accessToken
     * @return QuerySingleDeviceGroupOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function querySingleDeviceGroup($devGroupId, $accessAppId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists the devices of a group.
     *
     * Errors of the platform: 100603 (no such group), 100604 (input
     * invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2278.
     *
     * @param QueryDeviceGroupMembersInDTO|array{devGroupId?: string|null, accessAppId?: string|null, pageNo?: int|null, pageSize?: int|null}|null $qdgmInDTO
     * @param string|null $accessToken
     * @return QueryDeviceGroupMembersOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryDeviceGroupMembers($qdgmInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Adds devices to a group.
     *
     * Errors of the platform: 100403 (no such device), 100601 (group is
     * full), 100603 (no such group), 100604 (input invalid), 100609 (too
     * many devices in one request), 50252 (internal error).
     *
     * Vendor page: iot_06_2279.
     *
     * @param DeviceGroupWithDeviceListDTO|array{devGroupId?: string|null, deviceIds?: list<string>|null} $dgwdlDTO
     * @param string|bool|null $accessAppId
     * @param string|null $accessToken
     * @return DeviceGroupWithDeviceListDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function addDevicesToGroup($dgwdlDTO, $accessAppId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Removes devices from a group.
     *
     * Errors of the platform: 100403 (no such device), 100603 (no such
     * group), 100604 (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2280.
     *
     * @param DeviceGroupWithDeviceListDTO|array{devGroupId?: string|null, deviceIds?: list<string>|null} $dgwdlDTO
     * @param string|bool|null $accessAppId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteDevicesFromGroup($dgwdlDTO, $accessAppId, #[\SensitiveParameter] $accessToken) {}
}
