<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\DeleteBatchSubInDTO;
use North_PHP_SDK\client\dto\QueryBatchSubInDTO;
use North_PHP_SDK\client\dto\QueryBatchSubOutDTO;
use North_PHP_SDK\client\dto\SubDeviceDataInDTO;
use North_PHP_SDK\client\dto\SubDeviceManagementDataInDTO;
use North_PHP_SDK\client\dto\SubscriptionDTO;

/**
 * Subscriptions: the notifications that the platform pushes to the
 * application, and the URL that it pushes them to.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `appId` is null for the application's own devices, or the id of the
 * owner for devices that it is authorized for; 100203 (no such
 * application) and 100217 (not authorized) refer to that id.
 */
class SubscriptionManagement
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
     * Subscribes to business data of devices: `subDeviceData` with three
     * arguments.
     *
     * `ownerFlag`: `false` if the callback URL belongs to the application
     * that authorizes, `true` if it belongs to the authorized one, null if
     * that does not matter.
     *
     * Errors of the platform: 200001 (no such resource), 200002
     * (subscription exists), 100222 (callback URL illegal), 100234
     * (callback URL conflicts with another), 100007 (bad request), 50400
     * (input invalid), 50252 (internal error).
     *
     * Vendor page: iot_06_2232.
     *
     * @param SubDeviceDataInDTO|array{appId?: string|null, notifyType?: 'bindDevice'|'deviceAdded'|'deviceInfoChanged'|'deviceDataChanged'|'deviceDatasChanged'|'deviceDeleted'|'messageConfirm'|'commandRsp'|'deviceEvent'|'serviceInfoChanged'|'deviceModelAdded'|'deviceModelDeleted'|'ruleEvent'|'deviceDesiredPropertiesModifyStatusChanged'|null, callbackUrl?: string|null, channel?: 'HTTP'|'MQTT'|null} $sddInDTO
     * @param string|bool|null $ownerFlag
     * @param string|null $accessToken
     * @return SubscriptionDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function subDeviceData3($sddInDTO, $ownerFlag, #[\SensitiveParameter] $accessToken) {}

    /**
     * Subscribes to management data of devices, that is, upgrades:
     * `subDeviceData` with two arguments.
     *
     * Errors of the platform: 120015 (bad request), 200002 (subscription
     * exists), 100222 (callback URL illegal), 120001 (internal error).
     *
     * Vendor page: iot_06_2233.
     *
     * @param SubDeviceManagementDataInDTO|array{notifyType?: 'swUpgradeStateChangeNotify'|'swUpgradeResultNotify'|'fwUpgradeStateChangeNotify'|'fwUpgradeResultNotify'|null, callbackurl?: string|null} $smdInDTO
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function subDeviceData2($smdInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Describes a subscription.
     *
     * Errors of the platform: 200001 (no such subscription), 100222
     * (callback URL illegal), 50252 (internal error).
     *
     * Vendor page: iot_06_2234.
     *
     * @param string $subscriptionId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return SubscriptionDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function querySingleSubscription($subscriptionId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Deletes a subscription.
     *
     * Errors of the platform: 200001 (no such subscription), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2236.
     *
     * @param string $subscriptionId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteSingleSubscription($subscriptionId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists subscriptions.
     *
     * Errors of the platform: 100022 (pageNo or pageSize invalid), 100222
     * (callback URL illegal), 50252 (internal error).
     *
     * Vendor page: iot_06_2235.
     *
     * @param QueryBatchSubInDTO|array{appId?: string|null, notifyType?: string|null, pageNo?: int|null, pageSize?: int|null}|null $qbsInDTO
     * @param string|null $accessToken
     * @return QueryBatchSubOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryBatchSubscriptions($qbsInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Deletes subscriptions.
     *
     * Errors of the platform: 200001 (no such subscription), 50252
     * (internal error).
     *
     * Vendor page: iot_06_2237.
     *
     * @param DeleteBatchSubInDTO|array{appId?: string|null, notifyType?: string|null, callbackUrl?: string|null}|null $dbsInDTO
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteBatchSubscriptions($dbsInDTO, #[\SensitiveParameter] $accessToken) {}

    /**
     * Calls another method, depending on the number of arguments:
     *
     * - 2: `subDeviceData2`
     * - 3: `subDeviceData3`
     *
     * @param SubDeviceManagementDataInDTO|SubDeviceDataInDTO|array{notifyType?: 'swUpgradeStateChangeNotify'|'swUpgradeResultNotify'|'fwUpgradeStateChangeNotify'|'fwUpgradeResultNotify'|null, callbackurl?: string|null}|array{appId?: string|null, notifyType?: 'bindDevice'|'deviceAdded'|'deviceInfoChanged'|'deviceDataChanged'|'deviceDatasChanged'|'deviceDeleted'|'messageConfirm'|'commandRsp'|'deviceEvent'|'serviceInfoChanged'|'deviceModelAdded'|'deviceModelDeleted'|'ruleEvent'|'deviceDesiredPropertiesModifyStatusChanged'|null, callbackUrl?: string|null, channel?: 'HTTP'|'MQTT'|null} $sddInDTO
     * @param string|bool|null $ownerFlag
     * @param string|null $accessToken
     * @return SubscriptionDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function subDeviceData($sddInDTO, #[\SensitiveParameter] $ownerFlag, #[\SensitiveParameter] $accessToken = null) {}
}
