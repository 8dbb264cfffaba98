<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\constant;

/** Paths of the operations, as in the original SDK. */
class Constant
{
    /** @var string */
    public static $getAuthTokenUri = '/iocm/app/sec/v1.1.0/login';

    /** @var string */
    public static $refreshAuthTokenUri = '/iocm/app/sec/v1.1.0/refreshToken';

    /** @var string */
    public static $createBatchTaskUri = '/iocm/app/batchtask/v1.1.0/tasks';

    /** @var string */
    public static $queryOneTaskUri = '/iocm/app/batchtask/v1.1.0/tasks/';

    /** @var string */
    public static $queryTaskDetailsUri = '/iocm/app/batchtask/v1.1.0/taskDetails';

    /** @var string */
    public static $querySingleDeviceInfoUri = '/iocm/app/dm/v1.4.0/devices/';

    /** @var string */
    public static $queryBatchDevicesInfoUri = '/iocm/app/dm/v1.4.0/devices';

    /** @var string */
    public static $queryDeviceDataHistoryUri = '/iocm/app/data/v1.2.0/deviceDataHistory';

    /** @var string */
    public static $queryDeviceDesiredHistoryUri = '/iocm/app/shadow/v1.5.0/deviceDesiredHistory';

    /** @var string */
    public static $queryDeviceCapabilitiesUri = '/iocm/app/data/v1.1.0/deviceCapabilities';

    /** @var string */
    public static $createDeviceGroupUri = '/iocm/app/devgroup/v1.3.0/devGroups';

    /** @var string */
    public static $deleteDeviceGroupUri = '/iocm/app/devgroup/v1.3.0/devGroups/';

    /** @var string */
    public static $modifyDeviceGroupUri = '/iocm/app/devgroup/v1.3.0/devGroups/';

    /** @var string */
    public static $queryDeviceGroupsUri = '/iocm/app/devgroup/v1.3.0/devGroups';

    /** @var string */
    public static $querySingleDeviceGroupUri = '/iocm/app/devgroup/v1.3.0/devGroups/';

    /** @var string */
    public static $queryDeviceGroupMembersUri = '/iocm/app/dm/v1.2.0/devices/ids';

    /** @var string */
    public static $addDevicesToGroupUri = '/iocm/app/dm/v1.1.0/devices/addDevGroupTagToDevices';

    /** @var string */
    public static $deleteDevicesFromGroupUri = '/iocm/app/dm/v1.1.0/devices/deleteDevGroupTagFromDevices';

    /** @var string */
    public static $regDirectDeviceUri = '/iocm/app/reg/v1.1.0/deviceCredentials';

    /** @var string */
    public static $refreshDeviceKeyUri = '/iocm/app/reg/v1.1.0/deviceCredentials/';

    /** @var string */
    public static $modifyDeviceInfoUri = '/iocm/app/dm/v1.4.0/devices/';

    /** @var string */
    public static $deleteDirectDeviceUri = '/iocm/app/dm/v1.4.0/devices/';

    /** @var string */
    public static $queryDeviceStatusUri = '/iocm/app/reg/v1.1.0/deviceCredentials/';

    /** @var string */
    public static $queryDeviceRealtimeLocationUri = '/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation';

    /** @var string */
    public static $modifyDeviceShadowUri = '/iocm/app/shadow/v1.5.0/devices/';

    /** @var string */
    public static $queryDeviceShadowUri = '/iocm/app/shadow/v1.5.0/devices/';

    /** @var string */
    public static $invokeDeviceServiceUri = '/iocm/app/signaltrans/v1.1.0/devices/%s/services/%s/sendCommand';

    /** @var string */
    public static $queryUpgradePackageListUri = '/iodm/northbound/v1.5.0/category';

    /** @var string */
    public static $queryUpgradePackageUri = '/iodm/northbound/v1.5.0/category/';

    /** @var string */
    public static $deleteUpgradePackageUri = '/iodm/northbound/v1.5.0/category/';

    /** @var string */
    public static $createSoftwareUpgradeTaskUri = '/iodm/northbound/v1.5.0/operations/softwareUpgrade';

    /** @var string */
    public static $createFirmwareUpgradeTaskUri = '/iodm/northbound/v1.5.0/operations/firmwareUpgrade';

    /** @var string */
    public static $queryUpgradeTaskUri = '/iodm/northbound/v1.5.0/operations/';

    /** @var string */
    public static $queryUpgradeSubTaskUri = '/iodm/northbound/v1.5.0/operations/%s/subOperations';

    /** @var string */
    public static $queryUpgradeTaskListUri = '/iodm/northbound/v1.5.0/operations';

    /** @var string */
    public static $createRuleUri = '/iocm/app/rule/v1.2.0/rules';

    /** @var string */
    public static $updateRuleUri = '/iocm/app/rule/v1.2.0/rules';

    /** @var string */
    public static $deleteRuleUri = '/iocm/app/rule/v1.2.0/rules/';

    /** @var string */
    public static $updateRuleStatusUri = '/iocm/app/rule/v1.2.0/rules/%s/status/%s';

    /** @var string */
    public static $updateBatchRuleStatusUri = '/iocm/app/rule/v1.2.0/rules/status';

    /** @var string */
    public static $queryRulesUri = '/iocm/app/rule/v1.2.0/rules';

    /** @var string */
    public static $postDeviceCommandUri = '/iocm/app/cmd/v1.4.0/deviceCommands';

    /** @var string */
    public static $updateDeviceCommandUri = '/iocm/app/cmd/v1.4.0/deviceCommands/';

    /** @var string */
    public static $queryDeviceCommandUri = '/iocm/app/cmd/v1.4.0/deviceCommands';

    /** @var string */
    public static $createDeviceCmdCancelTaskUri = '/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks';

    /** @var string */
    public static $queryDeviceCmdCancelTaskUri = '/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks';

    /** @var string */
    public static $subDeviceData3Uri = '/iocm/app/sub/v1.2.0/subscriptions';

    /** @var string */
    public static $subDeviceData2Uri = '/iodm/app/sub/v1.1.0/subscribe';

    /** @var string */
    public static $querySingleSubscriptionUri = '/iocm/app/sub/v1.2.0/subscriptions/';

    /** @var string */
    public static $deleteSingleSubscriptionUri = '/iocm/app/sub/v1.2.0/subscriptions/';

    /** @var string */
    public static $queryBatchSubscriptionsUri = '/iocm/app/sub/v1.2.0/subscriptions';

    /** @var string */
    public static $deleteBatchSubscriptionsUri = '/iocm/app/sub/v1.2.0/subscriptions';
}
