<?php

/*
 * The operations of the northbound API, written from the documents of the PHP SDK and of the
 * REST API, not from the extension, so that a difference shows.
 *
 * class => method => [HTTP method, path, [parameter => location], class of the response]
 *
 * A parameter is a segment of the "path", a parameter of the "query" with the same name, or the "token". A DTO is
 * the JSON "body", or its properties are in the "query" or in the "path".
 * The class of the response is null if there is no body, and in brackets if it is a list.
 */

declare(strict_types=1);

$devices = '/iocm/app/dm/v1.4.0/devices';
$credentials = '/iocm/app/reg/v1.1.0/deviceCredentials';
$shadow = '/iocm/app/shadow/v1.5.0';
$commands = '/iocm/app/cmd/v1.4.0';
$tasks = '/iocm/app/batchtask/v1.1.0';
$groups = '/iocm/app/devgroup/v1.3.0/devGroups';
$members = '/iocm/app/dm/v1.1.0/devices';
$subscriptions = '/iocm/app/sub/v1.2.0/subscriptions';
$rules = '/iocm/app/rule/v1.2.0/rules';
$upgrades = '/iodm/northbound/v1.5.0';

return [
    'Authentication' => [
        'getAuthToken' => ['POST', '/iocm/app/sec/v1.1.0/login', [], 'AuthOutDTO'],
        'refreshAuthToken' => ['POST', '/iocm/app/sec/v1.1.0/refreshToken', [
            'arInDTO' => 'body AuthRefreshInDTO',
        ], 'AuthRefreshOutDTO'],
    ],
    'BatchProcess' => [
        'createBatchTask' => ['POST', $tasks . '/tasks', [
            'btcInDTO' => 'body BatchTaskCreateInDTO', 'accessToken' => 'token',
        ], 'BatchTaskCreateOutDTO'],
        'queryOneTask' => ['GET', $tasks . '/tasks/{taskId}', [
            'taskId' => 'path', 'select' => 'query', 'appId' => 'query', 'accessToken' => 'token',
        ], 'QueryOneTaskOutDTO'],
        'queryTaskDetails' => ['GET', $tasks . '/taskDetails', [
            'qtdInDTO' => 'query QueryTaskDetailsInDTO', 'accessToken' => 'token',
        ], 'QueryTaskDetailsOutDTO'],
    ],
    'DataCollection' => [
        'querySingleDeviceInfo' => ['GET', $devices . '/{deviceId}', [
            'deviceId' => 'path', 'select' => 'query', 'appId' => 'query', 'accessToken' => 'token',
        ], 'QuerySingleDeviceInfoOutDTO'],
        'queryBatchDevicesInfo' => ['GET', $devices, [
            'qbdiInDTO' => 'query QueryBatchDevicesInfoInDTO', 'accessToken' => 'token',
        ], 'QueryBatchDevicesInfoOutDTO'],
        'queryDeviceDataHistory' => ['GET', '/iocm/app/data/v1.2.0/deviceDataHistory', [
            'qddhInDTO' => 'query QueryDeviceDataHistoryInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceDataHistoryOutDTO'],
        'queryDeviceDesiredHistory' => ['GET', $shadow . '/deviceDesiredHistory', [
            'qddhInDTO' => 'query QueryDeviceDesiredHistoryInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceDesiredHistoryOutDTO'],
        'queryDeviceCapabilities' => ['GET', '/iocm/app/data/v1.1.0/deviceCapabilities', [
            'qdcInDTO' => 'query QueryDeviceCapabilitiesInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceCapabilitiesOutDTO'],
    ],
    'DeviceGroupManagement' => [
        'createDeviceGroup' => ['POST', $groups, [
            'cdgInDTO' => 'body CreateDeviceGroupInDTO', 'accessToken' => 'token',
        ], 'CreateDeviceGroupOutDTO'],
        'deleteDeviceGroup' => ['DELETE', $groups . '/{devGroupId}', [
            'devGroupId' => 'path', 'accessAppId' => 'query', 'accessToken' => 'token',
        ], null],
        'modifyDeviceGroup' => ['PUT', $groups . '/{devGroupId}', [
            'mdgInDTO' => 'body ModifyDeviceGroupInDTO', 'devGroupId' => 'path', 'accessAppId' => 'query',
            'accessToken' => 'token',
        ], 'ModifyDeviceGroupOutDTO'],
        'queryDeviceGroups' => ['GET', $groups, [
            'qdgInDTO' => 'query QueryDeviceGroupsInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceGroupsOutDTO'],
        'querySingleDeviceGroup' => ['GET', $groups . '/{devGroupId}', [
            'devGroupId' => 'path', 'accessAppId' => 'query', 'accessToken' => 'token',
        ], 'QuerySingleDeviceGroupOutDTO'],
        'queryDeviceGroupMembers' => ['GET', '/iocm/app/dm/v1.2.0/devices/ids', [
            'qdgmInDTO' => 'query QueryDeviceGroupMembersInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceGroupMembersOutDTO'],
        'addDevicesToGroup' => ['POST', $members . '/addDevGroupTagToDevices', [
            'dgwdlDTO' => 'body DeviceGroupWithDeviceListDTO', 'accessAppId' => 'query', 'accessToken' => 'token',
        ], 'DeviceGroupWithDeviceListDTO'],
        'deleteDevicesFromGroup' => ['POST', $members . '/deleteDevGroupTagFromDevices', [
            'dgwdlDTO' => 'body DeviceGroupWithDeviceListDTO', 'accessAppId' => 'query', 'accessToken' => 'token',
        ], null],
    ],
    'DeviceManagement' => [
        'regDirectDevice' => ['POST', $credentials, [
            'rddInDto' => 'body RegDirectDeviceInDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'RegDirectDeviceOutDTO'],
        'refreshDeviceKey' => ['PUT', $credentials . '/{deviceId}', [
            'rdkInDTO' => 'body RefreshDeviceKeyInDTO', 'deviceId' => 'path', 'appId' => 'query',
            'accessToken' => 'token',
        ], 'RefreshDeviceKeyOutDTO'],
        'modifyDeviceInfo' => ['PUT', $devices . '/{deviceId}', [
            'mdiInDto' => 'body ModifyDeviceInforInDTO', 'deviceId' => 'path', 'appId' => 'query',
            'accessToken' => 'token',
        ], null],
        'deleteDirectDevice' => ['DELETE', $devices . '/{deviceId}', [
            'deviceId' => 'path', 'cascade' => 'query', 'appId' => 'query', 'accessToken' => 'token',
        ], null],
        'queryDeviceStatus' => ['GET', $credentials . '/{deviceId}', [
            'deviceId' => 'path', 'appId' => 'query', 'accessToken' => 'token',
        ], 'QueryDeviceStatusOutDTO'],
        'queryDeviceRealtimeLocation' => ['POST', '/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation', [
            'qdrlInDTO' => 'body QueryDeviceRealtimeLocationInDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'QueryDeviceRealtimeLocationOutDTO'],
        'modifyDeviceShadow' => ['PUT', $shadow . '/devices/{deviceId}', [
            'mdsInDTO' => 'body ModifyDeviceShadowInDTO', 'deviceId' => 'path', 'appId' => 'query',
            'accessToken' => 'token',
        ], null],
        'queryDeviceShadow' => ['GET', $shadow . '/devices/{deviceId}', [
            'deviceId' => 'path', 'appId' => 'query', 'accessToken' => 'token',
        ], 'QueryDeviceShadowOutDTO'],
    ],
    'DeviceServiceInvocation' => [
        'invokeDeviceService' => [
            'POST', '/iocm/app/signaltrans/v1.1.0/devices/{deviceId}/services/{serviceId}/sendCommand', [
                'deviceId' => 'path', 'serviceId' => 'path', 'commandDTO' => 'body CommandDTO', 'appId' => 'query',
                'accessToken' => 'token',
            ], 'InvokeDeviceServiceOutDTO',
        ],
    ],
    'DeviceUpgrade' => [
        'queryUpgradePackageList' => ['GET', $upgrades . '/category', [
            'quplInDTO' => 'query QueryUpgradePackageListInDTO', 'accessToken' => 'token',
        ], 'QueryUpgradePackageListOutDTO'],
        'queryUpgradePackage' => ['GET', $upgrades . '/category/{fileId}', [
            'fileId' => 'path', 'accessToken' => 'token',
        ], 'QueryUpgradePackageOutDTO'],
        'deleteUpgradePackage' => ['DELETE', $upgrades . '/category/{fileId}', [
            'fileId' => 'path', 'accessToken' => 'token',
        ], null],
        'createSoftwareUpgradeTask' => ['POST', $upgrades . '/operations/softwareUpgrade', [
            'cutInDTO' => 'body CreateUpgradeTaskInDTO', 'accessToken' => 'token',
        ], 'CreateUpgradeTaskOutDTO'],
        'createFirmwareUpgradeTask' => ['POST', $upgrades . '/operations/firmwareUpgrade', [
            'cutInDTO' => 'body CreateUpgradeTaskInDTO', 'accessToken' => 'token',
        ], 'CreateUpgradeTaskOutDTO'],
        'queryUpgradeTask' => ['GET', $upgrades . '/operations/{operationId}', [
            'operationId' => 'path', 'accessToken' => 'token',
        ], 'QueryUpgradeTaskOutDTO'],
        'queryUpgradeSubTask' => ['GET', $upgrades . '/operations/{operationId}/subOperations', [
            'qustInDTO' => 'query QueryUpgradeSubTaskInDTO', 'operationId' => 'path', 'accessToken' => 'token',
        ], 'QueryUpgradeSubTaskOutDTO'],
        'queryUpgradeTaskList' => ['GET', $upgrades . '/operations', [
            'qutlInDTO' => 'query QueryUpgradeTaskListInDTO', 'accessToken' => 'token',
        ], 'QueryUpgradeTaskListOutDTO'],
    ],
    'RuleEngine' => [
        'createRule' => ['POST', $rules, [
            'ruleDTO' => 'body RuleDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'RuleCreateOrUpdateOutDTO'],
        'updateRule' => ['PUT', $rules, [
            'ruleDTO' => 'body RuleDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'RuleCreateOrUpdateOutDTO'],
        'deleteRule' => ['DELETE', $rules . '/{ruleId}', [
            'ruleId' => 'path', 'appId' => 'query', 'accessToken' => 'token',
        ], null],
        'updateRuleStatus' => ['PUT', $rules . '/{ruleId}/status/{status}', [
            'ursInDTO' => 'path UpdateRuleStatusInDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], null],
        'updateBatchRuleStatus' => ['PUT', $rules . '/status', [
            'ubrsInDTO' => 'body UpdateBatchRuleStatusInDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'UpdateBatchRuleStatusOutDTO'],
        'queryRules' => ['GET', $rules, [
            'qrInDTO' => 'query QueryRulesInDTO', 'accessToken' => 'token',
        ], '[RuleDTO]'],
    ],
    'SignalDelivery' => [
        'postDeviceCommand' => ['POST', $commands . '/deviceCommands', [
            'pdcInDTO' => 'body PostDeviceCommandInDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'PostDeviceCommandOutDTO'],
        'updateDeviceCommand' => ['PUT', $commands . '/deviceCommands/{deviceCommandId}', [
            'udcInDTO' => 'body UpdateDeviceCommandInDTO', 'deviceCommandId' => 'path', 'appId' => 'query',
            'accessToken' => 'token',
        ], 'UpdateDeviceCommandOutDTO'],
        'queryDeviceCommand' => ['GET', $commands . '/deviceCommands', [
            'qdcInDTO' => 'query QueryDeviceCommandInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceCommandOutDTO'],
        'createDeviceCmdCancelTask' => ['POST', $commands . '/deviceCommandCancelTasks', [
            'cdcctInDTO' => 'body CreateDeviceCmdCancelTaskInDTO', 'appId' => 'query', 'accessToken' => 'token',
        ], 'CreateDeviceCmdCancelTaskOutDTO'],
        'queryDeviceCmdCancelTask' => ['GET', $commands . '/deviceCommandCancelTasks', [
            'qdcctInDTO' => 'query QueryDeviceCmdCancelTaskInDTO', 'accessToken' => 'token',
        ], 'QueryDeviceCmdCancelTaskOutDTO'],
    ],
    'SubscriptionManagement' => [
        // subDeviceData with three arguments, and with two arguments.
        'subDeviceData3' => ['POST', $subscriptions, [
            'sddInDTO' => 'body SubDeviceDataInDTO', 'ownerFlag' => 'query', 'accessToken' => 'token',
        ], 'SubscriptionDTO'],
        'subDeviceData2' => ['POST', '/iodm/app/sub/v1.1.0/subscribe', [
            'smdInDTO' => 'body SubDeviceManagementDataInDTO', 'accessToken' => 'token',
        ], null],
        'querySingleSubscription' => ['GET', $subscriptions . '/{subscriptionId}', [
            'subscriptionId' => 'path', 'appId' => 'query', 'accessToken' => 'token',
        ], 'SubscriptionDTO'],
        'deleteSingleSubscription' => ['DELETE', $subscriptions . '/{subscriptionId}', [
            'subscriptionId' => 'path', 'appId' => 'query', 'accessToken' => 'token',
        ], null],
        'queryBatchSubscriptions' => ['GET', $subscriptions, [
            'qbsInDTO' => 'query QueryBatchSubInDTO', 'accessToken' => 'token',
        ], 'QueryBatchSubOutDTO'],
        'deleteBatchSubscriptions' => ['DELETE', $subscriptions, [
            'dbsInDTO' => 'query DeleteBatchSubInDTO', 'accessToken' => 'token',
        ], null],
    ],
];
