<?php

/*
 * The types of the properties of the DTOs, written from the documents of the SDKs, not from the
 * extension. Properties that are not listed are text.
 */

declare(strict_types=1);

$command = ['command' => 'CommandDTOV4'];
$device = ['deviceInfo' => 'DeviceInfo'];
$services = ['services' => '[DeviceService]'];

return [
    /** class => property => class of the object, in brackets for a list of such objects */
    'nested' => [
        'BatchTaskCreateInDTO' => ['tags' => '[TagDTO2]'],
        'CommandDTO' => ['header' => 'CommandNA2CloudHeader'],
        'CoordinateReferenceSystemDTO' => ['identifier' => 'IdentifierDTO'],
        'CreateDeviceCmdCancelTaskOutDTO' => ['deviceCommands' => '[DeviceCommandRespV4]'],
        'CreateUpgradeTaskInDTO' => ['targets' => 'OperateDevices', 'policy' => 'OperatePolicy'],
        'DeviceCapabilityDTO' => ['serviceCapabilities' => '[ServiceCapabilityDTO]'],
        'DeviceCommandRespV4' => $command,
        'DeviceConfigDTO' => ['dataConfig' => 'DataConfigDTO'],
        'DeviceService' => ['serviceInfo' => 'ServiceInfo'],
        'GeoInfoDTO' => ['coordinateReferenceSystem' => 'CoordinateReferenceSystemDTO'],
        'GroupExpress' => ['groupElements' => '[GroupElement]'],
        'ModifyDeviceInforInDTO' => [
            'customFields' => '[CustomField]', 'deviceConfig' => 'DeviceConfigDTO', 'tags' => '[Tag2]',
        ],
        'ModifyDeviceShadowInDTO' => ['serviceDesireds' => '[ServiceDesiredDTO]'],
        'NotifyBindDeviceDTO' => $device,
        'NotifyDeviceAddedDTO' => $device,
        'NotifyDeviceDataChangedDTO' => ['service' => 'DeviceService'],
        'NotifyDeviceDatasChangedDTO' => $services,
        'NotifyDeviceEventDTO' => ['header' => 'DeviceEventHeader'],
        'NotifyDeviceInfoChangedDTO' => $device,
        'NotifyMessageConfirmDTO' => ['header' => 'MessageConfirmHeader'],
        'NotifyNBCommandStatusChangedDTO' => ['result' => 'NBCommandResult'],
        'NotifyRuleEventDTO' => ['reasons' => '[ConditionReason]', 'actionsResults' => '[ActionResult]'],
        'NotifyServiceInfoChangedDTO' => ['serviceInfo' => 'ServiceInfo'],
        'PostDeviceCommandInDTO' => $command,
        'PostDeviceCommandOutDTO' => $command,
        'QueryBatchDevicesInfoOutDTO' => ['devices' => '[QuerySingleDeviceInfoOutDTO]'],
        'QueryBatchSubOutDTO' => ['subscriptions' => '[SubscriptionDTO]'],
        'QueryDeviceCapabilitiesOutDTO' => ['deviceCapabilities' => '[DeviceCapabilityDTO]'],
        'QueryDeviceCmdCancelTaskOutDTO' => [
            'pagination' => 'Pagination', 'data' => '[CreateDeviceCmdCancelTaskOutDTO]',
        ],
        'QueryDeviceCommandOutDTO' => ['pagination' => 'Pagination', 'data' => '[DeviceCommandRespV4]'],
        'QueryDeviceDataHistoryOutDTO' => ['deviceDataHistoryDTOs' => '[DeviceDataHistoryDTO]'],
        'QueryDeviceGroupsOutDTO' => ['list' => '[QuerySingleDeviceGroupOutDTO]'],
        'QueryDeviceRealtimeLocationInDTO' => ['geoInfo' => 'GeoInfoDTO'],
        'QueryDeviceRealtimeLocationOutDTO' => ['pd' => 'PdIoMDTO', 'poserr' => 'PoserrIoMDTO'],
        'QueryDeviceShadowOutDTO' => $device,
        'QuerySingleDeviceInfoOutDTO' => $device + $services,
        'QueryTaskDetailDTOCloud2NA' => ['param' => 'ObjectNode1'],
        'QueryTaskDetailsOutDTO' => ['taskDetails' => '[QueryTaskDetailDTOCloud2NA]'],
        'QueryUpgradePackageListOutDTO' => ['data' => '[QueryUpgradePackageOutDTO]'],
        'QueryUpgradeSubTaskOutDTO' => ['data' => '[SubOperationInfo]'],
        'QueryUpgradeTaskListOutDTO' => ['data' => '[QueryUpgradeTaskOutDTO]'],
        'QueryUpgradeTaskOutDTO' => [
            'targets' => 'OperateDevices', 'policy' => 'OperatePolicy', 'staResult' => 'OperationStaResult',
        ],
        'RegDirectDeviceInDTO' => $device,
        'RuleDTO' => [
            'timeRange' => 'TimeRange', 'groupExpress' => 'GroupExpress', 'tags' => '[TagDTO2]',
            'rulePreProcessors' => '[RulePreProcessorDTO]',
        ],
        'ServiceCapabilityDTO' => ['commands' => '[ServiceCommand]', 'properties' => '[ServiceProperty]'],
        'ServiceCommand' => ['paras' => '[ServiceCommandPara]', 'responses' => '[ServiceCommandResponse]'],
        'ServiceCommandResponse' => ['paras' => '[ServiceCommandPara]'],
        'UpdateBatchRuleStatusInDTO' => ['requests' => '[UpdateRuleStatusInDTO]'],
        'UpdateBatchRuleStatusOutDTO' => ['result' => 'RuleResultBodyDTO', 'responses' => '[RuleResponseBodyDTO]'],
        'UpdateDeviceCommandOutDTO' => $command,
    ],

    /** properties with another type than text, in any class */
    'integers' => [
        'completeCnt', 'curDevNum', 'dataAgingTime', 'expireTime', 'expiredCnt', 'expiresIn', 'fail', 'failCnt',
        'horAcc', 'index', 'issuedTimes', 'maxDevNum', 'maxLength', 'maxRetransmit', 'pageNo', 'pageSize',
        'processing', 'progress', 'retryTimes', 'stop', 'success', 'successCnt', 'tagType', 'timeout', 'timeoutCnt',
        'total', 'totalCnt', 'totalCount', 'totalSize', 'wait',
    ],
    'numbers' => ['step', 'successRate'],
    'booleans' => ['activated', 'checkNullAction', 'isSecure', 'refreshId', 'required', 'retryType'],
    'texts' => ['clientIds', 'deviceGroups', 'deviceIds', 'devices', 'elements', 'enumList', 'muteCmds'],
    /** objects without a class */
    'objects' => [
        'body', 'data', 'desired', 'extendInfo', 'extendPara', 'info', 'param', 'paras', 'properties', 'response',
        'result', 'resultDetail', 'transData', 'transInfo',
    ],
    /** lists of such objects */
    'lists' => ['actions', 'conditions', 'deviceDesiredHistory', 'services', 'triggerSources'],
];
