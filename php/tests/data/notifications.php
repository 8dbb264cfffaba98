<?php

/*
 * The notifications of the platform, written from the documents: notifyType => DTO.
 * The callback of a command has no notifyType.
 */

declare(strict_types=1);

return [
    'deviceAdded' => 'NotifyDeviceAddedDTO',
    'bindDevice' => 'NotifyBindDeviceDTO',
    'deviceInfoChanged' => 'NotifyDeviceInfoChangedDTO',
    'deviceDataChanged' => 'NotifyDeviceDataChangedDTO',
    'deviceDatasChanged' => 'NotifyDeviceDatasChangedDTO',
    'serviceInfoChanged' => 'NotifyServiceInfoChangedDTO',
    'deviceDeleted' => 'NotifyDeviceDeletedDTO',
    'messageConfirm' => 'NotifyMessageConfirmDTO',
    'commandRsp' => 'NotifyCommandRspDTO',
    'deviceEvent' => 'NotifyDeviceEventDTO',
    'deviceModelAdded' => 'NotifyDeviceModelAddedDTO',
    'deviceModelDeleted' => 'NotifyDeviceModelDeletedDTO',
    'ruleEvent' => 'NotifyRuleEventDTO',
    'deviceDesiredPropertiesModifyStatusChanged' => 'NotifyDeviceDesiredStatusChangedDTO',
    'swUpgradeStateChangeNotify' => 'NotifySwUpgradeStateChangedDTO',
    'swUpgradeResultNotify' => 'NotifySwUpgradeResultDTO',
    'fwUpgradeStateChangeNotify' => 'NotifyFwUpgradeStateChangedDTO',
    'fwUpgradeResultNotify' => 'NotifyFwUpgradeResultDTO',
    '' => 'NotifyNBCommandStatusChangedDTO',
];
