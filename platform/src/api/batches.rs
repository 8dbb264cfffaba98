//! Batch tasks: a command for many devices, or a file of work.

use serde_json::{Value, json};

use super::commands::order;
use super::query::BATCHES;
use super::request::{Body, Request};
use super::{Outcome, ok};
use crate::answer::{Refusal, refusals};
use crate::sim::mix_name;
use crate::world::World;
use crate::world::batch::{Batch, Row, RowStatus, Work};
use crate::world::device::Device;

/// Most tasks that may be unfinished at a time.
const MOST_UNFINISHED: usize = 10;
/// Minutes a task may take.
const TIMEOUTS: std::ops::RangeInclusive<i64> = 10..=2880;
/// Most rows a simulated file has, and the seconds each takes.
const MOST_LINES: u64 = 20;
const LINE_TAKES: i64 = 2;

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
    let mut world = request.world()?;
    if world.batches.iter().any(|known| known.name == name) {
        return Err(refusals::BATCH_TAKEN);
    }
    let unfinished = world
        .batches
        .iter()
        .filter(|task| !task.is_over(&world, now));
    if unfinished.count() >= MOST_UNFINISHED {
        return Err(refusals::TOO_MANY_BATCHES);
    }
    let rows = match kind.as_str() {
        "DeviceCmd" => command_rows(&mut world, &param, now)?,
        "DeviceReg" | "DeviceLocation" | "DeviceMod" | "DeviceDel" => file_rows(&param, now)?,
        _ => return Err(refusals::BAD_PARAMETER),
    };
    let id = world.next_id();
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
    world.batches.add(&id, batch);
    Ok(ok(&json!({ "taskID": id })))
}

/// One command for each device that is meant.
fn command_rows(world: &mut World, param: &Body, now: i64) -> Result<Vec<Row>, Refusal> {
    let template = order(param, String::new())?;
    let mut rows = Vec::new();
    for device in meant(world, param)? {
        let node = world
            .devices
            .get(&device)
            .map(|known| known.node_id.clone());
        let work = match node {
            Some(_) => {
                let mut order = template.clone();
                order.device.clone_from(&device);
                Work::Command(world.command(order, now))
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

/// The ids of the devices a task is for; those of a list need not exist.
fn meant(world: &World, param: &Body) -> Result<Vec<String>, Refusal> {
    let ids = |fits: &dyn Fn(&&Device) -> bool| {
        let found = world.devices.iter().filter(fits);
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
            let found = world
                .groups
                .iter()
                .filter(|group| groups.contains(&group.id) || groups.contains(&group.name));
            let mut members: Vec<String> = found.flat_map(|group| group.members.clone()).collect();
            members.sort();
            members.dedup();
            Ok(members)
        }
        _ => Err(refusals::BAD_PARAMETER),
    }
}

/// The lines of a file the platform never saw; how many depends on its id.
fn file_rows(param: &Body, now: i64) -> Result<Vec<Row>, Refusal> {
    let file = param.required("fileId")?;
    let lines = i64::try_from(1 + mix_name(0, &file) % MOST_LINES).unwrap_or(1);
    let row = |line: i64| Row {
        device: None,
        node: Some(format!("{file}-{line}")),
        work: Work::Done(now + line * LINE_TAKES),
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
    let world = request.world()?;
    let task = world
        .batches
        .get(request.param(0))
        .ok_or(refusals::NO_BATCH)?;
    Ok(ok(&task.json(&world, request.now(), tags)))
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
    let world = request.world()?;
    let task = world.batches.get(query.required("taskId")?);
    let task = task.ok_or(refusals::NO_BATCH)?;
    let found = task.rows.iter().enumerate().filter(|(at, row)| {
        status.is_none_or(|wanted| wanted == task.row_status(&world, row, now))
            && index.is_none_or(|wanted| wanted == *at)
            && node.is_none_or(|wanted| row.node.as_deref() == Some(wanted))
            && device.is_none_or(|wanted| row.device.as_deref() == Some(wanted))
            && command.is_none_or(|wanted| row.command() == Some(wanted))
    });
    let rows = found.map(|(at, row)| task.row_json(&world, at, row, now));
    Ok(ok(&page.list("taskDetails", rows.collect())))
}
