//! The progress of an upgrade task.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::sdk::FieldValue;
use crate::sdk::device_upgrade::{SubOperationInfo, TaskStatus};

/// The state of a subtask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubtaskState {
    Wait,
    Processing,
    Success,
    Fail,
    Stop,
    Timeout,
    /// A state that is not documented.
    Other,
}

impl SubtaskState {
    pub(crate) const COUNT: usize = 7;

    pub(crate) fn name(self) -> &'static str {
        match self {
            SubtaskState::Wait => "wait",
            SubtaskState::Processing => "processing",
            SubtaskState::Success => "success",
            SubtaskState::Fail => "fail",
            SubtaskState::Stop => "stop",
            SubtaskState::Timeout => "timeout",
            SubtaskState::Other => "",
        }
    }

    pub(crate) fn of(name: &str) -> Self {
        [
            SubtaskState::Wait,
            SubtaskState::Processing,
            SubtaskState::Success,
            SubtaskState::Fail,
            SubtaskState::Stop,
            SubtaskState::Timeout,
        ]
        .into_iter()
        .find(|state| state.name() == name)
        .unwrap_or(SubtaskState::Other)
    }

    /// Returns the states by which subtasks can be listed, except `wait`, in which all
    /// begin. Failures come first, then the shortest list.
    pub(crate) fn readable(counts: &Counts) -> [SubtaskState; 4] {
        let mut states = [
            SubtaskState::Fail,
            SubtaskState::Stop,
            SubtaskState::Success,
            SubtaskState::Processing,
        ];
        states[1..].sort_by_key(|state| counts.of(*state));
        states
    }
}

/// The number of subtasks in each state, as sent by the platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All subtasks.
    pub total: u64,
    /// Subtasks that wait.
    pub wait: u64,
    /// Subtasks that run.
    pub processing: u64,
    /// Subtasks that succeeded.
    pub success: u64,
    /// Subtasks that failed.
    pub fail: u64,
    /// Subtasks that were stopped.
    pub stop: u64,
    /// Subtasks that timed out.
    pub timeout: u64,
}

impl Counts {
    /// Returns the number of subtasks that have ended, with any result.
    pub fn ended(&self) -> u64 {
        [self.success, self.fail, self.stop, self.timeout]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    /// Returns the number of subtasks that have not ended.
    pub(crate) fn running(&self) -> u64 {
        self.total.saturating_sub(self.ended())
    }

    pub(crate) fn of(&self, state: SubtaskState) -> u64 {
        match state {
            SubtaskState::Wait => self.wait,
            SubtaskState::Processing => self.processing,
            SubtaskState::Success => self.success,
            SubtaskState::Fail => self.fail,
            SubtaskState::Stop => self.stop,
            SubtaskState::Timeout => self.timeout,
            SubtaskState::Other => 0,
        }
    }
}

/// True if the task has ended. Its state may be updated later than those of its
/// subtasks.
pub(crate) fn is_ended(status: &str, counts: &Counts) -> bool {
    // Only subtasks are documented to have the state "fail". But a task in it would
    // have ended too.
    matches!(status, "failed" | "fail" | "success" | "stop")
        || (counts.total > 0 && counts.ended() >= counts.total)
}

/// The progress of an upgrade task at one poll.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// The id of the task.
    pub operation_id: String,
    /// The status of the task; `None` if the platform sends none.
    pub status: Option<TaskStatus>,
    /// The exact number of subtasks in each state, as sent by the platform.
    pub counts: Counts,
    /// The number of subtasks that end per second, smoothed; `None` at the first poll.
    pub rate: Option<f64>,
    /// The estimated time until the task has ended; `None` if it cannot be estimated,
    /// or if the task has ended.
    pub left: Option<Duration>,
    /// The time since the waiting began.
    pub elapsed: Duration,
    /// The number of polls so far, including this one.
    pub polls: u32,
    /// The number of calls so far, for polls and for pages of subtasks.
    pub calls: u32,
    /// The subtasks that have changed, as sent by the platform.
    pub(crate) changed_rows: Vec<Value>,
    /// The number of subtasks whose state has [changed](Self::changed) but was not seen,
    /// according to the [`counts`](Self::counts).
    pub unread: u64,
    /// The time from this poll to the next one; `None` if the task has ended.
    pub next_delay: Option<Duration>,
    /// True if the task has ended.
    pub is_ended: bool,
}

