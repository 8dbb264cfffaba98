//! Small resources of an application: device groups, subscriptions, rules, cancel tasks.

use serde_json::{Map, Value, json};

use super::AppData;
use crate::clock::stamp;
use crate::push::Target;

/// A device group.
#[derive(Clone, Debug)]
pub(crate) struct DeviceGroup {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// Maximum number of devices; 0 means no limit.
    pub(crate) most: u64,
    pub(crate) devices: Vec<String>,
}

/// A task that cancelled all commands of a device.
#[derive(Debug)]
pub(crate) struct CancelTask {
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) created: i64,
    /// The ids of the commands it cancelled.
    pub(crate) commands: Vec<String>,
}

/// A subscription to one type of notification.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) target: Target,
    /// True for a subscription to upgrades, which has no id.
    pub(crate) management: bool,
    pub(crate) since: i64,
}

/// A rule, as the application sent it.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) fields: Map<String, Value>,
}

impl DeviceGroup {
    pub(crate) fn json(&self, app: &str) -> Map<String, Value> {
        let group = json!({
            "name": self.name,
            "description": self.description,
            "id": self.id,
            "appId": app,
            "maxDevNum": self.most,
            "curDevNum": self.devices.len(),
        });
        match group {
            Value::Object(fields) => fields,
            _ => Map::new(),
        }
    }
}

impl CancelTask {
    pub(crate) fn status(&self, now: i64) -> &'static str {
        match now - self.created {
            ..1 => "WAITTING",
            1..3 => "RUNNING",
            _ => "SUCCESS",
        }
    }

    pub(crate) fn json(&self, data: &AppData, now: i64) -> Value {
        let commands = self.commands.iter().filter_map(|id| data.commands.get(id));
        json!({
            "taskId": self.id,
            "appId": data.app,
            "deviceId": self.device,
            "status": self.status(now),
            "totalCount": self.commands.len(),
            "deviceCommands": commands.map(|command| command.json(now)).collect::<Vec<_>>(),
        })
    }
}

impl Subscription {
    /// Builds a `SubscriptionDTO`.
    pub(crate) fn json(&self) -> Value {
        json!({
            "subscriptionId": self.id,
            "notifyType": self.kind,
            "callbackUrl": self.target.url(),
            "clientIds": [],
        })
    }
}

impl Rule {
    /// Builds a `NotifyRuleEventDTO`.
    pub(crate) fn event(&self, now: i64) -> Value {
        let field = |name: &str| self.fields.get(name).cloned().unwrap_or_default();
        let of = |name: &str, row: fn(&Value, i64) -> Value| match self.fields.get(name) {
            Some(Value::Array(rows)) => rows.iter().map(|one| row(one, now)).collect(),
            _ => Vec::new(),
        };
        let reasons = of("conditions", |condition, now| {
            json!({
                "satisfactionTime": stamp(now),
                "type": condition["type"],
                "id": condition["id"],
                "info": condition["deviceInfo"],
                "transInfo": condition["transInfo"],
            })
        });
        let results = of("actions", |action, _| {
            json!({
                "type": action["type"],
                "id": action["id"],
                "exception": null,
                "result": "success",
                "info": null,
                "transInfo": action["transInfo"],
            })
        });
        json!({
            "notifyType": "ruleEvent",
            "author": field("author"),
            "ruleId": self.id,
            "ruleName": field("name"),
            "logic": field("logic"),
            "reasons": reasons,
            "triggerTime": stamp(now),
            "actionsResults": results,
        })
    }
}
