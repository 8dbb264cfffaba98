//! The data of one application on the platform, except its upgrade tasks.
//!
//! Nothing changes by itself: the status of a device, a command or a batch task
//! follows from its start and the time. Future notifications are stored as
//! scheduled events.

pub(crate) mod batch;
pub(crate) mod command;
pub(crate) mod device;
mod ordered_map;
pub(crate) mod profile;
mod resources;

use std::collections::{BTreeMap, HashMap};

use parking_lot::{Mutex, MutexGuard};
use serde_json::{Value, json};

use crate::config::App;
use crate::push::{Pushes, Target};
use crate::sim::{mix, mix_name};
use batch::Batch;
use command::{Command, Phase, timeline};
use device::Device;
use ordered_map::OrderedMap;
pub(crate) use resources::{CancelTask, DeviceGroup, Rule, Subscription};

/// A notification that is due at a given time.
#[derive(Debug)]
pub(crate) struct ScheduledEvent {
    /// Id of its device, command or rule, which is deleted together with it.
    owner: String,
    /// The address of a callback; `None` means all subscribers.
    to: Option<Target>,
    kind: String,
    body: Value,
}

/// The data of one application.
#[derive(Debug)]
pub(crate) struct AppData {
    pub(crate) app: String,
    key: u64,
    key_count: u64,
    pub(crate) devices: OrderedMap<Device>,
    pub(crate) commands: OrderedMap<Command>,
    pub(crate) cancel_tasks: OrderedMap<CancelTask>,
    pub(crate) batches: OrderedMap<Batch>,
    pub(crate) groups: OrderedMap<DeviceGroup>,
    pub(crate) subscriptions: OrderedMap<Subscription>,
    pub(crate) rules: OrderedMap<Rule>,
    events: BTreeMap<(i64, u64), ScheduledEvent>,
    event_count: u64,
    /// The second until which the reports of devices have been sent.
    pub(crate) reports_sent_until: i64,
}

/// The data of all applications.
#[derive(Debug)]
pub(crate) struct AllAppData(HashMap<String, Mutex<AppData>>);

impl AllAppData {
    pub(crate) fn new(apps: &[App], seed: u64, now: i64) -> Self {
        let data = |app: &App| {
            let key = mix_name(mix(seed, 0x57), &app.id);
            (app.id.clone(), Mutex::new(AppData::new(&app.id, key, now)))
        };
        Self(apps.iter().map(data).collect())
    }

    pub(crate) fn of(&self, app: &str) -> Option<MutexGuard<'_, AppData>> {
        Some(self.0.get(app)?.lock())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = MutexGuard<'_, AppData>> {
        self.0.values().map(Mutex::lock)
    }
}

impl AppData {
    fn new(app: &str, key: u64, now: i64) -> Self {
        Self {
            app: app.to_owned(),
            key,
            key_count: 0,
            devices: OrderedMap::default(),
            commands: OrderedMap::default(),
            cancel_tasks: OrderedMap::default(),
            batches: OrderedMap::default(),
            groups: OrderedMap::default(),
            subscriptions: OrderedMap::default(),
            rules: OrderedMap::default(),
            events: BTreeMap::new(),
            event_count: 0,
            reports_sent_until: now,
        }
    }

    /// Returns a new seed. The n-th one depends only on the configured seed, so that a
    /// test that makes the same calls gets the same ids.
    pub(crate) fn next_key(&mut self) -> u64 {
        self.key_count += 1;
        mix(self.key, self.key_count)
    }

    /// Returns a new id in the form of a UUID.
    pub(crate) fn next_uuid(&mut self) -> String {
        uuid(self.next_key())
    }

    /// Returns a new id of 24 hexadecimal digits.
    pub(crate) fn next_id(&mut self) -> String {
        let key = self.next_key();
        format!("{key:016x}{:08x}", mix(key, key) >> 32)
    }

    /// Schedules a notification for all subscribers.
    pub(crate) fn schedule(&mut self, at: i64, owner: &str, kind: &str, body: Value) {
        self.add_event(at, owner, None, kind, body);
    }

    /// Schedules a notification for one address.
    pub(crate) fn schedule_to(
        &mut self,
        at: i64,
        owner: &str,
        to: Target,
        kind: &str,
        body: Value,
    ) {
        self.add_event(at, owner, Some(to), kind, body);
    }

    fn add_event(&mut self, at: i64, owner: &str, to: Option<Target>, kind: &str, body: Value) {
        self.event_count += 1;
        let event = ScheduledEvent {
            owner: owner.to_owned(),
            to,
            kind: kind.to_owned(),
            body,
        };
        self.events.insert((at, self.event_count), event);
    }

    /// Deletes the scheduled notifications of an owner.
    pub(crate) fn cancel_events(&mut self, owner: &str) {
        self.events.retain(|_, event| event.owner != owner);
    }

