//! The bodies of notifications.

use serde_json::{Map, Value, json};

use crate::clock::stamp;
use crate::package::{PACKAGES, Package};
use crate::task::OperateType;

pub(crate) const SW_STATE: &str = "swUpgradeStateChangeNotify";
pub(crate) const SW_RESULT: &str = "swUpgradeResultNotify";
pub(crate) const FW_STATE: &str = "fwUpgradeStateChangeNotify";
pub(crate) const FW_RESULT: &str = "fwUpgradeResultNotify";

/// The notification types about upgrades.
pub(crate) const MANAGEMENT: [&str; 4] = [SW_STATE, SW_RESULT, FW_STATE, FW_RESULT];

/// All other notification types.
pub(crate) const BUSINESS: [&str; 14] = [
    "bindDevice",
    "deviceAdded",
    "deviceInfoChanged",
    "deviceDataChanged",
    "deviceDatasChanged",
    "deviceDeleted",
    "messageConfirm",
    "serviceInfoChanged",
    "commandRsp",
    "deviceEvent",
    "deviceModelAdded",
    "deviceModelDeleted",
    "ruleEvent",
    "deviceDesiredPropertiesModifyStatusChanged",
];

/// The steps of an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Idle,
    Downloading,
    Downloaded,
    Updating,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Downloading => "downloading",
            Self::Downloaded => "downloaded",
            Self::Updating => "updating",
        }
    }
}

/// A device in an upgrade task.
#[derive(Debug)]
pub(crate) struct Upgrading {
    pub(crate) device: String,
    pub(crate) app: String,
    pub(crate) operation: String,
    pub(crate) subtask: String,
}

impl Upgrading {
    fn head(&self, kind: &str) -> Map<String, Value> {
        let fields = [
            ("notifyType", kind),
            ("deviceId", &self.device),
            ("appId", &self.app),
            ("operationId", &self.operation),
            ("subOperationId", &self.subtask),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.into()));
        Map::from_iter(fields)
    }

    pub(crate) fn state(&self, operate_type: OperateType, step: Step) -> Value {
        let mut body;
        match operate_type {
            OperateType::SoftwareUpgrade => {
                body = self.head(SW_STATE);
                body.insert("swUpgradeState".into(), step.name().into());
            }
            OperateType::FirmwareUpgrade => {
                body = self.head(FW_STATE);
                body.insert("step".into(), (step as u8).to_string().into());
                body.insert("stepDesc".into(), step.name().into());
            }
        }
        Value::Object(body)
    }

    /// Builds the result of an upgrade; `cause` is the cause of a failure.
    pub(crate) fn result(
        &self,
        operate_type: OperateType,
        package: &Package,
        cause: Option<&str>,
        at: i64,
    ) -> Value {
        let kind = match operate_type {
            OperateType::SoftwareUpgrade => SW_RESULT,
            OperateType::FirmwareUpgrade => FW_RESULT,
        };
        let current = match cause {
            None => package.version,
            Some(_) => package.source_version,
        };
        let result = match cause {
            None => "SUCCESS",
            Some(_) => "FAIL",
        };
        let text = cause.unwrap_or("success");
        let rest = match operate_type {
            OperateType::SoftwareUpgrade => vec![
                ("swUpgradeResult", result.to_owned()),
                ("upgradeTime", stamp(at)),
                ("resultDesc", text.to_owned()),
                ("errorCode", i32::from(cause.is_some()).to_string()),
                ("description", text.to_owned()),
            ],
            OperateType::FirmwareUpgrade => vec![
                ("status", result.to_owned()),
                ("statusDesc", text.to_owned()),
                ("upgradeTime", stamp(at)),
            ],
        };
        let versions = [
            ("curVersion", current.to_owned()),
            ("targetVersion", package.version.to_owned()),
            ("sourceVersion", package.source_version.to_owned()),
        ];
        let mut body = self.head(kind);
        let fields = versions.into_iter().chain(rest);
        body.extend(fields.map(|(name, value)| (name.to_owned(), value.into())));
        Value::Object(body)
    }
}

/// Generates a sample body of a notification. Returns `None` for an unknown type; an
/// empty type gives the callback of a command.
pub(crate) fn sample_body(kind: &str, app: &str, device: Option<&str>, now: i64) -> Option<Value> {
    let device = device.unwrap_or("8c23b6b4-ea68-48fb-9c2f-90452a81ebb1");
    let time = stamp(now);
    if kind.is_empty() {
        return Some(json!({
            "deviceId": device,
            "commandId": "8c23b6b4ea6848fb9c2f90452a81ebb1",
            "result": { "resultCode": "SUCCESSFUL", "resultDetail": { "result": 0 } },
        }));
    }
    if MANAGEMENT.contains(&kind) {
        return Some(sample_upgrade(kind, app, device, now));
    }
    let fields = sample_device_fields(kind, device, &time);
    let fields = fields.or_else(|| sample_app_fields(kind, app, device, &time))?;
    Some(with_notify_type(kind, fields))
}

