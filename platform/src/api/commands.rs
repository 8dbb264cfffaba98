//! Commands to devices, and cancelling them.

use serde_json::Value;

use super::query::COMMANDS;
use super::request::{Body, Request, created};
use super::{Outcome, ok};
use crate::answer::{Refusal, refusals};
use crate::world::command::{DEFAULT_EXPIRY, Phase};
use crate::world::{CancelTask, Order, World};

/// Most commands that may wait for one device.
const MOST_PENDING: usize = 20;
/// Longest time a command may wait, in seconds: ten years.
const LONGEST_EXPIRY: i64 = 10 * 365 * 24 * 3600;
const DEFAULT_RETRANSMIT: i64 = 3;

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    let body = request.body()?;
    let device = body.required("deviceId")?;
    let order = order(&body, device)?;
    let now = request.now();
    let mut world = request.world()?;
    let device = world
        .devices
        .get(&order.device)
        .ok_or(refusals::NO_DEVICE)?;
    let pending = pending(&world, &device.id, now).count();
    if pending >= MOST_PENDING {
        return Err(refusals::TOO_MANY_COMMANDS);
    }
    let id = world.command(order, now);
    let command = world.commands.get(&id).ok_or(refusals::INTERNAL)?;
    created(&command.json(now))
}

/// The command a body asks for, to this device.
pub(super) fn order(body: &Body, device: String) -> Result<Order, Refusal> {
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
    Ok(Order {
        device,
        callback: body.target("callbackUrl")?,
        command: Value::Object(command.0),
        expire,
        max_retransmit: body.number("maxRetransmit")?.unwrap_or(DEFAULT_RETRANSMIT),
    })
}

/// The ids of the commands that wait for a device.
fn pending<'a>(world: &'a World, device: &'a str, now: i64) -> impl Iterator<Item = &'a str> {
    let waiting = world
        .commands
        .iter()
        .filter(move |command| command.device == device && command.phase(now) == Phase::Pending);
    waiting.map(|command| command.id.as_str())
}

pub(super) fn update(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    // Cancelling is all that can be done to a command.
    if request.body()?.required("status")? != "CANCELED" {
        return Err(refusals::BAD_PARAMETER);
    }
    let now = request.now();
    let mut world = request.world()?;
    let id = request.param(0);
    if !world.commands.contains(id) {
        return Err(refusals::NO_COMMAND);
    }
    if !world.cancel_command(id, now) {
        return Err(refusals::COMMAND_OVER);
    }
    let command = world.commands.get(id).ok_or(refusals::NO_COMMAND)?;
    Ok(ok(&command.json(now)))
}

/// Newest first.
pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&COMMANDS)?;
    let page = query.page()?;
    let span = query.span()?;
    let device = query.text("deviceId")?;
    let now = request.now();
    let world = request.world()?;
    let found = world.commands.iter().rev().filter(|command| {
        span.contains(&command.created) && device.is_none_or(|wanted| wanted == command.device)
    });
    let rows = found.map(|command| command.json(now)).collect();
    Ok(ok(&page.pagination(rows)))
}

pub(super) fn cancel_all(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    let device = request.body()?.required("deviceId")?;
    let now = request.now();
    let mut world = request.world()?;
    if !world.devices.contains(&device) {
        return Err(refusals::NO_DEVICE);
    }
    let commands: Vec<String> = pending(&world, &device, now).map(str::to_owned).collect();
    for command in &commands {
        world.cancel_command(command, now);
    }
    let id = world.next_id();
    let task = CancelTask {
        id: id.clone(),
        device,
        created: now,
        commands,
    };
    let answer = task.json(&world, now);
    world.cancels.add(&id, task);
    created(&answer)
}

/// Newest first.
pub(super) fn list_cancels(request: &Request<'_>) -> Outcome {
    let query = request.query(&COMMANDS)?;
    let page = query.page()?;
    let span = query.span()?;
    let id = query.text("taskId")?;
    let device = query.text("deviceId")?;
    let status = query.text("status")?;
    let now = request.now();
    let world = request.world()?;
    let found = world.cancels.iter().rev().filter(|task| {
        span.contains(&task.created)
            && id.is_none_or(|wanted| wanted == task.id)
            && device.is_none_or(|wanted| wanted == task.device)
            && status.is_none_or(|wanted| wanted == task.status(now))
    });
    let rows: Vec<Value> = found.map(|task| task.json(&world, now)).collect();
    Ok(ok(&page.pagination(rows)))
}
