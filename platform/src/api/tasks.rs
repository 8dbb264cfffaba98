//! Upgrade tasks: list, show, and their subtasks.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use super::query::{Page, Query};
use super::request::Request;
use super::{Outcome, ok};
use crate::clock::stamp;
use crate::response::{Refusal, Response, refusals};
use crate::sim::Status;
use crate::task::{OperateType, Task, TaskStatus};

pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = Query::parse(request.call.query);
    let page = query.page()?;
    let kind: Option<OperateType> = query.word("operationType")?;
    let status: Option<TaskStatus> = query.word("operationStatus")?;
    let device_type = query.text("deviceType")?;
    let model = query.text("model")?;
    let manufacturer = query.text("manufacturerName")?;
    let device = query.text("deviceId")?;

    let now = request.now();
    let mut tasks = request.state.tasks.lock().of(&request.app.id);
    tasks.retain(|task| {
        let package = &task.package;
        kind.is_none_or(|kind| kind == task.operate_type)
            && device_type.is_none_or(|wanted| wanted == package.device_type)
            && model.is_none_or(|wanted| wanted == package.model)
            && manufacturer.is_none_or(|wanted| wanted == package.manufacturer_name)
            && device.is_none_or(|wanted| task.devices.contains(wanted))
            && status.is_none_or(|wanted| wanted == TaskStatus::of(&task.snapshot(now)))
    });
    let tasks = page.of(tasks).map(|task| TaskRow::of(&task, now));
    Ok(ok(&tasks))
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    let task = find(request)?;
    Ok(ok(&TaskRow::of(&task, request.now())))
}

pub(super) fn subtasks(request: &Request<'_>) -> Outcome {
    let query = Query::parse(request.call.query);
    let page = query.page()?;
    let status: Option<Status> = query.word("subOperationStatus")?;
    let task = find(request)?;
    let selected = select(&task, status, page, request.now());
    Ok(rows(&task, page, selected, request.now()))
}

/// Returns a page of subtasks to the page of the control interface. It understands the
/// same query, and `cause`, which selects the failures with this text.
pub(crate) fn subtasks_of(task: &Task, query: Option<&str>, now: i64) -> Response {
    let page = || {
        let query = Query::parse(query);
        let page = query.page()?;
        let selected = match query.text("cause")? {
            Some(cause) => select_cause(task, cause, page, now),
            None => select(task, query.word("subOperationStatus")?, page, now),
        };
        Ok(rows(task, page, selected, now))
    };
    page().unwrap_or_else(|refusal: Refusal| refusal.into())
}

fn rows(task: &Task, page: Page, (indices, total): (Vec<u32>, u64), now: i64) -> Response {
    let rows = indices.into_iter();
    let rows = rows.map(|index| SubtaskRow::of(task, index, now)).collect();
    ok(&page.with(rows, total))
}

fn find(request: &Request<'_>) -> Result<Arc<Task>, Refusal> {
    let tasks = request.state.tasks.lock();
    let task = tasks.find(&request.app.id, request.param(0));
    task.ok_or(refusals::NO_OPERATION)
}

/// Returns the devices of one page, and their number on all pages.
fn select(task: &Task, status: Option<Status>, page: Page, now: i64) -> (Vec<u32>, u64) {
    if let Some(status) = status {
        let snapshot = task.snapshot(now);
        let rows = snapshot.page(status, page.skip(), page.size());
        return (rows, snapshot.count(status).into());
    }
    let devices = task.plan.devices;
    let from = u32::try_from(page.skip()).unwrap_or(devices).min(devices);
    let rows = (from..devices).take(page.size()).collect();
    (rows, devices.into())
}

/// Returns the failed devices with this cause, like [`select`].
fn select_cause(task: &Task, cause: &str, page: Page, now: i64) -> (Vec<u32>, u64) {
    let mut failed = task.snapshot(now).page(Status::Fail, 0, usize::MAX);
    failed.retain(|index| {
        let known = task.plan.progress(*index).cause;
        known.is_some_and(|known| known.text == cause)
    });
    let total = failed.len() as u64;
    let skip = usize::try_from(page.skip()).unwrap_or(usize::MAX);
    let rows = failed.into_iter().skip(skip).take(page.size()).collect();
    (rows, total)
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskRow {
    operation_id: String,
    create_time: String,
    start_time: Option<String>,
    stop_time: Option<String>,
    operate_type: OperateType,
    targets: Value,
    policy: Value,
    status: TaskStatus,
    sta_result: StaResult,
    extend_para: Value,
}

#[derive(Debug, Serialize)]
struct StaResult {
    total: u32,
    wait: u32,
    processing: u32,
    success: u32,
    fail: u32,
    stop: u32,
    /// Always 0: subtasks have no such status, and `fail` counts those that timed out.
    timeout: u32,
}

impl TaskRow {
    pub(crate) fn of(task: &Task, now: i64) -> Self {
        let snapshot = task.snapshot(now);
        Self {
            operation_id: task.id.clone(),
            create_time: stamp(task.created),
            start_time: snapshot.started.map(stamp),
            stop_time: snapshot.ended.map(stamp),
            operate_type: task.operate_type,
            targets: task.targets.clone(),
            policy: task.policy.clone(),
            status: TaskStatus::of(&snapshot),
            sta_result: StaResult {
                total: task.plan.devices,
                wait: snapshot.count(Status::Wait),
                processing: snapshot.count(Status::Processing),
                success: snapshot.count(Status::Success),
                fail: snapshot.count(Status::Fail),
                stop: snapshot.count(Status::Stop),
                timeout: 0,
            },
            extend_para: json!({ "fileVersion": task.package.version }),
        }
    }
}

/// `SubOperationInfo`. Future times are null, and empty fields are left out, because
/// clients must accept both.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SubtaskRow {
    sub_operation_id: String,
    create_time: String,
    start_time: Option<String>,
    stop_time: Option<String>,
    operate_type: OperateType,
    device_id: String,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail_info: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extend_info: Option<ExtendInfo>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ExtendInfo {
    cur_version: &'static str,
    target_version: &'static str,
    source_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    upgrade_time: Option<String>,
}

impl SubtaskRow {
    fn of(task: &Task, index: u32, now: i64) -> Self {
        let progress = task.plan.progress(index);
        let status = progress.status(now);
        let started = progress.start.filter(|start| *start <= now);
        let ended = Some(progress.stop).filter(|stop| *stop <= now);
        let cause = progress.cause.filter(|_| ended.is_some());
        let package = &task.package;
        let versions = |cur_version, upgrade_time| ExtendInfo {
            cur_version,
            target_version: package.version,
            source_version: package.source_version,
            upgrade_time,
        };
        Self {
            sub_operation_id: task.subtask_id(index),
            create_time: stamp(task.created),
            start_time: started.map(stamp),
            stop_time: ended.map(stamp),
            operate_type: task.operate_type,
            device_id: task.devices.id(index),
            status,
            detail_info: cause.map(|cause| cause.text),
            extend_info: match status {
                Status::Success => Some(versions(package.version, ended.map(stamp))),
                Status::Fail if cause.is_some_and(|cause| cause.reported) => {
                    Some(versions(package.source_version, None))
                }
                _ => None,
            },
        }
    }
}
