//! Commands to devices: create, list, cancel.

use serde_json::Value;

use super::query::COMMANDS;
use super::request::{Body, Request, created};
use super::{Outcome, ok};
use crate::app_data::command::{DEFAULT_EXPIRY, Phase};
use crate::app_data::{AppData, CancelTask, NewCommand};
use crate::response::{Refusal, refusals};

/// Maximum number of pending commands of one device.
const MOST_PENDING: usize = 20;
/// Maximum of `expireTime`, in seconds: ten years.
const LONGEST_EXPIRY: i64 = 10 * 365 * 24 * 3600;
const DEFAULT_RETRANSMIT: i64 = 3;

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    let body = request.body()?;
    let device = body.required("deviceId")?;
    let new_command = new_command(&body, device)?;
    let now = request.now();
    let mut data = request.data()?;
    let device = data
        .devices
        .get(&new_command.device)
        .ok_or(refusals::NO_DEVICE)?;
    let pending = pending(&data, &device.id, now).count();
    if pending >= MOST_PENDING {
        return Err(refusals::TOO_MANY_COMMANDS);
    }
    let id = data.create_command(new_command, now);
    let command = data.commands.get(&id).ok_or(refusals::INTERNAL)?;
    created(&command.json(now))
}

/// Parses the body of a new command for this device.
pub(super) fn new_command(body: &Body, device: String) -> Result<NewCommand, Refusal> {
    let command = body.object("command")?.ok_or(refusals::MISSING_PARAMETER)?;
    command.required("serviceId")?;
    match command.given("method") {
        Some(Value::String(_)) => {}
        _ => return Err(refusals::BAD_COMMAND_NAME),
    }
    let expire = body.number("expireTime")?.unwrap_or(DEFAULT_EXPIRY);
    if expire > LONGEST_EXPIRY {
        return Err(refusals::BAD_PARAMETER);
    }
    Ok(NewCommand {
        device,
        callback: body.target("callbackUrl")?,
        command: Value::Object(command.0),
        expire,
        max_retransmit: body.number("maxRetransmit")?.unwrap_or(DEFAULT_RETRANSMIT),
    })
}

/// Returns the ids of the pending commands of a device.
fn pending<'a>(data: &'a AppData, device: &'a str, now: i64) -> impl Iterator<Item = &'a str> {
    let waiting = data
        .commands
        .iter()
        .filter(move |command| command.device == device && command.phase(now) == Phase::Pending);
    waiting.map(|command| command.id.as_str())
}

pub(super) fn update(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    // The only possible change of a command is to cancel it.
    if request.body()?.required("status")? != "CANCELED" {
        return Err(refusals::BAD_PARAMETER);
    }
    let now = request.now();
    let mut data = request.data()?;
    let id = request.param(0);
    if !data.commands.contains(id) {
        return Err(refusals::NO_COMMAND);
    }
    if !data.cancel_command(id, now) {
        return Err(refusals::COMMAND_FINISHED);
    }
    let command = data.commands.get(id).ok_or(refusals::NO_COMMAND)?;
    Ok(ok(&command.json(now)))
}

/// Lists commands, newest first.
pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&COMMANDS)?;
    let page = query.page()?;
    let span = query.span()?;
    let device = query.text("deviceId")?;
    let now = request.now();
    let data = request.data()?;
    let found = data.commands.iter().rev().filter(|command| {
        span.contains(&command.created) && device.is_none_or(|wanted| wanted == command.device)
    });
    let rows = found.map(|command| command.json(now)).collect();
    Ok(ok(&page.pagination(rows)))
}

pub(super) fn cancel_all(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    let device = request.body()?.required("deviceId")?;
    let now = request.now();
    let mut data = request.data()?;
    if !data.devices.contains(&device) {
        return Err(refusals::NO_DEVICE);
    }
    let commands: Vec<String> = pending(&data, &device, now).map(str::to_owned).collect();
    for command in &commands {
        data.cancel_command(command, now);
    }
    let id = data.next_id();
    let task = CancelTask {
        id: id.clone(),
        device,
        created: now,
        commands,
    };
    let response = task.json(&data, now);
    data.cancel_tasks.add(&id, task);
    created(&response)
}

/// Lists cancel tasks, newest first.
pub(super) fn list_cancel_tasks(request: &Request<'_>) -> Outcome {
    let query = request.query(&COMMANDS)?;
    let page = query.page()?;
    let span = query.span()?;
    let id = query.text("taskId")?;
    let device = query.text("deviceId")?;
    let status = query.text("status")?;
    let now = request.now();
    let data = request.data()?;
    let found = data.cancel_tasks.iter().rev().filter(|task| {
        span.contains(&task.created)
            && id.is_none_or(|wanted| wanted == task.id)
            && device.is_none_or(|wanted| wanted == task.device)
            && status.is_none_or(|wanted| wanted == task.status(now))
    });
    let rows: Vec<Value> = found.map(|task| task.json(&data, now)).collect();
    Ok(ok(&page.pagination(rows)))
}
