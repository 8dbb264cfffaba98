//! What the platform pushes to the application that has subscribed to it.

use serde_json::Value;

use super::common::{DeviceInfo, DeviceService, ServiceInfo};

dto! {
    /// A device was registered.
    NotifyDeviceAddedDto = "NotifyDeviceAddedDTO" {
        /// Always `deviceAdded`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly.
        gateway_id: String = "gatewayId",
        /// `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
        node_type: String = "nodeType",
        /// What kind of device it is.
        device_info: DeviceInfo = "deviceInfo",
    }

    /// A device has connected for the first time.
    NotifyBindDeviceDto = "NotifyBindDeviceDTO" {
        /// Always `bindDevice`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// How that went, such as `succeeded` or `expired`.
        result_code: String = "resultCode",
        /// What kind of device it is.
        device_info: DeviceInfo = "deviceInfo",
    }

    /// What the platform knows about a device has changed; its status, for
    /// one.
    NotifyDeviceInfoChangedDto = "NotifyDeviceInfoChangedDTO" {
        /// Always `deviceInfoChanged`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly.
        gateway_id: String = "gatewayId",
        /// What kind of device it is, and what has changed.
        device_info: DeviceInfo = "deviceInfo",
    }

    /// A service of a device has reported data.
    NotifyDeviceDataChangedDto = "NotifyDeviceDataChangedDTO" {
        /// Always `deviceDataChanged`.
        notify_type: String = "notifyType",
        /// Identifies the message; absent unless the device was asked.
        request_id: String = "requestId",
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly.
        gateway_id: String = "gatewayId",
        /// The service, with its data.
        service: DeviceService = "service",
    }

    /// Services of a device have reported data.
    NotifyDeviceDatasChangedDto = "NotifyDeviceDatasChangedDTO" {
        /// Always `deviceDatasChanged`.
        notify_type: String = "notifyType",
        /// Identifies the message; absent unless the device was asked.
        request_id: String = "requestId",
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly.
        gateway_id: String = "gatewayId",
        /// The services, with their data.
        services: Vec<DeviceService> = "services",
    }

    /// What the platform knows about a service of a device has changed.
    NotifyServiceInfoChangedDto = "NotifyServiceInfoChangedDTO" {
        /// Always `serviceInfoChanged`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly.
        gateway_id: String = "gatewayId",
        /// The service.
        service_id: String = "serviceId",
        /// Type of the service.
        service_type: String = "serviceType",
        /// What has changed, and only that.
        service_info: ServiceInfo = "serviceInfo",
    }

    /// A device was deleted.
    NotifyDeviceDeletedDto = "NotifyDeviceDeletedDTO" {
        /// Always `deviceDeleted`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it was connected
        /// directly.
        gateway_id: String = "gatewayId",
    }

    /// A message has reached a device, or has not.
    NotifyMessageConfirmDto = "NotifyMessageConfirmDTO" {
        /// Always `messageConfirm`.
        notify_type: String = "notifyType",
        /// Which message, and how that went.
        header: MessageConfirmHeader = "header",
        /// Depends on the message.
        body: Value = "body",
    }

    /// Which message was confirmed.
    MessageConfirmHeader = "MessageConfirmHeader" {
        /// Identifies the message.
        request_id: String = "requestId",
        /// The sender: a device, as `/devices/{deviceId}`, or one of its
        /// services, as `/devices/{deviceId}/services/{serviceId}`.
        from: String = "from",
        /// The receiver: the application.
        to: String = "to",
        /// `sent`, `delivered` or `executed`.
        status: String = "status",
        /// When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        timestamp: String = "timestamp",
    }

    /// A device has answered a command of `invokeDeviceService`.
    NotifyCommandRspDto = "NotifyCommandRspDTO" {
        /// Always `commandRsp`.
        notify_type: String = "notifyType",
        /// Which command: requestId, from, to, deviceId, serviceType, method.
        /// The SDK has no class for it.
        header: Value = "header",
        /// What the device answered.
        body: Value = "body",
    }

    /// A device has reported an event.
    NotifyDeviceEventDto = "NotifyDeviceEventDTO" {
        /// Always `deviceEvent`.
        notify_type: String = "notifyType",
        /// Which event.
        header: DeviceEventHeader = "header",
        /// Depends on the event.
        body: Value = "body",
    }

    /// Which event a device has reported.
    DeviceEventHeader = "DeviceEventHeader" {
        /// Type of the event.
        event_type: String = "eventType",
        /// The sender: a device, as `/devices/{deviceId}`, or one of its
        /// services, as `/devices/{deviceId}/services/{serviceId}`.
        from: String = "from",
        /// When the device sent the report, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        timestamp: String = "timestamp",
        /// When the event happened, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        event_time: String = "eventTime",
        /// The device.
        device_id: String = "deviceId",
        /// Type of the service.
        service_type: String = "serviceType",
    }

    /// A device model was added.
    NotifyDeviceModelAddedDto = "NotifyDeviceModelAddedDTO" {
        /// Always `deviceModelAdded`.
        notify_type: String = "notifyType",
        /// The application that the model belongs to.
        app_id: String = "appId",
        /// Type of the devices.
        device_type: String = "deviceType",
        /// Name of their manufacturer.
        manufacturer_name: String = "manufacturerName",
        /// Identifies their manufacturer.
        manufacturer_id: String = "manufacturerId",
        /// Model of the devices.
        model: String = "model",
        /// Protocol of the devices.
        protocol_type: String = "protocolType",
    }

    /// A device model was deleted.
    NotifyDeviceModelDeletedDto = "NotifyDeviceModelDeletedDTO" {
        /// Always `deviceModelDeleted`.
        notify_type: String = "notifyType",
        /// The application that the model belonged to.
        app_id: String = "appId",
        /// Type of the devices.
        device_type: String = "deviceType",
        /// Name of their manufacturer.
        manufacturer_name: String = "manufacturerName",
        /// Identifies their manufacturer.
        manufacturer_id: String = "manufacturerId",
        /// Model of the devices.
        model: String = "model",
        /// Protocol of the devices.
        protocol_type: String = "protocolType",
    }

    /// A rule's conditions came true.
    NotifyRuleEventDto = "NotifyRuleEventDTO" {
        /// Always `ruleEvent`.
        notify_type: String = "notifyType",
        /// The user who created the rule.
        author: String = "author",
        /// The rule.
        rule_id: String = "ruleId",
        /// Name of the rule.
        rule_name: String = "ruleName",
        /// How the rule's conditions are joined: `and` or `or`.
        logic: String = "logic",
        /// The conditions that came true.
        reasons: Vec<ConditionReason> = "reasons",
        /// When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        trigger_time: String = "triggerTime",
        /// What the rule's actions gave.
        actions_results: Vec<ActionResult> = "actionsResults",
    }

    /// A condition of a rule that came true.
    ConditionReason = "ConditionReason" {
        /// When it came true.
        satisfaction_time: String = "satisfactionTime",
        /// Type of the condition.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// What made it true; depends on the type.
        info: Value = "info",
        /// What was kept with the condition.
        trans_info: Value = "transInfo",
    }

    /// What an action of a rule gave.
    ActionResult = "ActionResult" {
        /// Type of the action.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Why it failed.
        exception: String = "exception",
        /// What it gave; depends on the type.
        result: Value = "result",
        /// What it did; depends on the type.
        info: Value = "info",
        /// What was kept with the action.
        trans_info: Value = "transInfo",
    }

    /// What a device was to be set to has reached it, or has not.
    NotifyDeviceDesiredStatusChangedDto = "NotifyDeviceDesiredStatusChangedDTO" {
        /// Always `deviceDesiredPropertiesModifyStatusChanged`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The service.
        service_id: String = "serviceId",
        /// The properties, by name.
        properties: Value = "properties",
        /// How that went, such as `DELIVERED` or `FAILED`.
        status: String = "status",
    }

    /// The status of a command of `postDeviceCommand` has changed. It comes to
    /// the command's own callbackUrl, and has no `notifyType`.
    ///
    /// Vendor page: iot_06_2257.
    NotifyNbCommandStatusChangedDto = "NotifyNBCommandStatusChangedDTO" {
        /// The device.
        device_id: String = "deviceId",
        /// The command.
        command_id: String = "commandId",
        /// The status.
        result: NbCommandResult = "result",
    } [string form as "NotifyNBCommandResultDTO"]

    /// The status of a command.
    NbCommandResult = "NBCommandResult" {
        /// `SENT`, `DELIVERED`, `SUCCESS` (or `SUCCESSFUL`), `FAILED`, `TIMEOUT` or
        /// `EXPIRED`.
        result_code: String = "resultCode",
        /// What the device answered; depends on the command.
        result_detail: Value = "resultDetail",
    }

    /// The software upgrade of a device has got further.
    NotifySwUpgradeStateChangedDto = "NotifySwUpgradeStateChangedDTO" {
        /// Always `swUpgradeStateChangeNotify`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The application that the device belongs to.
        app_id: String = "appId",
        /// The upgrade task.
        operation_id: String = "operationId",
        /// The subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// `downloading`, `downloaded`, `updating` or `idle`; newer platforms
        /// also say `otacreated` and `RequestDownload`.
        sw_upgrade_state: String = "swUpgradeState",
    }

    /// The software upgrade of a device has ended.
    NotifySwUpgradeResultDto = "NotifySwUpgradeResultDTO" {
        /// Always `swUpgradeResultNotify`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The application that the device belongs to.
        app_id: String = "appId",
        /// The upgrade task.
        operation_id: String = "operationId",
        /// The subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// The version that the device has.
        cur_version: String = "curVersion",
        /// The version that it was to have.
        target_version: String = "targetVersion",
        /// The version that it had.
        source_version: String = "sourceVersion",
        /// `SUCCESS` or `FAIL`.
        sw_upgrade_result: String = "swUpgradeResult",
        /// How long the upgrade took.
        upgrade_time: String = "upgradeTime",
        /// Text of the result.
        result_desc: String = "resultDesc",
        /// Why it failed, as the device's code.
        error_code: String = "errorCode",
        /// Why it failed, in words.
        description: String = "description",
    }

    /// The firmware upgrade of a device has got further.
    NotifyFwUpgradeStateChangedDto = "NotifyFwUpgradeStateChangedDTO" {
        /// Always `fwUpgradeStateChangeNotify`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The application that the device belongs to.
        app_id: String = "appId",
        /// The upgrade task.
        operation_id: String = "operationId",
        /// The subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// `0` (idle), `1` (downloading), `2` (downloaded) or `3` (updating).
        step: String = "step",
        /// Text of the step.
        step_desc: String = "stepDesc",
    }

    /// The firmware upgrade of a device has ended.
    NotifyFwUpgradeResultDto = "NotifyFwUpgradeResultDTO" {
        /// Always `fwUpgradeResultNotify`.
        notify_type: String = "notifyType",
        /// The device.
        device_id: String = "deviceId",
        /// The application that the device belongs to.
        app_id: String = "appId",
        /// The upgrade task.
        operation_id: String = "operationId",
        /// The subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// The version that the device has.
        cur_version: String = "curVersion",
        /// The version that it was to have.
        target_version: String = "targetVersion",
        /// The version that it had.
        source_version: String = "sourceVersion",
        /// `SUCCESS` or `FAIL`.
        status: String = "status",
        /// Text of the result.
        status_desc: String = "statusDesc",
        /// How long the upgrade took.
        upgrade_time: String = "upgradeTime",
    }
}
