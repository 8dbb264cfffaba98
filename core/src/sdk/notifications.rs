//! DTOs of the notifications that the platform pushes to an application.
//!
//! [`subscription_management`](super::subscription_management) subscribes to them, and
//! [`Notification`](super::Notification) decodes them.

use serde_json::Value;

use super::common::Logic;
use super::common::NodeType;
use super::common::{DeviceInfo, DeviceService, ServiceInfo};
use super::timestamp::Timestamp;

words! {
    /// Status of a message to a device.
    MessageStatus {
        /// It was sent.
        Sent = "sent",
        /// The device has it.
        Delivered = "delivered",
        /// The device executed it.
        Executed = "executed",
    }

    /// Status of a command, in the callback of the platform.
    CommandOutcome {
        /// It was sent.
        Sent = "SENT",
        /// The device has it.
        Delivered = "DELIVERED",
        /// It succeeded.
        Success = "SUCCESS",
        /// It succeeded.
        Successful = "SUCCESSFUL",
        /// It failed.
        Failed = "FAILED",
        /// It timed out.
        Timeout = "TIMEOUT",
        /// It expired before it was sent.
        Expired = "EXPIRED",
    }

    /// State of the software upgrade of a device.
    SoftwareUpgradeState {
        /// The device downloads the package.
        Downloading = "downloading",
        /// The device has the package.
        Downloaded = "downloaded",
        /// The device installs it.
        Updating = "updating",
        /// No upgrade is under way.
        Idle = "idle",
        /// The upgrade was created.
        Created = "otacreated",
        /// The device was asked to download.
        DownloadRequested = "RequestDownload",
    }

    /// Step of the firmware upgrade of a device.
    FirmwareUpgradeStep {
        /// No upgrade is under way.
        Idle = "0",
        /// The device downloads the package.
        Downloading = "1",
        /// The device has the package.
        Downloaded = "2",
        /// The device installs it.
        Updating = "3",
    }

    /// Result of the upgrade of a device.
    UpgradeResult {
        /// It succeeded.
        Success = "SUCCESS",
        /// It failed.
        Fail = "FAIL",
    }
}

