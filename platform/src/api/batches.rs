//! Batch tasks: a command for many devices, or a file of items.

use serde_json::{Value, json};

use super::commands::new_command;
use super::query::BATCHES;
use super::request::{Body, Request};
use super::{Outcome, ok};
use crate::app_data::AppData;
use crate::app_data::batch::{Batch, Row, RowStatus, Work};
use crate::app_data::device::Device;
use crate::response::{Refusal, refusals};
use crate::sim::mix_name;

/// Maximum number of unfinished tasks.
const MOST_UNFINISHED: usize = 10;
/// Allowed values of `timeout`, in minutes.
const TIMEOUTS: std::ops::RangeInclusive<i64> = 10..=2880;
/// Maximum number of items in a simulated file, and the seconds per item.
const MOST_ITEMS: u64 = 20;
const SECONDS_PER_ITEM: i64 = 2;

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&BATCHES)?;
    let body = request.body()?;
    request.own(body.text("appId")?.as_deref(), &BATCHES)?;
    let name = body.required("taskName")?;
    let kind = body.required("taskType")?;
    let timeout = body.number("timeout")?.ok_or(refusals::MISSING_PARAMETER)?;
    let param = body.object("param")?.ok_or(refusals::MISSING_PARAMETER)?;
    if !TIMEOUTS.contains(&timeout) {
        return Err(refusals::BAD_PARAMETER);
    }
    let now = request.now();
    let mut data = request.data()?;
    if data.batches.iter().any(|existing| existing.name == name) {
        return Err(refusals::BATCH_TAKEN);
    }
    let unfinished = data.batches.iter().filter(|task| !task.is_over(&data, now));
    if unfinished.count() >= MOST_UNFINISHED {
        return Err(refusals::TOO_MANY_BATCHES);
    }
    let rows = match kind.as_str() {
        "DeviceCmd" => command_rows(&mut data, &param, now)?,
        "DeviceReg" | "DeviceLocation" | "DeviceMod" | "DeviceDel" => file_rows(&param, now)?,
        _ => return Err(refusals::BAD_PARAMETER),
    };
    let id = data.next_id();
    let batch = Batch {
        id: id.clone(),
        name,
        app: request.app.id.clone(),
        kind,
        timeout,
        created: now,
        param: Value::Object(param.0),
        tags: body.value("tags"),
        rows,
    };
    data.batches.add(&id, batch);
    Ok(ok(&json!({ "taskID": id })))
}

/// Creates one command for each selected device.
fn command_rows(data: &mut AppData, param: &Body, now: i64) -> Result<Vec<Row>, Refusal> {
    let template = new_command(param, String::new())?;
    let mut rows = Vec::new();
    for device in selected_devices(data, param)? {
        let node = data
            .devices
            .get(&device)
            .map(|existing| existing.node_id.clone());
        let work = match node {
            Some(_) => {
                let mut new_command = template.clone();
                new_command.device.clone_from(&device);
                Work::Command(data.create_command(new_command, now))
            }
            None => Work::Failed(refusals::NO_DEVICE.code(), refusals::NO_DEVICE.text()),
        };
        rows.push(Row {
            device: Some(device),
            node,
            work,
        });
    }
    Ok(rows)
}

/// Returns the ids of the devices of a task. The devices of a list may not exist.
fn selected_devices(data: &AppData, param: &Body) -> Result<Vec<String>, Refusal> {
    let ids = |fits: &dyn Fn(&&Device) -> bool| {
        let found = data.devices.iter().filter(fits);
        found.map(|device| device.id.clone()).collect()
    };
    match param.required("type")?.as_str() {
        "DeviceList" => param
            .texts("deviceList")?
            .ok_or(refusals::MISSING_PARAMETER),
        "DeviceType" => {
            let device_type = param.required("deviceType")?;
            let model = param.text("model")?;
            let maker = param.text("manufacturerId")?;
            let is = |wanted: &Option<String>, has: &str| {
                wanted.as_deref().is_none_or(|wanted| wanted == has)
            };
            Ok(ids(&|device| {
                device.device_type() == device_type
                    && is(&model, device.text("model"))
                    && is(&maker, device.text("manufacturerId"))
            }))
        }
        "DeviceArea" => {
            let place = param.required("deviceLocation")?;
            Ok(ids(&|device| device.text("location") == place))
        }
        "GroupList" => {
            let groups = param
                .texts("groupList")?
                .ok_or(refusals::MISSING_PARAMETER)?;
            let found = data
                .groups
                .iter()
                .filter(|group| groups.contains(&group.id) || groups.contains(&group.name));
            let mut members: Vec<String> = found.flat_map(|group| group.devices.clone()).collect();
            members.sort();
            members.dedup();
            Ok(members)
        }
        _ => Err(refusals::BAD_PARAMETER),
    }
}

/// Simulates the lines of a file that was never uploaded. Their number depends on its id.
fn file_rows(param: &Body, now: i64) -> Result<Vec<Row>, Refusal> {
    let file = param.required("fileId")?;
    let lines = i64::try_from(1 + mix_name(0, &file) % MOST_ITEMS).unwrap_or(1);
    let row = |line: i64| Row {
        device: None,
        node: Some(format!("{file}-{line}")),
        work: Work::Done(now + line * SECONDS_PER_ITEM),
    };
    Ok((1..=lines).map(row).collect())
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    let query = request.query(&BATCHES)?;
    let tags = match query.text("select")? {
        None => false,
        Some(select) if select.split(',').all(|wanted| wanted == "tag") => true,
        Some(_) => return Err(refusals::BAD_PARAMETER),
    };
    let data = request.data()?;
    let task = data
        .batches
        .get(request.param(0))
        .ok_or(refusals::NO_BATCH)?;
    Ok(ok(&task.json(&data, request.now(), tags)))
}

pub(super) fn details(request: &Request<'_>) -> Outcome {
    let query = request.query(&BATCHES)?;
    let page = query.page()?;
    let status: Option<RowStatus> = query.word("status")?;
    let index = query.number("index")?;
    let node = query.text("nodeId")?;
    let device = query.text("deviceId")?;
    let command = query.text("commandId")?;
    let now = request.now();
    let data = request.data()?;
    let task = data.batches.get(query.required("taskId")?);
    let task = task.ok_or(refusals::NO_BATCH)?;
    let found = task.rows.iter().enumerate().filter(|(at, row)| {
        status.is_none_or(|wanted| wanted == task.row_status(&data, row, now))
            && index.is_none_or(|wanted| wanted == *at)
            && node.is_none_or(|wanted| row.node.as_deref() == Some(wanted))
            && device.is_none_or(|wanted| row.device.as_deref() == Some(wanted))
            && command.is_none_or(|wanted| row.command() == Some(wanted))
    });
    let rows = found.map(|(at, row)| task.row_json(&data, at, row, now));
    Ok(ok(&page.list("taskDetails", rows.collect())))
}
