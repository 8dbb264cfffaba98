//! Everything a platform knows, and what can be done to it from behind.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::auth::{Quota, Sessions};
use crate::certs::Certs;
use crate::clock::{Clock, stamp};
use crate::config::{App, Config, Group};
use crate::faults::Faults;
use crate::lines::Lines;
use crate::package::{PACKAGES, Package};
use crate::push::bodies::made_up;
use crate::push::{PushSpec, Pushes, Target};
use crate::record::{Counters, Gauge, Recorder};
use crate::sim::{Course, mix, mix_name};
use crate::task::{Fleet, Lot, OperateType, Task, Tasks};
use crate::world::Worlds;

/// The settings that can change while the platform runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Settings {
    /// Calls per application and window; 0 means no quota.
    pub quota: u32,
    /// The quota's window in real milliseconds.
    pub quota_window_ms: u64,
    /// Lifetime of the access tokens handed out from now on, in simulated seconds.
    pub expires_in: u64,
    /// Simulated seconds per real second.
    pub speed: f64,
}

/// A change of some [`Settings`]; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SettingsChange {
    /// See [`Settings::quota`].
    pub quota: Option<u32>,
    /// See [`Settings::quota_window_ms`].
    pub quota_window_ms: Option<u64>,
    /// See [`Settings::expires_in`].
    pub expires_in: Option<u64>,
    /// See [`Settings::speed`].
    pub speed: Option<f64>,
}

/// An upgrade task made from behind, over devices that exist only in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskSpec {
    /// How many devices.
    pub devices: u32,
    /// Which kind of upgrade, a firmware upgrade unless told otherwise.
    #[serde(default)]
    pub operate_type: OperateType,
    /// The application it belongs to, the first one unless told otherwise.
    #[serde(default)]
    pub app: Option<String>,
    /// For how many simulated seconds it has been running.
    #[serde(default)]
    pub age: u32,
    /// How often failed devices are tried again, 0 to 5.
    #[serde(default)]
    pub retry_times: u8,
}

/// The simulated clock at one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClockReading {
    /// The time as a stamp of the interface.
    pub now: String,
    /// The same in seconds since 1970.
    pub epoch_seconds: i64,
    /// Simulated seconds per real second.
    pub speed: f64,
}

/// A task about to be made.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) app: String,
    pub(crate) operate_type: OperateType,
    pub(crate) package: Package,
    pub(crate) targets: Value,
    pub(crate) policy: Value,
    pub(crate) fleet: Fleet,
    pub(crate) created: i64,
    pub(crate) begin: i64,
    pub(crate) end: Option<i64>,
    pub(crate) retries: u8,
}

/// The platform behind both of its addresses.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) certs: Certs,
    pub(crate) clock: Clock,
    pub(crate) sessions: Sessions,
    pub(crate) quota: Quota,
    pub(crate) packages: Mutex<Vec<Package>>,
    pub(crate) tasks: Mutex<Tasks>,
    pub(crate) worlds: Worlds,
    pub(crate) pushes: Pushes,
    /// Told when the clock was moved, for there may be something to push.
    pub(crate) moved: Notify,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    pub(crate) counters: Counters,
    pub(crate) under_way: Gauge,
    pub(crate) lines: Lines,
    settings: Mutex<Limits>,
}

/// The settings that are not the clock's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) quota: u32,
    pub(crate) window: Duration,
    pub(crate) expires_in: u64,
}

impl State {
    pub(crate) fn new(config: Config, certs: Certs) -> Arc<Self> {
        let clock = Clock::new(config.speed);
        Arc::new(Self {
            worlds: Worlds::new(&config.apps, config.seed, clock.seconds()),
            clock,
            pushes: Pushes::default(),
            moved: Notify::new(),
            sessions: Sessions::default(),
            quota: Quota::default(),
            packages: Mutex::new(PACKAGES.to_vec()),
            tasks: Mutex::default(),
            faults: Faults::default(),
            recorder: Recorder::new(config.record),
            counters: Counters::default(),
            under_way: Gauge::default(),
            lines: Lines::default(),
            settings: Mutex::new(Limits {
                quota: config.quota,
                window: Duration::from_millis(config.quota_window_ms),
                expires_in: config.expires_in,
            }),
            config,
            certs,
        })
    }

    pub(crate) fn app(&self, id: &str) -> Option<&App> {
        self.config.apps.iter().find(|app| app.id == id)
    }

    pub(crate) fn group(&self, name: &str) -> Option<&Group> {
        self.config.groups.iter().find(|group| group.name == name)
    }

