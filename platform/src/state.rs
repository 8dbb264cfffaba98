//! The state of a platform, and the commands of the control interface on it.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::{Notify, Semaphore};

use crate::app_data::AllAppData;
use crate::auth::{Quota, Sessions};
use crate::certs::Certs;
use crate::clock::{Clock, stamp};
use crate::config::{App, Config, Group};
use crate::connections::OpenConnections;
use crate::faults::Faults;
use crate::package::{PACKAGES, Package};
use crate::push::bodies::sample_body;
use crate::push::{PushSpec, Pushes, Target};
use crate::record::{Counters, Gauge, Recorder};
use crate::sim::{UpgradePlan, mix, mix_name};
use crate::task::{DeviceSet, OperateType, Task, TaskDevices, Tasks};

/// Maximum number of open pages.
const MOST_VIEWERS: usize = 32;

/// The settings that can change while the platform runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Settings {
    /// Calls per application and window; 0 means no quota.
    pub quota: u32,
    /// The quota's window in real milliseconds.
    pub quota_window_ms: u64,
    /// Lifetime of new access tokens, in simulated seconds.
    pub expires_in: u64,
    /// Simulated seconds per real second.
    pub speed: f64,
}

/// A change of some [`Settings`]; `None` keeps the current value.
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

/// An upgrade task that is created through the control interface, with devices
/// that exist only in this task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskSpec {
    /// Number of devices.
    pub devices: u32,
    /// The kind of upgrade; by default, a firmware upgrade.
    #[serde(default)]
    pub operate_type: OperateType,
    /// The application it belongs to; by default, the first one.
    #[serde(default)]
    pub app: Option<String>,
    /// Simulated seconds since the start of the task.
    #[serde(default)]
    pub age: u32,
    /// Number of retries of a failed device, 0 to 5.
    #[serde(default)]
    pub retry_times: u8,
}

/// The simulated clock at one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClockReading {
    /// The time as a timestamp of the interface.
    pub now: String,
    /// The time in seconds since 1970.
    pub epoch_seconds: i64,
    /// Simulated seconds per real second.
    pub speed: f64,
}

/// The parameters of a new task.
#[derive(Debug)]
pub(crate) struct NewTask {
    pub(crate) app: String,
    pub(crate) operate_type: OperateType,
    pub(crate) package: Package,
    pub(crate) targets: Value,
    pub(crate) policy: Value,
    pub(crate) devices: TaskDevices,
    pub(crate) created: i64,
    pub(crate) begin: i64,
    pub(crate) end: Option<i64>,
    pub(crate) retries: u8,
}

/// The state behind both addresses of the platform.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) certs: Certs,
    pub(crate) clock: Clock,
    pub(crate) sessions: Sessions,
    pub(crate) quota: Quota,
    pub(crate) packages: Mutex<Vec<Package>>,
    pub(crate) tasks: Mutex<Tasks>,
    pub(crate) app_data: AllAppData,
    pub(crate) pushes: Pushes,
    /// Notified when the clock was moved, because notifications may be due.
    pub(crate) clock_moved: Notify,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    pub(crate) counters: Counters,
    pub(crate) in_flight: Gauge,
    pub(crate) connections: OpenConnections,
    /// Permits for open pages.
    pub(crate) viewers: Arc<Semaphore>,
    settings: Mutex<Limits>,
}

/// Message about an application that does not exist.
pub(crate) fn no_app(id: &Option<String>) -> String {
    let id = id.as_deref().unwrap_or_default();
    format!("unknown application {id:?}")
}

/// The settings, except those of the clock.
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
            app_data: AllAppData::new(&config.apps, config.seed, clock.seconds()),
            clock,
            pushes: Pushes::default(),
            clock_moved: Notify::new(),
            sessions: Sessions::default(),
            quota: Quota::default(),
            packages: Mutex::new(PACKAGES.to_vec()),
            tasks: Mutex::default(),
            faults: Faults::default(),
            recorder: Recorder::new(config.record),
            counters: Counters::default(),
            in_flight: Gauge::default(),
            connections: OpenConnections::default(),
            viewers: Arc::new(Semaphore::new(MOST_VIEWERS)),
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

    /// Moves the clock, and starts a check for due notifications.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.clock_moved.notify_one();
    }

    pub(crate) fn reading(&self) -> ClockReading {
        let seconds = self.clock.seconds();
        ClockReading {
            now: stamp(seconds),
            epoch_seconds: seconds,
            speed: self.clock.speed(),
        }
    }

    /// Returns the simulated devices of a group.
    pub(crate) fn simulated_devices(&self, group: &Group) -> DeviceSet {
        DeviceSet::Simulated(mix_name(self.config.seed, &group.name), group.devices)
    }

    /// Creates the task and returns its id. With the same seed, the n-th task of a
    /// platform has the same id and the same results.
    pub(crate) fn create(&self, new: NewTask) -> String {
        let mut tasks = self.tasks.lock();
        let key = mix(self.config.seed, tasks.len() as u64);
        let id = format!("{key:016x}{:08x}", mix(key, key) >> 32);
        tasks.add(Task {
            id: id.clone(),
            plan: UpgradePlan {
                key,
                devices: new.devices.len(),
                begin: new.begin,
                end: new.end,
                retries: new.retries,
            },
            app: new.app,
            operate_type: new.operate_type,
            package: new.package,
            created: new.created,
            targets: new.targets,
            policy: new.policy,
            devices: new.devices,
            snapshot: Mutex::default(),
        });
        id
    }

    /// Creates a task for the control interface; `None` if the application does not exist.
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
        Some(self.create(NewTask {
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
            devices: TaskDevices(vec![self.simulated_devices(&group)]),
            created,
            begin: created,
            end: None,
            retries,
        }))
    }

    /// Sends a notification for the control interface, and returns the number of each copy.
    pub(crate) fn push(&self, spec: &PushSpec) -> Result<Vec<u64>, String> {
        let app = match &spec.app {
            Some(id) => self.app(id),
            None => self.config.apps.first(),
        };
        let app = &app.ok_or_else(|| no_app(&spec.app))?.id;
        let data = self.app_data.of(app).ok_or_else(|| no_app(&spec.app))?;
        let kind = spec.notify_type.as_deref().unwrap_or_default();
        let body = match &spec.body {
            Some(body) => body.clone(),
            None => {
                let device = data.devices.iter().next_back();
                let device = device.map(|device| device.id.as_str());
                sample_body(kind, app, device, self.clock.seconds())
                    .ok_or_else(|| format!("unknown notifyType {kind:?}; give a body"))?
            }
        };
        let targets: Vec<Target> = match &spec.url {
            Some(url) => vec![Target::parse(url).ok_or_else(|| {
                format!(
                    "invalid url {url:?}; must be http or https with a loopback address and a port"
                )
            })?],
            None if kind.is_empty() => {
                return Err("notifyType and url are both missing; give one".into());
            }
            None => data.targets(kind).cloned().collect(),
        };
        let send = |target| self.pushes.send(app, kind, target, &body);
        Ok(targets.iter().map(send).collect())
    }
}
