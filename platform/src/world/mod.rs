//! What one application has on the platform, except its upgrade tasks.
//!
//! Nothing moves by itself here: the state of a device, a command or a batch
//! task follows from its beginning and the time, and what is to be told when
//! the time comes stands in the agenda.

pub(crate) mod batch;
pub(crate) mod command;
pub(crate) mod device;
pub(crate) mod profile;
mod rows;
mod shelf;

use std::collections::{BTreeMap, HashMap};

use parking_lot::{Mutex, MutexGuard};
use serde_json::{Value, json};

use crate::config::App;
use crate::push::{Pushes, Target};
use crate::sim::{mix, mix_name};
use batch::Batch;
use command::{Command, Phase, timeline};
use device::Device;
pub(crate) use rows::{CancelTask, DeviceGroup, Rule, Subscription};
use shelf::Shelf;

/// Something to be told at its time.
#[derive(Debug)]
pub(crate) struct Event {
    /// What it is about: a device or a command, with which it goes.
    owner: String,
    /// The address of a callback, or everybody who subscribed.
    to: Option<Target>,
    kind: String,
    body: Value,
}

/// One application's world.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) app: String,
    key: u64,
    made: u64,
    pub(crate) devices: Shelf<Device>,
    pub(crate) commands: Shelf<Command>,
    pub(crate) cancels: Shelf<CancelTask>,
    pub(crate) batches: Shelf<Batch>,
    pub(crate) groups: Shelf<DeviceGroup>,
    pub(crate) subscriptions: Shelf<Subscription>,
    pub(crate) rules: Shelf<Rule>,
    agenda: BTreeMap<(i64, u64), Event>,
    agreed: u64,
    /// Up to which second devices' reports have been told.
    pub(crate) told: i64,
}

/// The worlds of all applications.
#[derive(Debug)]
pub(crate) struct Worlds(HashMap<String, Mutex<World>>);

impl Worlds {
    pub(crate) fn new(apps: &[App], seed: u64, now: i64) -> Self {
        let world = |app: &App| {
            let key = mix_name(mix(seed, 0x57), &app.id);
            (app.id.clone(), Mutex::new(World::new(&app.id, key, now)))
        };
        Self(apps.iter().map(world).collect())
    }

    pub(crate) fn of(&self, app: &str) -> Option<MutexGuard<'_, World>> {
        Some(self.0.get(app)?.lock())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = MutexGuard<'_, World>> {
        self.0.values().map(Mutex::lock)
    }
}

impl World {
    fn new(app: &str, key: u64, now: i64) -> Self {
        Self {
            app: app.to_owned(),
            key,
            made: 0,
            devices: Shelf::default(),
            commands: Shelf::default(),
            cancels: Shelf::default(),
            batches: Shelf::default(),
            groups: Shelf::default(),
            subscriptions: Shelf::default(),
            rules: Shelf::default(),
            agenda: BTreeMap::new(),
            agreed: 0,
            told: now,
        }
    }

    /// A number nothing else was made from. The n-th is the same for the same
    /// seed, so that a test that does the same gets the same ids.
    pub(crate) fn next_key(&mut self) -> u64 {
        self.made += 1;
        mix(self.key, self.made)
    }

    /// An id in the form of a UUID.
    pub(crate) fn next_uuid(&mut self) -> String {
        uuid(self.next_key())
    }

    /// An id of 24 hexadecimal digits.
    pub(crate) fn next_id(&mut self) -> String {
        let key = self.next_key();
        format!("{key:016x}{:08x}", mix(key, key) >> 32)
    }

    /// Arranges for something to be told to the subscribers.
    pub(crate) fn arrange(&mut self, at: i64, owner: &str, kind: &str, body: Value) {
        self.agree(at, owner, None, kind, body);
    }

    /// The same to one address only.
    pub(crate) fn arrange_to(&mut self, at: i64, owner: &str, to: Target, kind: &str, body: Value) {
        self.agree(at, owner, Some(to), kind, body);
    }

    fn agree(&mut self, at: i64, owner: &str, to: Option<Target>, kind: &str, body: Value) {
        self.agreed += 1;
        let event = Event {
            owner: owner.to_owned(),
            to,
            kind: kind.to_owned(),
            body,
        };
        self.agenda.insert((at, self.agreed), event);
    }