    pub(crate) fn limits(&self) -> Limits {
        *self.settings.lock()
    }

    pub(crate) fn settings(&self) -> Settings {
        let limits = self.limits();
        Settings {
            quota: limits.quota,
            quota_window_ms: u64::try_from(limits.window.as_millis()).unwrap_or(u64::MAX),
            expires_in: limits.expires_in,
            speed: self.clock.speed(),
        }
    }

    pub(crate) fn change(&self, change: SettingsChange) -> Settings {
        {
            let mut limits = self.settings.lock();
            limits.quota = change.quota.unwrap_or(limits.quota);
            limits.expires_in = change.expires_in.unwrap_or(limits.expires_in);
            limits.window = change
                .quota_window_ms
                .map_or(limits.window, Duration::from_millis);
        }
        if let Some(speed) = change.speed {
            self.clock.set_speed(speed);
        }
        self.settings()
    }

    /// Moves the clock, and tells what that brings about.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.moved.notify_one();
    }

    pub(crate) fn reading(&self) -> ClockReading {
        let seconds = self.clock.seconds();
        ClockReading {
            now: stamp(seconds),
            epoch_seconds: seconds,
            speed: self.clock.speed(),
        }
    }

    /// The devices of a group of simulated ones.
    pub(crate) fn lot(&self, group: &Group) -> Lot {
        Lot::Simulated(mix_name(self.config.seed, &group.name), group.devices)
    }

    /// Makes the task and gives its id. The n-th task of a platform has the
    /// same id and the same story for the same seed.
    pub(crate) fn create(&self, draft: Draft) -> String {
        let mut tasks = self.tasks.lock();
        let key = mix(self.config.seed, tasks.len() as u64);
        let id = format!("{key:016x}{:08x}", mix(key, key) >> 32);
        tasks.add(Task {
            id: id.clone(),
            course: Course {
                key,
                devices: draft.fleet.len(),
                begin: draft.begin,
                end: draft.end,
                retries: draft.retries,
            },
            app: draft.app,
            operate_type: draft.operate_type,
            package: draft.package,
            created: draft.created,
            targets: draft.targets,
            policy: draft.policy,
            fleet: draft.fleet,
            census: Mutex::default(),
        });
        id
    }

    /// The same from behind; `None` if there is no such application.
    pub(crate) fn create_synthetic(&self, spec: &TaskSpec) -> Option<String> {
        let app = match &spec.app {
            Some(id) => self.app(id)?,
            None => self.config.apps.first()?,
        };
        let package = PACKAGES
            .iter()
            .find(|package| package.operate_type() == spec.operate_type)?;
        let created = self.clock.seconds() - i64::from(spec.age);
        let group = Group {
            name: "synthetic".into(),
            devices: spec.devices,
        };
        let retries = spec.retry_times.min(5);
        Some(self.create(Draft {
            app: app.id.clone(),
            operate_type: spec.operate_type,
            package: *package,
            targets: json!({
                "deviceGroups": [group.name],
                "deviceType": package.device_type,
                "model": package.model,
                "manufacturerName": package.manufacturer_name,
            }),
            policy: match retries {
                0 => json!({ "executeType": "now" }),
                times => json!({ "executeType": "now", "retryType": true, "retryTimes": times }),
            },
            fleet: Fleet(vec![self.lot(&group)]),
            created,
            begin: created,
            end: None,
            retries,
        }))
    }

    /// Sends a notification from behind; gives the numbers of what was sent.
    pub(crate) fn push(&self, spec: &PushSpec) -> Result<Vec<u64>, String> {
        let app = match &spec.app {
            Some(id) => self.app(id),
            None => self.config.apps.first(),
        };
        let app = &app.ok_or("no such application")?.id;
        let world = self.worlds.of(app).ok_or("no such application")?;
        let kind = spec.notify_type.as_deref().unwrap_or_default();
        let body = match &spec.body {
            Some(body) => body.clone(),
            None => {
                let device = world.devices.iter().next_back();
                let device = device.map(|device| device.id.as_str());
                made_up(kind, app, device, self.clock.seconds())
                    .ok_or_else(|| format!("{kind} is no notifyType; give a body"))?
            }
        };
        let targets: Vec<Target> = match &spec.url {
            Some(url) => vec![
                Target::parse(url)
                    .ok_or("url: http or https, a loopback address, and a port, please")?,
            ],
            None if kind.is_empty() => return Err("a notifyType or a url, please".into()),
            None => world.targets(kind).cloned().collect(),
        };
        let send = |target| self.pushes.send(app, kind, target, &body);
        Ok(targets.iter().map(send).collect())
    }
}