dto! {
    /// Notification that a device was registered.
    NotifyDeviceAddedDto = "NotifyDeviceAddedDTO" {
        /// Type of the notification: always `deviceAdded`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly.
        gateway_id: String = "gatewayId",
        /// Kind of node: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
        node_type: NodeType = "nodeType",
        /// Manufacturer, type, model and protocol of the device.
        device_info: DeviceInfo = "deviceInfo",
    }

    /// Notification that a device has connected for the first time.
    NotifyBindDeviceDto = "NotifyBindDeviceDTO" {
        /// Type of the notification: always `bindDevice`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Result of the binding, such as `succeeded` or `expired`.
        result_code: String = "resultCode",
        /// Manufacturer, type, model and protocol of the device.
        device_info: DeviceInfo = "deviceInfo",
    }

    /// Notification that the information about a device has changed, such as
    /// its status.
    NotifyDeviceInfoChangedDto = "NotifyDeviceInfoChangedDTO" {
        /// Type of the notification: always `deviceInfoChanged`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly.
        gateway_id: String = "gatewayId",
        /// Type of the device, and the information that has changed.
        device_info: DeviceInfo = "deviceInfo",
    }

    /// Notification that a service of a device has reported data.
    NotifyDeviceDataChangedDto = "NotifyDeviceDataChangedDTO" {
        /// Type of the notification: always `deviceDataChanged`.
        notify_type: String = "notifyType",
        /// Id of the message; present only if the device responds to a request.
        request_id: String = "requestId",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly.
        gateway_id: String = "gatewayId",
        /// Service that has reported, with its data.
        service: DeviceService = "service",
    }

    /// Notification that several services of a device have reported data.
    NotifyDeviceDatasChangedDto = "NotifyDeviceDatasChangedDTO" {
        /// Type of the notification: always `deviceDatasChanged`.
        notify_type: String = "notifyType",
        /// Id of the message; present only if the device responds to a request.
        request_id: String = "requestId",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly.
        gateway_id: String = "gatewayId",
        /// Services that have reported, with their data.
        services: Vec<DeviceService> = "services",
    }

    /// Notification that the information about a service of a device has
    /// changed.
    NotifyServiceInfoChangedDto = "NotifyServiceInfoChangedDTO" {
        /// Type of the notification: always `serviceInfoChanged`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly.
        gateway_id: String = "gatewayId",
        /// Id of the service.
        service_id: String = "serviceId",
        /// Type of the service.
        service_type: String = "serviceType",
        /// Information that has changed, without the rest.
        service_info: ServiceInfo = "serviceInfo",
    }

    /// Notification that a device was deleted.
    NotifyDeviceDeletedDto = "NotifyDeviceDeletedDTO" {
        /// Type of the notification: always `deviceDeleted`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// was connected directly.
        gateway_id: String = "gatewayId",
    }

    /// Notification about the delivery of a message to a device.
    NotifyMessageConfirmDto = "NotifyMessageConfirmDTO" {
        /// Type of the notification: always `messageConfirm`.
        notify_type: String = "notifyType",
        /// Message, and the status of its delivery.
        header: MessageConfirmHeader = "header",
        /// Content, which depends on the message.
        body: Value = "body",
    }

    /// Message that was confirmed.
    MessageConfirmHeader = "MessageConfirmHeader" {
        /// Identifies the message.
        request_id: String = "requestId",
        /// Sender: a device, as `/devices/{deviceId}`, or one of its services,
        /// as `/devices/{deviceId}/services/{serviceId}`.
        from: String = "from",
        /// Receiver: the application.
        to: String = "to",
        /// Status of the message: `sent`, `delivered` or `executed`.
        status: MessageStatus = "status",
        /// Time of the event, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        timestamp: Timestamp = "timestamp",
    }

    /// Notification that a device has responded to a command of
    /// `invokeDeviceService`.
    NotifyCommandRspDto = "NotifyCommandRspDTO" {
        /// Type of the notification: always `commandRsp`.
        notify_type: String = "notifyType",
        /// Command: requestId, from, to, deviceId, serviceType, method. The SDK
        /// has no class for it.
        header: Value = "header",
        /// Response of the device.
        body: Value = "body",
    }

    /// Notification that a device has reported an event.
    NotifyDeviceEventDto = "NotifyDeviceEventDTO" {
        /// Type of the notification: always `deviceEvent`.
        notify_type: String = "notifyType",
        /// Event that was reported.
        header: DeviceEventHeader = "header",
        /// Content, which depends on the event.
        body: Value = "body",
    }

    /// Event that a device has reported.
    DeviceEventHeader = "DeviceEventHeader" {
        /// Type of the event.
        event_type: String = "eventType",
        /// Sender: a device, as `/devices/{deviceId}`, or one of its services,
        /// as `/devices/{deviceId}/services/{serviceId}`.
        from: String = "from",
        /// Time at which the device sent the report, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        timestamp: Timestamp = "timestamp",
        /// Time at which the event happened, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        event_time: Timestamp = "eventTime",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Type of the service.
        service_type: String = "serviceType",
    }

    /// Notification that a device model was added.
    NotifyDeviceModelAddedDto = "NotifyDeviceModelAddedDTO" {
        /// Type of the notification: always `deviceModelAdded`.
        notify_type: String = "notifyType",
        /// Id of the application that the model belongs to.
        app_id: String = "appId",
        /// Type of the devices.
        device_type: String = "deviceType",
        /// Name of the manufacturer.
        manufacturer_name: String = "manufacturerName",
        /// Identifies the manufacturer.
        manufacturer_id: String = "manufacturerId",
        /// Model of the devices.
        model: String = "model",
        /// Protocol of the devices.
        protocol_type: String = "protocolType",
    }

    /// Notification that a device model was deleted.
    NotifyDeviceModelDeletedDto = "NotifyDeviceModelDeletedDTO" {
        /// Type of the notification: always `deviceModelDeleted`.
        notify_type: String = "notifyType",
        /// Id of the application that the model belonged to.
        app_id: String = "appId",
        /// Type of the devices.
        device_type: String = "deviceType",
        /// Name of the manufacturer.
        manufacturer_name: String = "manufacturerName",
        /// Identifies the manufacturer.
        manufacturer_id: String = "manufacturerId",
        /// Model of the devices.
        model: String = "model",
        /// Protocol of the devices.
        protocol_type: String = "protocolType",
    }

    /// Notification that the conditions of a rule were met.
    NotifyRuleEventDto = "NotifyRuleEventDTO" {
        /// Type of the notification: always `ruleEvent`.
        notify_type: String = "notifyType",
        /// User who created the rule.
        author: String = "author",
        /// Id of the rule.
        rule_id: String = "ruleId",
        /// Name of the rule.
        rule_name: String = "ruleName",
        /// Operator that joins the conditions of the rule: `and` or `or`.
        logic: Logic = "logic",
        /// Conditions that were met.
        reasons: Vec<ConditionReason> = "reasons",
        /// Time of the event, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        trigger_time: Timestamp = "triggerTime",
        /// Results of the rule's actions.
        actions_results: Vec<ActionResult> = "actionsResults",
    }

    /// A condition of a rule that was met.
    ConditionReason = "ConditionReason" {
        /// Time at which the condition was met.
        satisfaction_time: String = "satisfactionTime",
        /// Type of the condition.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Data that met the condition; depends on the type.
        info: Value = "info",
        /// Data that was stored with the condition.
        trans_info: Value = "transInfo",
    }

    /// Result of an action of a rule.
    ActionResult = "ActionResult" {
        /// Type of the action.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Cause if the action failed.
        exception: String = "exception",
        /// Result of the action; depends on the type.
        result: Value = "result",
        /// Description of the action; depends on the type.
        info: Value = "info",
        /// Data that was stored with the action.
        trans_info: Value = "transInfo",
    }

    /// Notification about the delivery of desired properties to a device.
    NotifyDeviceDesiredStatusChangedDto = "NotifyDeviceDesiredStatusChangedDTO" {
        /// Type of the notification: always
        /// `deviceDesiredPropertiesModifyStatusChanged`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the service.
        service_id: String = "serviceId",
        /// Desired properties, by name.
        properties: Value = "properties",
        /// Status of the delivery, such as `DELIVERED` or `FAILED`.
        status: String = "status",
    }

    /// Notification that the status of a command of `postDeviceCommand` has
    /// changed. The platform sends it to the callbackUrl of the command,
    /// without `notifyType`.
    ///
    /// Vendor page: iot_06_2257.
    NotifyNbCommandStatusChangedDto = "NotifyNBCommandStatusChangedDTO" {
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the command.
        command_id: String = "commandId",
        /// Status of the command.
        result: NbCommandResult = "result",
    } [string form as "NotifyNBCommandResultDTO"]

    /// Status of a command.
    NbCommandResult = "NBCommandResult" {
        /// Status: `SENT`, `DELIVERED`, `SUCCESS` (or `SUCCESSFUL`), `FAILED`,
        /// `TIMEOUT` or `EXPIRED`.
        result_code: CommandOutcome = "resultCode",
        /// Response of the device; depends on the command.
        result_detail: Value = "resultDetail",
    }

    /// Notification about the progress of the software upgrade of a device.
    NotifySwUpgradeStateChangedDto = "NotifySwUpgradeStateChangedDTO" {
        /// Type of the notification: always `swUpgradeStateChangeNotify`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the application that the device belongs to.
        app_id: String = "appId",
        /// Id of the upgrade task.
        operation_id: String = "operationId",
        /// Id of the subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// State of the upgrade: `downloading`, `downloaded`, `updating` or
        /// `idle`; newer platforms also send `otacreated` and
        /// `RequestDownload`.
        sw_upgrade_state: SoftwareUpgradeState = "swUpgradeState",
    }

    /// Notification that the software upgrade of a device has ended.
    NotifySwUpgradeResultDto = "NotifySwUpgradeResultDTO" {
        /// Type of the notification: always `swUpgradeResultNotify`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the application that the device belongs to.
        app_id: String = "appId",
        /// Id of the upgrade task.
        operation_id: String = "operationId",
        /// Id of the subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// Version that the device has now.
        cur_version: String = "curVersion",
        /// Target version of the upgrade.
        target_version: String = "targetVersion",
        /// Version before the upgrade.
        source_version: String = "sourceVersion",
        /// Result of the upgrade: `SUCCESS` or `FAIL`.
        sw_upgrade_result: UpgradeResult = "swUpgradeResult",
        /// Duration of the upgrade.
        upgrade_time: String = "upgradeTime",
        /// Description of the result.
        result_desc: String = "resultDesc",
        /// Error code of the device, if the upgrade failed.
        error_code: String = "errorCode",
        /// Cause of the failure, as text.
        description: String = "description",
    }

    /// Notification about the progress of the firmware upgrade of a device.
    NotifyFwUpgradeStateChangedDto = "NotifyFwUpgradeStateChangedDTO" {
        /// Type of the notification: always `fwUpgradeStateChangeNotify`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the application that the device belongs to.
        app_id: String = "appId",
        /// Id of the upgrade task.
        operation_id: String = "operationId",
        /// Id of the subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// Step of the upgrade: `0` (idle), `1` (downloading), `2` (downloaded)
        /// or `3` (updating).
        step: FirmwareUpgradeStep = "step",
        /// Description of the step.
        step_desc: String = "stepDesc",
    }

    /// Notification that the firmware upgrade of a device has ended.
    NotifyFwUpgradeResultDto = "NotifyFwUpgradeResultDTO" {
        /// Type of the notification: always `fwUpgradeResultNotify`.
        notify_type: String = "notifyType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the application that the device belongs to.
        app_id: String = "appId",
        /// Id of the upgrade task.
        operation_id: String = "operationId",
        /// Id of the subtask of the device.
        sub_operation_id: String = "subOperationId",
        /// Version that the device has now.
        cur_version: String = "curVersion",
        /// Target version of the upgrade.
        target_version: String = "targetVersion",
        /// Version before the upgrade.
        source_version: String = "sourceVersion",
        /// Result of the upgrade: `SUCCESS` or `FAIL`.
        status: UpgradeResult = "status",
        /// Description of the result.
        status_desc: String = "statusDesc",
        /// Duration of the upgrade.
        upgrade_time: String = "upgradeTime",
    }
}
