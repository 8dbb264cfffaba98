//! The bodies of notifications.

use serde_json::{Map, Value, json};

use crate::clock::stamp;
use crate::package::{PACKAGES, Package};
use crate::task::OperateType;

pub(crate) const SW_STATE: &str = "swUpgradeStateChangeNotify";
pub(crate) const SW_RESULT: &str = "swUpgradeResultNotify";
pub(crate) const FW_STATE: &str = "fwUpgradeStateChangeNotify";
pub(crate) const FW_RESULT: &str = "fwUpgradeResultNotify";

/// The types one subscribes to among the upgrades.
pub(crate) const MANAGEMENT: [&str; 4] = [SW_STATE, SW_RESULT, FW_STATE, FW_RESULT];

/// All other types.
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
        let members = [
            ("notifyType", kind),
            ("deviceId", &self.device),
            ("appId", &self.app),
            ("operationId", &self.operation),
            ("subOperationId", &self.subtask),
        ];
        let members = members.map(|(name, value)| (name.to_owned(), value.into()));
        Map::from_iter(members)
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

    /// `cause` is why it failed, if it did.
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
        let members = versions.into_iter().chain(rest);
        body.extend(members.map(|(name, value)| (name.to_owned(), value.into())));
        Value::Object(body)
    }
}

/// The body of a notification that nothing real happened for. `None` for an
/// unknown type; without a type, the callback of a command.
pub(crate) fn made_up(kind: &str, app: &str, device: Option<&str>, now: i64) -> Option<Value> {
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
        return Some(made_up_upgrade(kind, app, device, now));
    }
    let members = made_up_of_device(kind, device, &time);
    let members = members.or_else(|| made_up_of_app(kind, app, device, &time))?;
    Some(typed(kind, members))
}

/// What is about one device and nothing else.
fn made_up_of_device(kind: &str, device: &str, time: &str) -> Option<Value> {
    Some(match kind {
        "bindDevice" => json!({
            "deviceId": device, "resultCode": "succeeded", "deviceInfo": made_up_info(),
        }),
        "deviceAdded" => json!({
            "deviceId": device, "gatewayId": device, "nodeType": "GATEWAY",
            "deviceInfo": made_up_info(),
        }),
        "deviceInfoChanged" => json!({
            "deviceId": device, "gatewayId": device, "deviceInfo": made_up_info(),
        }),
        "deviceDataChanged" => json!({
            "requestId": null, "deviceId": device, "gatewayId": device,
            "service": made_up_service(time),
        }),
        "deviceDatasChanged" => json!({
            "requestId": null, "deviceId": device, "gatewayId": device,
            "services": [made_up_service(time)],
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

/// Messages, models and rules.
fn made_up_of_app(kind: &str, app: &str, device: &str, time: &str) -> Option<Value> {
    Some(match kind {
        "messageConfirm" => confirm("made-up", device, app, "delivered", time),
        "commandRsp" => response("made-up", device, "Battery", time),
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

/// Puts the type in front, where receivers have been seen to look for it.
pub(crate) fn typed(kind: &str, members: Value) -> Value {
    let mut body = Map::from_iter([("notifyType".to_owned(), kind.into())]);
    if let Value::Object(members) = members {
        body.extend(members);
    }
    Value::Object(body)
}

fn made_up_upgrade(kind: &str, app: &str, device: &str, now: i64) -> Value {
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

fn made_up_info() -> Value {
    json!({
        "nodeId": "867725030000001", "name": "Meter 1", "manufacturerId": "Brookline",
        "manufacturerName": "Brookline", "deviceType": "WaterMeter", "model": "WM100-NB",
        "protocolType": "LWM2M", "status": "ONLINE", "statusDetail": "NONE", "mute": "FALSE",
    })
}

fn made_up_service(time: &str) -> Value {
    json!({
        "serviceId": "Battery", "serviceType": "Battery", "data": { "batteryLevel": 87 },
        "eventTime": time, "serviceInfo": null,
    })
}

/// What `messageConfirm` says besides its type.
pub(crate) fn confirm(request: &str, device: &str, app: &str, status: &str, time: &str) -> Value {
    json!({
        "header": {
            "requestId": request, "from": format!("/devices/{device}"),
            "to": format!("/apps/{app}"), "status": status, "timestamp": time,
        },
        "body": {},
    })
}

/// What `commandRsp` says besides its type.
pub(crate) fn response(request: &str, device: &str, service: &str, time: &str) -> Value {
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
            let body = made_up(kind, "app", None, 0)
                .unwrap_or_default()
                .to_string();
            assert!(
                body.starts_with(&format!("{{\"notifyType\":\"{kind}\",")),
                "{body}"
            );
        }
        assert!(made_up("", "app", None, 0).is_some());
        assert!(made_up("deviceExploded", "app", None, 0).is_none());
    }
}