impl Progress {
    /// Returns the subtasks whose state has changed since they were last seen. Those that
    /// were not seen before count as having waited. Some changes may not be seen: see
    /// [`unread`](Self::unread).
    pub fn changed(&self) -> impl Iterator<Item = SubOperationInfo> {
        let rows = self.changed_rows.iter();
        rows.filter_map(|row| SubOperationInfo::from_json(row.clone()).ok().flatten())
    }

    /// Returns the percentage of subtasks that have ended.
    pub fn percentage(&self) -> f64 {
        match (self.counts.total, self.counts.ended()) {
            (0, _) if self.is_ended => 100.0,
            (0, _) => 0.0,
            (total, ended) => ended.min(total) as f64 * 100.0 / total as f64,
        }
    }
}

/// One line for a log.
impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            total,
            success,
            fail,
            stop,
            timeout,
            ..
        } = self.counts;
        write!(
            f,
            "upgrade task {}: {}, {:.1} % of {total} ended ({success} success, {fail} fail, \
             {stop} stop, {timeout} timeout) after {}",
            self.operation_id,
            self.status.as_ref().map_or("unknown", TaskStatus::as_str),
            // Rounded down, so that it is less than 100 % before the end.
            (self.percentage() * 10.0).floor() / 10.0,
            Clock(self.elapsed),
        )?;
        if let Some(rate) = self.rate.filter(|_| !self.is_ended) {
            match rate >= 1.0 {
                true => write!(f, ", {rate:.1}/s")?,
                false => write!(f, ", {:.1}/min", rate * 60.0)?,
            }
        }
        if let Some(left) = self.left {
            let seconds = left.as_secs_f64().ceil();
            let left = Duration::try_from_secs_f64(seconds).unwrap_or(left);
            write!(f, ", about {} left", Clock(left))?;
        }
        Ok(())
    }
}

/// Hours, minutes and seconds.
struct Clock(Duration);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (hours, minutes) {
            (0, 0) => write!(f, "{seconds} s"),
            (0, _) => write!(f, "{minutes} min {seconds:02} s"),
            _ => write!(f, "{hours} h {minutes:02} min"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(counts: Counts) -> Progress {
        Progress {
            operation_id: "5f3a".to_owned(),
            status: Some(TaskStatus::Processing),
            counts,
            rate: None,
            left: None,
            elapsed: Duration::from_secs(59),
            polls: 1,
            calls: 1,
            changed_rows: Vec::new(),
            unread: 0,
            next_delay: None,
            is_ended: false,
        }
    }

    const SOME: Counts = Counts {
        total: 1000,
        wait: 0,
        processing: 1,
        success: 969,
        fail: 20,
        stop: 6,
        timeout: 4,
    };

    #[test]
    fn a_line_for_a_log() {
        let mut progress = progress(SOME);
        assert_eq!(
            progress.to_string(),
            "upgrade task 5f3a: processing, 99.9 % of 1000 ended (969 success, 20 fail, 6 stop, \
             4 timeout) after 59 s"
        );
        progress.rate = Some(1.5);
        progress.left = Some(Duration::from_millis(3_660_100));
        progress.elapsed = Duration::from_secs(125);
        progress.status = None;
        assert_eq!(
            progress.to_string(),
            "upgrade task 5f3a: unknown, 99.9 % of 1000 ended (969 success, 20 fail, 6 stop, \
             4 timeout) after 2 min 05 s, 1.5/s, about 1 h 01 min left"
        );
        progress.rate = Some(0.25);
        assert!(progress.to_string().contains(" s, 15.0/min, about"));
    }

    #[test]
    fn percentages() {
        assert!((progress(SOME).percentage() - 99.9).abs() < 1e-9);
        let mut none = progress(Counts::default());
        assert_eq!(none.percentage().to_bits(), 0f64.to_bits());
        none.is_ended = true;
        assert_eq!(none.percentage().to_bits(), 100f64.to_bits());
    }

    #[test]
    fn ends() {
        for status in ["failed", "success", "stop"] {
            assert!(is_ended(status, &Counts::default()), "{status}");
        }
        for status in ["wait", "processing", "", "new"] {
            assert!(!is_ended(status, &SOME), "{status}");
            let all = Counts {
                processing: 0,
                total: 999,
                ..SOME
            };
            assert!(is_ended(status, &all), "{status}");
            assert!(!is_ended(status, &Counts::default()), "{status}");
        }
    }
}