    /// Forgets what was to be told about something.
    pub(crate) fn forget(&mut self, owner: &str) {
        self.agenda.retain(|_, event| event.owner != owner);
    }

    /// Tells everything whose time has come.
    pub(crate) fn tell_due(&mut self, pushes: &Pushes, now: i64) {
        while let Some(first) = self.agenda.first_entry() {
            if first.key().0 > now {
                break;
            }
            let event = first.remove();
            match &event.to {
                Some(to) => drop(pushes.send(&self.app, &event.kind, to, &event.body)),
                None => self.tell(pushes, &event.kind, &event.body),
            }
        }
    }

    /// Tells something to those who subscribed to it.
    pub(crate) fn tell(&self, pushes: &Pushes, kind: &str, body: &Value) {
        for target in self.targets(kind) {
            pushes.send(&self.app, kind, target, body);
        }
    }

    /// Where notifications of this type go.
    pub(crate) fn targets(&self, kind: &str) -> impl Iterator<Item = &Target> {
        let wanted = self
            .subscriptions
            .iter()
            .filter(move |known| known.kind == kind);
        wanted.map(|known| &known.target)
    }

    pub(crate) fn wants(&self, kind: &str) -> bool {
        self.targets(kind).next().is_some()
    }

    /// Makes a command and arranges its callbacks.
    pub(crate) fn command(&mut self, order: Order, now: i64) -> String {
        let key = self.next_key();
        let id = format!("{key:016x}{:016x}", mix(key, 1));
        let device = self.devices.get(&order.device);
        let awake = device.map_or(i64::MAX, |device| device.activates);
        let command = Command {
            timeline: timeline(key, now, order.expire, awake),
            id: id.clone(),
            app: self.app.clone(),
            device: order.device,
            command: order.command,
            callback: order
                .callback
                .as_ref()
                .map(|target| target.url().to_owned()),
            expire: order.expire,
            max_retransmit: order.max_retransmit,
            created: now,
        };
        if let Some(target) = order.callback {
            for (at, phase) in command.timeline.iter().skip(1) {
                let body = command.callback_body(*phase);
                self.arrange_to(*at, &id, target.clone(), "", body);
            }
        }
        self.commands.add(&id, command);
        id
    }

    /// Cancels a command; false if it is over already.
    pub(crate) fn cancel_command(&mut self, id: &str, now: i64) -> bool {
        let Some(command) = self.commands.get_mut(id) else {
            return false;
        };
        if !command.cancel(now) {
            return false;
        }
        let body = command.callback_body(Phase::Canceled);
        let target = command.callback.as_deref().and_then(Target::parse);
        self.forget(id);
        if let Some(target) = target {
            self.arrange_to(now, id, target, "", body);
        }
        true
    }

    /// Tells what devices reported since the last time. Of each device at most
    /// the latest few reports: a leap of the clock by a year is no reason to
    /// send a year's reports.
    pub(crate) fn tell_reports(&mut self, pushes: &Pushes, now: i64) {
        const MOST: u64 = 4;
        let since = std::mem::replace(&mut self.told, now);
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
                let body = |kind: &str, member: &str, value: Value| {
                    let mut body = json!({
                        "notifyType": kind,
                        "requestId": null,
                        "deviceId": device.id,
                        "gatewayId": device.id,
                    });
                    if let Value::Object(members) = &mut body {
                        members.insert(member.to_owned(), value);
                    }
                    body
                };
                if single {
                    for service in &services {
                        let body = body("deviceDataChanged", "service", service.clone());
                        self.tell(pushes, "deviceDataChanged", &body);
                    }
                }
                if several {
                    let body = body("deviceDatasChanged", "services", Value::Array(services));
                    self.tell(pushes, "deviceDatasChanged", &body);
                }
            }
        }
    }
}

/// A command to be made.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) device: String,
    pub(crate) command: Value,
    pub(crate) callback: Option<Target>,
    pub(crate) expire: i64,
    pub(crate) max_retransmit: i64,
}

/// An id in the form of the real ones.
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
