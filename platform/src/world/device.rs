//! A registered device.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::profile::{REPORT_EVERY, Service, services};
use crate::clock::stamp;
use crate::sim::mix_name;

/// Members of `deviceInfo` that are told only to those who select them.
const SELECTABLE: [&str; 2] = ["imsi", "tags"];
/// Desired values remembered of one device.
const MOST_HISTORY: usize = 1000;

/// A device, in simulated seconds since 1970.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) id: String,
    pub(crate) app: String,
    pub(crate) node_id: String,
    pub(crate) verify_code: String,
    pub(crate) psk: String,
    /// Seconds it has to come alive; 0 for ever.
    pub(crate) timeout: i64,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    /// When it reports for the first time.
    pub(crate) activates: i64,
    /// What the application said about it.
    pub(crate) info: Map<String, Value>,
    pub(crate) desired: Vec<Desired>,
    pub(crate) history: VecDeque<Wish>,
    /// Decides what it measures.
    pub(crate) key: u64,
}

/// The shadow of one service.
#[derive(Clone, Debug)]
pub(crate) struct Desired {
    pub(crate) service: String,
    pub(crate) values: Value,
    pub(crate) at: i64,
    /// When the device takes the values over.
    pub(crate) taken: i64,
}

/// One desired value there once was.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
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

    /// One of the texts the application gave.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.info
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(crate) fn services(&self) -> &'static [&'static Service] {
        services(self.device_type())
    }

    fn service_key(&self, service: &str) -> u64 {
        mix_name(self.key, service)
    }

    /// How many reports there were until this second, it included.
    pub(crate) fn reports(&self, until: i64) -> u64 {
        match until.saturating_sub(self.activates) {
            since if since < 0 => 0,
            since => u64::try_from(since / REPORT_EVERY + 1).unwrap_or_default(),
        }
    }

    /// When the n-th report came, from 0.
    pub(crate) fn report_time(&self, report: u64) -> i64 {
        let after = i64::try_from(report).unwrap_or(i64::MAX);
        self.activates
            .saturating_add(after.saturating_mul(REPORT_EVERY))
    }

    pub(crate) fn report(&self, service: &Service, report: u64) -> Map<String, Value> {
        service.report(self.service_key(service.id), report)
    }

    /// `DeviceService`, one for each service, as of the n-th report.
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

    /// What notifications and lists say about a device.
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

    /// A device as single and batch queries answer it.
    pub(crate) fn json(&self, now: i64, select: Option<&str>) -> Value {
        let services = match self.reports(now).checked_sub(1) {
            Some(latest) => self.service_rows(latest),
            None => Vec::new(),
        };
        self.with_services(now, select, services)
    }

    /// The same with the device's shadow.
    pub(crate) fn shadow(&self, now: i64) -> Value {
        let latest = self.reports(now).checked_sub(1);
        let desired = |id: &str| self.desired.iter().find(|desired| desired.service == id);
        let row = |id: &str, reported: Map<String, Value>| {
            let wish = desired(id);
            let mut reported = reported;
            if let Some(Value::Object(values)) = wish
                .filter(|wish| now >= wish.taken)
                .map(|wish| &wish.values)
            {
                reported.extend(values.clone());
            }
            let time = wish
                .map(|wish| wish.at)
                .into_iter()
                .chain(latest.map(|latest| self.report_time(latest)))
                .max();
            json!({
                "serviceId": id,
                "serviceType": id,
                "reportedProps": reported,
                "desiredProps": wish.map(|wish| &wish.values),
                "eventTime": time.map(stamp),
            })
        };
        let known = self.services().iter().map(|service| {
            let reported = latest.map(|latest| self.report(service, latest));
            row(service.id, reported.unwrap_or_default())
        });
        let others = self
            .desired
            .iter()
            .filter(|wish| self.services().iter().all(|known| known.id != wish.service))
            .map(|wish| row(&wish.service, Map::new()));
        self.with_services(now, None, known.chain(others).collect())
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

    /// Sets the desired values of one service; `taken` is when the device has them.
    pub(crate) fn desire(&mut self, service: &str, values: Value, now: i64, taken: i64) {
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
        self.history.push_back(Wish {
            service: service.to_owned(),
            values,
            at: now,
        });
        self.modified = now;
    }
}
