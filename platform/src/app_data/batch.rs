//! Batch tasks.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::AppData;
use super::command::Phase;
use crate::clock::stamp;

/// The status of one subtask of a batch task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RowStatus {
    Pending,
    WaitResult,
    Success,
    Fail,
    Expired,
    Timeout,
}

/// A batch task; times are simulated seconds since 1970.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) app: String,
    pub(crate) kind: String,
    /// Time limit, in minutes.
    pub(crate) timeout: i64,
    pub(crate) created: i64,
    pub(crate) param: Value,
    pub(crate) tags: Value,
    pub(crate) rows: Vec<Row>,
}

/// The subtask of one device.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) device: Option<String>,
    pub(crate) node: Option<String>,
    pub(crate) work: Work,
}

#[derive(Debug)]
pub(crate) enum Work {
    /// A command with this id; its status is the status of the subtask.
    Command(String),
    /// Succeeds at this second.
    Done(i64),
    /// Failed immediately, with a code and a text.
    Failed(&'static str, &'static str),
}

/// Number of subtasks per status.
#[derive(Debug, Default)]
struct Tally {
    total: usize,
    success: usize,
    fail: usize,
    timeout: usize,
    expired: usize,
}

impl Tally {
    fn complete(&self) -> usize {
        self.success + self.fail + self.timeout + self.expired
    }
}

impl Batch {
    /// The second after which unfinished subtasks have timed out.
    fn deadline(&self) -> i64 {
        self.created.saturating_add(self.timeout.saturating_mul(60))
    }

    pub(crate) fn row_status(&self, data: &AppData, row: &Row, now: i64) -> RowStatus {
        let status = match &row.work {
            Work::Failed(..) => RowStatus::Fail,
            Work::Done(at) if *at <= now => RowStatus::Success,
            Work::Done(_) => RowStatus::Pending,
            Work::Command(id) => match data.commands.get(id).map(|command| command.phase(now)) {
                Some(Phase::Pending) => RowStatus::Pending,
                Some(Phase::Sent | Phase::Delivered) => RowStatus::WaitResult,
                Some(Phase::Successful) => RowStatus::Success,
                Some(Phase::Expired) => RowStatus::Expired,
                Some(Phase::Timeout) => RowStatus::Timeout,
                Some(Phase::Failed | Phase::Canceled) | None => RowStatus::Fail,
            },
        };
        match status {
            RowStatus::Pending | RowStatus::WaitResult if now >= self.deadline() => {
                RowStatus::Timeout
            }
            status => status,
        }
    }

    fn tally(&self, data: &AppData, now: i64) -> Tally {
        let mut tally = Tally {
            total: self.rows.len(),
            ..Tally::default()
        };
        for row in &self.rows {
            match self.row_status(data, row, now) {
                RowStatus::Success => tally.success += 1,
                RowStatus::Fail => tally.fail += 1,
                RowStatus::Timeout => tally.timeout += 1,
                RowStatus::Expired => tally.expired += 1,
                RowStatus::Pending | RowStatus::WaitResult => {}
            }
        }
        tally
    }

    pub(crate) fn is_over(&self, data: &AppData, now: i64) -> bool {
        let tally = self.tally(data, now);
        tally.complete() == tally.total
    }

    /// Builds a `QueryOneTaskOutDTO`.
    pub(crate) fn json(&self, data: &AppData, now: i64, tags: bool) -> Value {
        let tally = self.tally(data, now);
        let percent = |part: usize| (100 * part).checked_div(tally.total).unwrap_or(100);
        let status = match tally.complete() {
            complete if complete == tally.total && tally.timeout > 0 => "Timeout",
            complete if complete == tally.total => "Complete",
            0 if now == self.created => "Pending",
            _ => "Running",
        };
        let mut task = json!({
            "taskId": self.id,
            "taskName": self.name,
            "appId": self.app,
            "operator": self.app,
            "taskFrom": "Northbound",
            "taskType": self.kind,
            "status": status,
            "startTime": stamp(self.created),
            "timeout": self.timeout,
            "progress": percent(tally.complete()),
            "totalCnt": tally.total,
            "successCnt": tally.success,
            "successRate": percent(tally.success),
            "failCnt": tally.fail,
            "timeoutCnt": tally.timeout,
            "expiredCnt": tally.expired,
            "completeCnt": tally.complete(),
            "param": self.param,
        });
        if tags && let Value::Object(fields) = &mut task {
            fields.insert("tags".into(), self.tags.clone());
        }
        task
    }

    /// Builds a `QueryTaskDetailDTOCloud2NA` of the n-th subtask, from 0.
    pub(crate) fn row_json(&self, data: &AppData, index: usize, row: &Row, now: i64) -> Value {
        let status = self.row_status(data, row, now);
        let error = match (&row.work, status) {
            (Work::Failed(code, text), _) => json!({ "error_code": code, "error_desc": text }),
            (_, RowStatus::Fail) => {
                json!({ "error_code": "100001", "error_desc": "The device refused the command." })
            }
            _ => Value::Null,
        };
        json!({
            "status": status,
            "output": match status {
                RowStatus::Success => Some("success"),
                _ => None,
            },
            "error": error,
            "param": {
                "index": index,
                "nodeId": row.node,
                "deviceId": row.device,
                "commandId": row.command(),
            },
        })
    }
}

impl Row {
    pub(crate) fn command(&self) -> Option<&str> {
        match &self.work {
            Work::Command(id) => Some(id),
            _ => None,
        }
    }
}
