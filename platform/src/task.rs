//! Upgrade tasks: their parameters, and the status of their devices.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::package::Package;
use crate::sim::{Status, StatusSnapshot, UpgradePlan, mix};

/// The two kinds of upgrade task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperateType {
    /// `software_upgrade`
    SoftwareUpgrade,
    /// `firmware_upgrade`
    #[default]
    FirmwareUpgrade,
}

/// The state of a task as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TaskStatus {
    Wait,
    Processing,
    Failed,
    Success,
    Stop,
}

impl TaskStatus {
    /// Derives the status of a task. A finished task is failed if any device failed,
    /// else stopped if any device was stopped, else successful.
    pub(crate) fn of(snapshot: &StatusSnapshot) -> Self {
        if snapshot.ended.is_none() {
            return match snapshot.started {
                Some(_) => Self::Processing,
                None => Self::Wait,
            };
        }
        if snapshot.count(Status::Fail) > 0 {
            Self::Failed
        } else if snapshot.count(Status::Stop) > 0 {
            Self::Stop
        } else {
            Self::Success
        }
    }
}

/// The devices of a task, by index: one set after another.
#[derive(Debug)]
pub(crate) struct TaskDevices(pub(crate) Vec<DeviceSet>);

/// A set of devices of a task.
#[derive(Debug)]
pub(crate) enum DeviceSet {
    /// Devices with given ids.
    Named(Vec<String>),
    /// Simulated devices: the seed of their ids, and their number.
    Simulated(u64, u32),
}

impl DeviceSet {
    fn len(&self) -> u32 {
        match self {
            Self::Named(ids) => u32::try_from(ids.len()).unwrap_or(u32::MAX),
            Self::Simulated(_, count) => *count,
        }
    }

    fn id(&self, index: u32) -> String {
        match self {
            Self::Named(ids) => ids.get(index as usize).cloned().unwrap_or_default(),
            Self::Simulated(key, _) => device_id(*key, index),
        }
    }

    fn contains(&self, id: &str) -> bool {
        match self {
            Self::Named(ids) => ids.iter().any(|existing| existing == id),
            // Comparing the first half avoids formatting the id of every device.
            Self::Simulated(key, count) => {
                let hex: String = id.chars().filter(|c| *c != '-').take(16).collect();
                u64::from_str_radix(&hex, 16).is_ok_and(|head| {
                    (0..*count).any(|index| {
                        mix(*key, index.into()) == head && device_id(*key, index) == id
                    })
                })
            }
        }
    }
}

impl TaskDevices {
    pub(crate) fn len(&self) -> u32 {
        let sets = self.0.iter();
        sets.fold(0, |sum: u32, set| sum.saturating_add(set.len()))
    }

    pub(crate) fn id(&self, index: u32) -> String {
        let mut left = index;
        for set in &self.0 {
            match left.checked_sub(set.len()) {
                Some(rest) => left = rest,
                None => return set.id(left),
            }
        }
        String::new()
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|set| set.contains(id))
    }
}

/// Formats the id of a simulated device as a UUID, like the real ids.
fn device_id(key: u64, index: u32) -> String {
    let head = mix(key, index.into());
    let tail = mix(head, key);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        head >> 32,
        (head >> 16) & 0xFFFF,
        head & 0xFFFF,
        tail >> 48,
        tail & 0xFFFF_FFFF_FFFF,
    )
}

/// One upgrade task.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) app: String,
    pub(crate) operate_type: OperateType,
    pub(crate) package: Package,
    /// Simulated second of its creation.
    pub(crate) created: i64,
    /// `targets` and `policy` as the caller gave them.
    pub(crate) targets: Value,
    pub(crate) policy: Value,
    pub(crate) devices: TaskDevices,
    pub(crate) plan: UpgradePlan,
    pub(crate) snapshot: Mutex<Option<Arc<StatusSnapshot>>>,
}

impl Task {
    /// Returns the status of the devices at this second. Concurrent callers wait for
    /// the caller that counts.
    pub(crate) fn snapshot(&self, now: i64) -> Arc<StatusSnapshot> {
        let mut latest = self.snapshot.lock();
        match &*latest {
            Some(snapshot) if snapshot.holds_at(now) => Arc::clone(snapshot),
            _ => Arc::clone(latest.insert(Arc::new(StatusSnapshot::take(self.plan, now)))),
        }
    }

    /// Returns the id of the subtask for one device.
    pub(crate) fn subtask_id(&self, index: u32) -> String {
        format!("{:016x}{index:08x}", mix(self.plan.key, index.into()))
    }
}

/// All tasks, in the order of their creation.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    ordered: Vec<Arc<Task>>,
    by_id: HashMap<String, Arc<Task>>,
}

impl Tasks {
    /// Number of all tasks.
    pub(crate) fn len(&self) -> usize {
        self.ordered.len()
    }

    pub(crate) fn add(&mut self, task: Task) {
        let task = Arc::new(task);
        self.by_id.insert(task.id.clone(), Arc::clone(&task));
        self.ordered.push(task);
    }

    /// Returns the task with this id, if it belongs to the application.
    pub(crate) fn find(&self, app: &str, id: &str) -> Option<Arc<Task>> {
        self.by_id.get(id).filter(|task| task.app == app).cloned()
    }

    /// Returns the task with this id, of any application.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Task>> {
        self.by_id.get(id).cloned()
    }

    /// Returns the latest tasks of all applications, newest first.
    pub(crate) fn latest(&self, most: usize) -> Vec<Arc<Task>> {
        self.ordered.iter().rev().take(most).cloned().collect()
    }

    /// Returns the tasks of the application, newest first.
    pub(crate) fn of(&self, app: &str) -> Vec<Arc<Task>> {
        let tasks = self.ordered.iter().rev();
        tasks.filter(|task| task.app == app).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_sets_follow_one_another() {
        let named = DeviceSet::Named(vec!["a-device-of-somebody's-own-36-bytes!".into()]);
        let devices = TaskDevices(vec![
            DeviceSet::Simulated(1, 2),
            named,
            DeviceSet::Simulated(2, 2),
        ]);
        let ids: Vec<_> = (0..5).map(|index| devices.id(index)).collect();
        assert_eq!(devices.len(), 5);
        assert_eq!(ids[3], DeviceSet::Simulated(2, 2).id(0));
        assert!(ids.iter().all(|id| id.len() == 36 && devices.contains(id)));
        assert!(!devices.contains("") && !devices.contains(&devices.id(5)));
    }
}
