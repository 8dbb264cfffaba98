//! Upgrade tasks: what was asked for, and where its devices stand.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::package::Package;
use crate::sim::{Census, Course, Status, mix};

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
    /// A task has failed as soon as it ends with one device that failed, and
    /// is stopped if it ends with none failed but some never done.
    pub(crate) fn of(census: &Census) -> Self {
        if census.ended.is_none() {
            return match census.started {
                Some(_) => Self::Processing,
                None => Self::Wait,
            };
        }
        if census.count(Status::Fail) > 0 {
            Self::Failed
        } else if census.count(Status::Stop) > 0 {
            Self::Stop
        } else {
            Self::Success
        }
    }
}

/// The devices of a task, by index: one lot after another.
#[derive(Debug)]
pub(crate) struct Fleet(pub(crate) Vec<Lot>);

/// Some devices of a task.
#[derive(Debug)]
pub(crate) enum Lot {
    /// Devices that somebody named.
    Named(Vec<String>),
    /// Simulated devices: the key their ids grow from, and how many they are.
    Simulated(u64, u32),
}

impl Lot {
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
            Self::Named(ids) => ids.iter().any(|known| known == id),
            // Comparing the leading half spares formatting every device's id.
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

impl Fleet {
    pub(crate) fn len(&self) -> u32 {
        let lots = self.0.iter();
        lots.fold(0, |sum: u32, lot| sum.saturating_add(lot.len()))
    }

    pub(crate) fn id(&self, index: u32) -> String {
        let mut left = index;
        for lot in &self.0 {
            match left.checked_sub(lot.len()) {
                Some(rest) => left = rest,
                None => return lot.id(left),
            }
        }
        String::new()
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|lot| lot.contains(id))
    }
}

/// The id of a simulated device, in the form of the real ones (a UUID).
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
    pub(crate) fleet: Fleet,
    pub(crate) course: Course,
    pub(crate) census: Mutex<Option<Arc<Census>>>,
}

impl Task {
    /// Where the devices stand at this second. Those who ask meanwhile wait
    /// for the one who counts.
    pub(crate) fn census(&self, now: i64) -> Arc<Census> {
        let mut latest = self.census.lock();
        match &*latest {
            Some(census) if census.holds_at(now) => Arc::clone(census),
            _ => Arc::clone(latest.insert(Arc::new(Census::take(self.course, now)))),
        }
    }

    /// The id of the subtask for one device.
    pub(crate) fn subtask_id(&self, index: u32) -> String {
        format!("{:016x}{index:08x}", mix(self.course.key, index.into()))
    }
}

/// All tasks, in the order of their creation.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    ordered: Vec<Arc<Task>>,
    by_id: HashMap<String, Arc<Task>>,
}

impl Tasks {
    /// How many there ever were.
    pub(crate) fn len(&self) -> usize {
        self.ordered.len()
    }

    pub(crate) fn add(&mut self, task: Task) {
        let task = Arc::new(task);
        self.by_id.insert(task.id.clone(), Arc::clone(&task));
        self.ordered.push(task);
    }

    /// The task of this id, if it is the application's own.
    pub(crate) fn find(&self, app: &str, id: &str) -> Option<Arc<Task>> {
        self.by_id.get(id).filter(|task| task.app == app).cloned()
    }

    /// The application's tasks, newest first.
    pub(crate) fn of(&self, app: &str) -> Vec<Arc<Task>> {
        let tasks = self.ordered.iter().rev();
        tasks.filter(|task| task.app == app).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_one_after_another() {
        let named = Lot::Named(vec!["a-device-of-somebody's-own-36-bytes!".into()]);
        let fleet = Fleet(vec![Lot::Simulated(1, 2), named, Lot::Simulated(2, 2)]);
        let ids: Vec<_> = (0..5).map(|index| fleet.id(index)).collect();
        assert_eq!(fleet.len(), 5);
        assert_eq!(ids[3], Lot::Simulated(2, 2).id(0));
        assert!(ids.iter().all(|id| id.len() == 36 && fleet.contains(id)));
        assert!(!fleet.contains("") && !fleet.contains(&fleet.id(5)));
    }
}