    /// Sends all scheduled notifications that are due.
    pub(crate) fn send_due(&mut self, pushes: &Pushes, now: i64) {
        while let Some(first) = self.events.first_entry() {
            if first.key().0 > now {
                break;
            }
            let event = first.remove();
            match &event.to {
                Some(to) => drop(pushes.send(&self.app, &event.kind, to, &event.body)),
                None => self.notify(pushes, &event.kind, &event.body),
            }
        }
    }

    /// Sends a notification to all subscribers of its type.
    pub(crate) fn notify(&self, pushes: &Pushes, kind: &str, body: &Value) {
        for target in self.targets(kind) {
            pushes.send(&self.app, kind, target, body);
        }
    }

    /// Returns the addresses that subscribe to this type.
    pub(crate) fn targets(&self, kind: &str) -> impl Iterator<Item = &Target> {
        let wanted = self
            .subscriptions
            .iter()
            .filter(move |subscription| subscription.kind == kind);
        wanted.map(|subscription| &subscription.target)
    }

    pub(crate) fn wants(&self, kind: &str) -> bool {
        self.targets(kind).next().is_some()
    }

    /// Creates a command and schedules its callbacks.
    pub(crate) fn create_command(&mut self, new_command: NewCommand, now: i64) -> String {
        let key = self.next_key();
        let id = format!("{key:016x}{:016x}", mix(key, 1));
        let device = self.devices.get(&new_command.device);
        let awake = device.map_or(i64::MAX, |device| device.activates);
        let command = Command {
            timeline: timeline(key, now, new_command.expire, awake),
            id: id.clone(),
            app: self.app.clone(),
            device: new_command.device,
            command: new_command.command,
            callback: new_command
                .callback
                .as_ref()
                .map(|target| target.url().to_owned()),
            expire: new_command.expire,
            max_retransmit: new_command.max_retransmit,
            created: now,
        };
        if let Some(target) = new_command.callback {
            for (at, phase) in command.timeline.iter().skip(1) {
                let body = command.callback_body(*phase);
                self.schedule_to(*at, &id, target.clone(), "", body);
            }
        }
        self.commands.add(&id, command);
        id
    }

    /// Cancels a command; returns false if it is unknown or in its final state.
    pub(crate) fn cancel_command(&mut self, id: &str, now: i64) -> bool {
        let Some(command) = self.commands.get_mut(id) else {
            return false;
        };
        if !command.cancel(now) {
            return false;
        }
        let body = command.callback_body(Phase::Canceled);
        let target = command.callback.as_deref().and_then(Target::parse);
        self.cancel_events(id);
        if let Some(target) = target {
            self.schedule_to(now, id, target, "", body);
        }
        true
    }

    /// Sends the reports of the devices since the last call. Sends only the latest few
    /// reports of each device, so that a clock jump of a year does not send a year of
    /// reports.
    pub(crate) fn send_reports(&mut self, pushes: &Pushes, now: i64) {
        const MOST: u64 = 4;
        let since = std::mem::replace(&mut self.reports_sent_until, now);
        let (single, several) = (
            self.wants("deviceDataChanged"),
            self.wants("deviceDatasChanged"),
        );
        if now <= since || !(single || several) {
            return;
        }
        for device in self.devices.iter() {
            let (from, to) = (device.reports(since), device.reports(now));
            for report in from.max(to.saturating_sub(MOST))..to {
                let services = device.service_rows(report);
                let body = |kind: &str, field: &str, value: Value| {
                    let mut body = json!({
                        "notifyType": kind,
                        "requestId": null,
                        "deviceId": device.id,
                        "gatewayId": device.id,
                    });
                    if let Value::Object(fields) = &mut body {
                        fields.insert(field.to_owned(), value);
                    }
                    body
                };
                if single {
                    for service in &services {
                        let body = body("deviceDataChanged", "service", service.clone());
                        self.notify(pushes, "deviceDataChanged", &body);
                    }
                }
                if several {
                    let body = body("deviceDatasChanged", "services", Value::Array(services));
                    self.notify(pushes, "deviceDatasChanged", &body);
                }
            }
        }
    }
}

/// The parameters of a new command.
#[derive(Clone, Debug)]
pub(crate) struct NewCommand {
    pub(crate) device: String,
    pub(crate) command: Value,
    pub(crate) callback: Option<Target>,
    pub(crate) expire: i64,
    pub(crate) max_retransmit: i64,
}

/// Formats an id as a UUID, like the real ids.
fn uuid(key: u64) -> String {
    let tail = mix(key, key);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        key >> 32,
        (key >> 16) & 0xFFFF,
        key & 0xFFFF,
        tail >> 48,
        tail & 0xFFFF_FFFF_FFFF,
    )
}
