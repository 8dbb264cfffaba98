//! What there is to tell about upgrade tasks.
//!
//! A task may have millions of devices, so nothing is kept of them: for every
//! stretch of time the fates of all devices are gone through, a part of them
//! per tick and only as far as there is room in the queue.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::Target;
use super::bodies;
use crate::sim::{Fate, Status};
use crate::state::State;
use crate::task::{OperateType, Task};

/// Devices looked at per tick and task.
const BUDGET: u32 = 50_000;

/// How far the devices of each task have been told of.
#[derive(Debug, Default)]
pub(super) struct Watches(HashMap<String, Watch>);

/// The stretch of time being told, and the next device to look at.
#[derive(Debug)]
struct Watch {
    after: i64,
    until: i64,
    next: u32,
    /// When the last device so far comes to its end.
    last: i64,
    over: bool,
}

/// Those who want to hear of the tasks of one kind.
struct Audience {
    app: String,
    kind: OperateType,
    since: i64,
    states: Vec<Target>,
    results: Vec<Target>,
}

/// One thing that happens to a device in an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Downloading,
    Downloaded,
    Updating,
    Idle,
    Result,
}

impl Watches {
    pub(super) fn look(&mut self, state: &State) {
        let audiences = audiences(state);
        let now = state.clock.seconds();
        for audience in &audiences {
            for task in state.tasks.lock().of(&audience.app) {
                if task.operate_type == audience.kind {
                    self.look_at(state, &task, audience, now);
                }
            }
        }
    }

    fn look_at(&mut self, state: &State, task: &Arc<Task>, audience: &Audience, now: i64) {
        let watch = self.0.entry(task.id.clone()).or_insert_with(|| {
            // What happens in the second of the subscription is told as well.
            let after = audience.since.max(task.created) - 1;
            Watch {
                after,
                until: after,
                next: 0,
                last: 0,
                over: false,
            }
        });
        if watch.next == 0 {
            // Nobody listened before, or not for a while.
            watch.after = watch.after.max(audience.since - 1);
            watch.until = now;
            watch.last = 0;
        }
        if watch.over || watch.until <= watch.after {
            return;
        }
        let mut told = Vec::new();
        let listeners = audience.states.len().max(audience.results.len());
        let room = state.pushes.room() / 2 / listeners.max(1);
        let end = task.course.devices.min(watch.next.saturating_add(BUDGET));
        while watch.next < end && told.len() < room {
            let fate = task.course.fate(watch.next);
            watch.last = watch.last.max(fate.stop);
            for (at, moment) in moments(&fate) {
                if (watch.after + 1..=watch.until).contains(&at) {
                    told.push((at, watch.next, moment, fate));
                }
            }
            watch.next += 1;
        }
        told.sort_by_key(|(at, index, ..)| (*at, *index));
        for (at, index, moment, fate) in told {
            tell(state, task, audience, (at, index, moment, &fate));
        }
        if watch.next >= task.course.devices {
            watch.over = watch.last <= watch.until;
            watch.after = watch.until;
            watch.next = 0;
        }
    }
}

fn audiences(state: &State) -> Vec<Audience> {
    let mut audiences = Vec::new();
    for world in state.worlds.iter() {
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
            let wanted = world
                .subscriptions
                .iter()
                .filter(|known| known.kind == states || known.kind == results);
            if let Some(since) = wanted.map(|known| known.since).min() {
                audiences.push(Audience {
                    app: world.app.clone(),
                    kind,
                    since,
                    states: world.targets(states).cloned().collect(),
                    results: world.targets(results).cloned().collect(),
                });
            }
        }
    }
    audiences
}

/// What happens to a device, in order.
fn moments(fate: &Fate) -> Vec<(i64, Moment)> {
    let Some(start) = fate.start else {
        return Vec::new();
    };
    let part = |of: i64| start + (fate.stop - start) * of / 10;
    match fate.outcome {
        Status::Success => vec![
            (start, Moment::Downloading),
            (part(5), Moment::Downloaded),
            (part(6), Moment::Updating),
            (fate.stop, Moment::Idle),
            (fate.stop, Moment::Result),
        ],
        Status::Fail if fate.cause.is_some_and(|cause| cause.reported) => vec![
            (start, Moment::Downloading),
            (fate.stop, Moment::Idle),
            (fate.stop, Moment::Result),
        ],
        Status::Fail => vec![(fate.stop, Moment::Result)],
        _ => Vec::new(),
    }
}

fn tell(
    state: &State,
    task: &Task,
    audience: &Audience,
    (at, index, moment, fate): (i64, u32, Moment, &Fate),
) {
    let (kind, targets): (&str, &[Target]) = match (moment, task.operate_type) {
        (Moment::Result, OperateType::SoftwareUpgrade) => (bodies::SW_RESULT, &audience.results),
        (Moment::Result, OperateType::FirmwareUpgrade) => (bodies::FW_RESULT, &audience.results),
        (_, OperateType::SoftwareUpgrade) => (bodies::SW_STATE, &audience.states),
        (_, OperateType::FirmwareUpgrade) => (bodies::FW_STATE, &audience.states),
    };
    if targets.is_empty() {
        return;
    }
    let device = bodies::Upgrading {
        device: task.fleet.id(index),
        app: task.app.clone(),
        operation: task.id.clone(),
        subtask: task.subtask_id(index),
    };
    let body: Value = match moment {
        Moment::Result => {
            let cause = fate.cause.map(|cause| cause.text);
            device.result(task.operate_type, &task.package, cause, at)
        }
        moment => device.state(task.operate_type, moment.step()),
    };
    for target in targets {
        state.pushes.send(&task.app, kind, target, &body);
    }
}

impl Moment {
    fn step(self) -> bodies::Step {
        match self {
            Self::Downloading => bodies::Step::Downloading,
            Self::Downloaded => bodies::Step::Downloaded,
            Self::Updating => bodies::Step::Updating,
            Self::Idle | Self::Result => bodies::Step::Idle,
        }
    }
}
