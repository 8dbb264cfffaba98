//! Notifications about upgrade tasks.
//!
//! A task may have millions of devices, so nothing is stored per device. For every
//! time interval, the progress of all devices is computed again: a part of the
//! devices per tick, and only as many as the queue can take.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::Target;
use super::bodies;
use crate::sim::{DeviceProgress, Status};
use crate::state::State;
use crate::task::{OperateType, Task};

/// Maximum number of devices per tick and task.
const MOST_DEVICES: u32 = 50_000;

/// The position of the notifications of each task.
#[derive(Debug, Default)]
pub(super) struct TaskCursors(HashMap<String, TaskCursor>);

/// The current time interval of a task, and the next device in it.
#[derive(Debug)]
struct TaskCursor {
    after: i64,
    until: i64,
    next: u32,
    /// The end of the last device so far.
    last: i64,
    over: bool,
}

/// The subscribers to the tasks of one kind.
struct Subscribers {
    app: String,
    kind: OperateType,
    since: i64,
    states: Vec<Target>,
    results: Vec<Target>,
}

/// One event of a device in an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UpgradeEvent {
    Downloading,
    Downloaded,
    Updating,
    Idle,
    Result,
}

impl TaskCursors {
    pub(super) fn report(&mut self, state: &State) {
        let all_subscribers = all_subscribers(state);
        let now = state.clock.seconds();
        for subscribers in &all_subscribers {
            for task in state.tasks.lock().of(&subscribers.app) {
                if task.operate_type == subscribers.kind {
                    self.report_task(state, &task, subscribers, now);
                }
            }
        }
    }

    fn report_task(
        &mut self,
        state: &State,
        task: &Arc<Task>,
        subscribers: &Subscribers,
        now: i64,
    ) {
        let cursor = self.0.entry(task.id.clone()).or_insert_with(|| {
            // Events in the second of the subscription are included.
            let after = subscribers.since.max(task.created) - 1;
            TaskCursor {
                after,
                until: after,
                next: 0,
                last: 0,
                over: false,
            }
        });
        if cursor.next == 0 {
            // There was no subscriber before, or not for a while.
            cursor.after = cursor.after.max(subscribers.since - 1);
            cursor.until = now;
            cursor.last = 0;
        }
        if cursor.over || cursor.until <= cursor.after {
            return;
        }
        let mut due = Vec::new();
        let receivers = subscribers.states.len().max(subscribers.results.len());
        let room = state.pushes.room() / 2 / receivers.max(1);
        let end = task
            .plan
            .devices
            .min(cursor.next.saturating_add(MOST_DEVICES));
        while cursor.next < end && due.len() < room {
            let progress = task.plan.progress(cursor.next);
            cursor.last = cursor.last.max(progress.stop);
            for (at, event) in upgrade_events(&progress) {
                if (cursor.after + 1..=cursor.until).contains(&at) {
                    due.push((at, cursor.next, event, progress));
                }
            }
            cursor.next += 1;
        }
        due.sort_by_key(|(at, index, ..)| (*at, *index));
        for (at, index, event, progress) in due {
            notify(state, task, subscribers, (at, index, event, &progress));
        }
        if cursor.next >= task.plan.devices {
            cursor.over = cursor.last <= cursor.until;
            cursor.after = cursor.until;
            cursor.next = 0;
        }
    }
}

fn all_subscribers(state: &State) -> Vec<Subscribers> {
    let mut all_subscribers = Vec::new();
    for data in state.app_data.iter() {
        for (kind, states, results) in [
            (
                OperateType::SoftwareUpgrade,
                bodies::SW_STATE,
                bodies::SW_RESULT,
            ),
            (
                OperateType::FirmwareUpgrade,
                bodies::FW_STATE,
                bodies::FW_RESULT,
            ),
        ] {
            let wanted = data
                .subscriptions
                .iter()
                .filter(|subscription| subscription.kind == states || subscription.kind == results);
            if let Some(since) = wanted.map(|subscription| subscription.since).min() {
                all_subscribers.push(Subscribers {
                    app: data.app.clone(),
                    kind,
                    since,
                    states: data.targets(states).cloned().collect(),
                    results: data.targets(results).cloned().collect(),
                });
            }
        }
    }
    all_subscribers
}

/// Returns the events of a device, in order.
fn upgrade_events(progress: &DeviceProgress) -> Vec<(i64, UpgradeEvent)> {
    let Some(start) = progress.start else {
        return Vec::new();
    };
    let part = |of: i64| start + (progress.stop - start) * of / 10;
    match progress.outcome {
        Status::Success => vec![
            (start, UpgradeEvent::Downloading),
            (part(5), UpgradeEvent::Downloaded),
            (part(6), UpgradeEvent::Updating),
            (progress.stop, UpgradeEvent::Idle),
            (progress.stop, UpgradeEvent::Result),
        ],
        Status::Fail if progress.cause.is_some_and(|cause| cause.reported) => vec![
            (start, UpgradeEvent::Downloading),
            (progress.stop, UpgradeEvent::Idle),
            (progress.stop, UpgradeEvent::Result),
        ],
        Status::Fail => vec![(progress.stop, UpgradeEvent::Result)],
        _ => Vec::new(),
    }
}

fn notify(
    state: &State,
    task: &Task,
    subscribers: &Subscribers,
    (at, index, event, progress): (i64, u32, UpgradeEvent, &DeviceProgress),
) {
    let (kind, targets): (&str, &[Target]) = match (event, task.operate_type) {
        (UpgradeEvent::Result, OperateType::SoftwareUpgrade) => {
            (bodies::SW_RESULT, &subscribers.results)
        }
        (UpgradeEvent::Result, OperateType::FirmwareUpgrade) => {
            (bodies::FW_RESULT, &subscribers.results)
        }
        (_, OperateType::SoftwareUpgrade) => (bodies::SW_STATE, &subscribers.states),
        (_, OperateType::FirmwareUpgrade) => (bodies::FW_STATE, &subscribers.states),
    };
    if targets.is_empty() {
        return;
    }
    let device = bodies::Upgrading {
        device: task.devices.id(index),
        app: task.app.clone(),
        operation: task.id.clone(),
        subtask: task.subtask_id(index),
    };
    let body: Value = match event {
        UpgradeEvent::Result => {
            let cause = progress.cause.map(|cause| cause.text);
            device.result(task.operate_type, &task.package, cause, at)
        }
        event => device.state(task.operate_type, event.step()),
    };
    for target in targets {
        state.pushes.send(&task.app, kind, target, &body);
    }
}

impl UpgradeEvent {
    fn step(self) -> bodies::Step {
        match self {
            Self::Downloading => bodies::Step::Downloading,
            Self::Downloaded => bodies::Step::Downloaded,
            Self::Updating => bodies::Step::Updating,
            Self::Idle | Self::Result => bodies::Step::Idle,
        }
    }
}