/// Generates the fields of a notification about one device.
fn sample_device_fields(kind: &str, device: &str, time: &str) -> Option<Value> {
    Some(match kind {
        "bindDevice" => json!({
            "deviceId": device, "resultCode": "succeeded", "deviceInfo": sample_device_info(),
        }),
        "deviceAdded" => json!({
            "deviceId": device, "gatewayId": device, "nodeType": "GATEWAY",
            "deviceInfo": sample_device_info(),
        }),
        "deviceInfoChanged" => json!({
            "deviceId": device, "gatewayId": device, "deviceInfo": sample_device_info(),
        }),
        "deviceDataChanged" => json!({
            "requestId": null, "deviceId": device, "gatewayId": device,
            "service": sample_service(time),
        }),
        "deviceDatasChanged" => json!({
            "requestId": null, "deviceId": device, "gatewayId": device,
            "services": [sample_service(time)],
        }),
        "deviceDeleted" => json!({ "deviceId": device, "gatewayId": device }),
        "serviceInfoChanged" => json!({
            "deviceId": device, "gatewayId": device, "serviceId": "Battery",
            "serviceType": "Battery", "serviceInfo": { "muteCmds": null },
        }),
        "deviceDesiredPropertiesModifyStatusChanged" => json!({
            "deviceId": device, "serviceId": "Connectivity",
            "properties": { "reportInterval": 900 }, "status": "DELIVERED",
        }),
        _ => return None,
    })
}

/// Generates the fields of a notification about a message, a model or a rule.
fn sample_app_fields(kind: &str, app: &str, device: &str, time: &str) -> Option<Value> {
    Some(match kind {
        "messageConfirm" => message_confirm_fields("made-up", device, app, "delivered", time),
        "commandRsp" => command_response_fields("made-up", device, "Battery", time),
        "deviceEvent" => json!({
            "header": {
                "eventType": "alarm", "from": format!("/devices/{device}"), "timestamp": time,
                "eventTime": time, "deviceId": device, "serviceType": "Battery",
            },
            "body": { "batteryLow": 1 },
        }),
        "deviceModelAdded" | "deviceModelDeleted" => json!({
            "appId": app, "deviceType": "WaterMeter", "manufacturerName": "Brookline",
            "manufacturerId": "Brookline", "model": "WM100-NB", "protocolType": "LWM2M",
        }),
        "ruleEvent" => json!({
            "author": app, "ruleId": "rule-made-up", "ruleName": "Low battery", "logic": "or",
            "reasons": [{
                "satisfactionTime": time, "type": "DEVICE_DATA", "id": "condition-1",
                "info": { "deviceId": device, "path": "Battery/batteryLevel" }, "transInfo": null,
            }],
            "triggerTime": time,
            "actionsResults": [{
                "type": "SMS", "id": "action-1", "exception": null, "result": "success",
                "info": null, "transInfo": null,
            }],
        }),
        _ => return None,
    })
}

/// Adds `notifyType` as the first field, because some receivers expect it there.
pub(crate) fn with_notify_type(kind: &str, fields: Value) -> Value {
    let mut body = Map::from_iter([("notifyType".to_owned(), kind.into())]);
    if let Value::Object(fields) = fields {
        body.extend(fields);
    }
    Value::Object(body)
}

fn sample_upgrade(kind: &str, app: &str, device: &str, now: i64) -> Value {
    let operate_type = match kind {
        SW_STATE | SW_RESULT => OperateType::SoftwareUpgrade,
        _ => OperateType::FirmwareUpgrade,
    };
    let package = PACKAGES
        .iter()
        .find(|package| package.operate_type() == operate_type)
        .unwrap_or(&PACKAGES[0]);
    let upgrading = Upgrading {
        device: device.to_owned(),
        app: app.to_owned(),
        operation: "8c23b6b4ea6848fb9c2f9045".to_owned(),
        subtask: "2a81ebb18c23b6b4ea6848fb".to_owned(),
    };
    match kind {
        SW_STATE | FW_STATE => upgrading.state(operate_type, Step::Downloading),
        _ => upgrading.result(operate_type, package, None, now),
    }
}

fn sample_device_info() -> Value {
    json!({
        "nodeId": "867725030000001", "name": "Meter 1", "manufacturerId": "Brookline",
        "manufacturerName": "Brookline", "deviceType": "WaterMeter", "model": "WM100-NB",
        "protocolType": "LWM2M", "status": "ONLINE", "statusDetail": "NONE", "mute": "FALSE",
    })
}

fn sample_service(time: &str) -> Value {
    json!({
        "serviceId": "Battery", "serviceType": "Battery", "data": { "batteryLevel": 87 },
        "eventTime": time, "serviceInfo": null,
    })
}

/// Builds the fields of `messageConfirm`, except its type.
pub(crate) fn message_confirm_fields(
    request: &str,
    device: &str,
    app: &str,
    status: &str,
    time: &str,
) -> Value {
    json!({
        "header": {
            "requestId": request, "from": format!("/devices/{device}"),
            "to": format!("/apps/{app}"), "status": status, "timestamp": time,
        },
        "body": {},
    })
}

/// Builds the fields of `commandRsp`, except its type.
pub(crate) fn command_response_fields(
    request: &str,
    device: &str,
    service: &str,
    time: &str,
) -> Value {
    json!({
        "header": {
            "requestId": request, "from": format!("/devices/{device}/services/{service}"),
            "deviceId": device, "serviceType": service, "timestamp": time,
        },
        "body": { "result": 0 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_body_that_names_it_first() {
        for kind in BUSINESS.iter().chain(&MANAGEMENT) {
            let body = sample_body(kind, "app", None, 0)
                .unwrap_or_default()
                .to_string();
            assert!(
                body.starts_with(&format!("{{\"notifyType\":\"{kind}\",")),
                "{body}"
            );
        }
        assert!(sample_body("", "app", None, 0).is_some());
        assert!(sample_body("deviceExploded", "app", None, 0).is_none());
    }
}
