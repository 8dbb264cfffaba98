//! A registered device.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::profile::{REPORT_EVERY, Service, services};
use crate::clock::stamp;
use crate::sim::mix_name;

/// Fields of `deviceInfo` that are returned only if `select` contains them.
const SELECTABLE: [&str; 2] = ["imsi", "tags"];
/// Maximum number of stored desired values of one device.
const MOST_HISTORY: usize = 1000;

/// A device; times are simulated seconds since 1970.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) id: String,
    pub(crate) app: String,
    pub(crate) node_id: String,
    pub(crate) verify_code: String,
    pub(crate) psk: String,
    /// Seconds within which it must come online; 0 means no limit.
    pub(crate) timeout: i64,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    /// The time of its first report.
    pub(crate) activates: i64,
    /// Device information from the application.
    pub(crate) info: Map<String, Value>,
    pub(crate) desired: Vec<Desired>,
    pub(crate) history: VecDeque<DesiredHistoryEntry>,
    /// Seed of its reports.
    pub(crate) key: u64,
}

/// The current desired values of one service.
#[derive(Clone, Debug)]
pub(crate) struct Desired {
    pub(crate) service: String,
    pub(crate) values: Value,
    pub(crate) at: i64,
    /// The time at which the device applies the values.
    pub(crate) taken: i64,
}

/// One entry of the history of desired values.
#[derive(Clone, Debug)]
pub(crate) struct DesiredHistoryEntry {
    pub(crate) service: String,
    pub(crate) values: Value,
    pub(crate) at: i64,
}

impl Device {
    pub(crate) fn is_active(&self, now: i64) -> bool {
        now >= self.activates
    }

    pub(crate) fn status(&self, now: i64) -> &'static str {
        match self.is_active(now) {
            true => "ONLINE",
            false => "OFFLINE",
        }
    }

    pub(crate) fn device_type(&self) -> &str {
        self.text("deviceType")
    }

    /// Returns a text of the device information; empty if absent.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.info
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(crate) fn services(&self) -> &'static [&'static Service] {
        services(self.device_type())
    }

    fn service_key(&self, service: &str) -> u64 {
        mix_name(self.key, service)
    }

    /// Number of reports until this second, inclusive.
    pub(crate) fn reports(&self, until: i64) -> u64 {
        match until.saturating_sub(self.activates) {
            since if since < 0 => 0,
            since => u64::try_from(since / REPORT_EVERY + 1).unwrap_or_default(),
        }
    }

    /// Time of the n-th report, from 0.
    pub(crate) fn report_time(&self, report: u64) -> i64 {
        let after = i64::try_from(report).unwrap_or(i64::MAX);
        self.activates
            .saturating_add(after.saturating_mul(REPORT_EVERY))
    }

    pub(crate) fn report(&self, service: &Service, report: u64) -> Map<String, Value> {
        service.report(self.service_key(service.id), report)
    }

    /// Builds a `DeviceService` for each service, with the n-th report.
    pub(crate) fn service_rows(&self, report: u64) -> Vec<Value> {
        let time = stamp(self.report_time(report));
        let rows = self.services().iter().map(|service| {
            json!({
                "serviceId": service.id,
                "serviceType": service.id,
                "data": self.report(service, report),
                "eventTime": time,
                "serviceInfo": null,
            })
        });
        rows.collect()
    }

    /// Builds the `deviceInfo` of notifications and lists.
    pub(crate) fn info_json(&self, now: i64, select: Option<&str>) -> Value {
        let mut info = Map::new();
        info.insert("nodeId".into(), self.node_id.clone().into());
        for (name, value) in &self.info {
            let hidden = SELECTABLE.contains(&name.as_str())
                && !select.is_some_and(|select| select.split(',').any(|wanted| wanted == name));
            if !hidden {
                info.insert(name.clone(), value.clone());
            }
        }
        info.insert("status".into(), self.status(now).into());
        let detail = match self.is_active(now) {
            true => "NONE",
            false => "NOT_ACTIVE",
        };
        info.insert("statusDetail".into(), detail.into());
        info.entry("mute").or_insert_with(|| "FALSE".into());
        Value::Object(info)
    }

    /// Builds the response of single and batch queries.
    pub(crate) fn json(&self, now: i64, select: Option<&str>) -> Value {
        let services = match self.reports(now).checked_sub(1) {
            Some(latest) => self.service_rows(latest),
            None => Vec::new(),
        };
        self.with_services(now, select, services)
    }

    /// Builds the response of a shadow query.
    pub(crate) fn shadow(&self, now: i64) -> Value {
        let latest = self.reports(now).checked_sub(1);
        let desired = |id: &str| self.desired.iter().find(|desired| desired.service == id);
        let row = |id: &str, reported: Map<String, Value>| {
            let entry = desired(id);
            let mut reported = reported;
            if let Some(Value::Object(values)) = entry
                .filter(|entry| now >= entry.taken)
                .map(|entry| &entry.values)
            {
                reported.extend(values.clone());
            }
            let time = entry
                .map(|entry| entry.at)
                .into_iter()
                .chain(latest.map(|latest| self.report_time(latest)))
                .max();
            json!({
                "serviceId": id,
                "serviceType": id,
                "reportedProps": reported,
                "desiredProps": entry.map(|entry| &entry.values),
                "eventTime": time.map(stamp),
            })
        };
        let profile_rows = self.services().iter().map(|service| {
            let reported = latest.map(|latest| self.report(service, latest));
            row(service.id, reported.unwrap_or_default())
        });
        let others = self
            .desired
            .iter()
            .filter(|entry| {
                self.services()
                    .iter()
                    .all(|service| service.id != entry.service)
            })
            .map(|entry| row(&entry.service, Map::new()));
        self.with_services(now, None, profile_rows.chain(others).collect())
    }

    fn with_services(&self, now: i64, select: Option<&str>, services: Vec<Value>) -> Value {
        json!({
            "deviceId": self.id,
            "gatewayId": self.id,
            "nodeType": "GATEWAY",
            "createTime": stamp(self.created),
            "lastModifiedTime": stamp(self.modified),
            "deviceInfo": self.info_json(now, select),
            "services": services,
        })
    }

    /// Sets the desired values of one service; `taken` is the time at which the device
    /// applies them.
    pub(crate) fn set_desired(&mut self, service: &str, values: Value, now: i64, taken: i64) {
        self.desired.retain(|desired| desired.service != service);
        self.desired.push(Desired {
            service: service.to_owned(),
            values: values.clone(),
            at: now,
            taken,
        });
        if self.history.len() >= MOST_HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(DesiredHistoryEntry {
            service: service.to_owned(),
            values,
            at: now,
        });
        self.modified = now;
    }
}
