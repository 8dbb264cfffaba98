//! Device groups, and who is in them.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::query::GROUPS;
use super::request::Request;
use super::{Outcome, ok};
use crate::answer::{Answer, Refusal, refusals};
use crate::world::{DeviceGroup, World};

/// Most groups of one application, and most devices added at a time.
const MOST_GROUPS: usize = 1000;
const MOST_ADDED: usize = 1000;

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let body = request.body()?;
    request.own(body.text("appId")?.as_deref(), &GROUPS)?;
    let name = body.text("name")?.ok_or(refusals::BAD_GROUP)?;
    let description = body.text("description")?;
    let most = limit(body.number("maxDevNum")?)?.unwrap_or_default();
    let members = body.texts("deviceIds")?.unwrap_or_default();
    let id = body.text("id")?;

    let mut world = request.world()?;
    if world.groups.iter().any(|known| known.name == name) {
        return Err(refusals::GROUP_TAKEN);
    }
    if world.groups.len() >= MOST_GROUPS {
        return Err(refusals::TOO_MANY_GROUPS);
    }
    let id = match id {
        Some(id) if world.groups.contains(&id) => return Err(refusals::BAD_GROUP),
        Some(id) => id,
        None => world.next_id(),
    };
    let mut group = DeviceGroup {
        id: id.clone(),
        name,
        description,
        most,
        members: Vec::new(),
    };
    fill(&world, &mut group, &members)?;
    let mut answer = group.json(&request.app.id);
    answer.insert("deviceIds".into(), json!(group.members));
    world.groups.add(&id, group);
    Ok(ok(&answer))
}

fn limit(number: Option<i64>) -> Result<Option<u64>, Refusal> {
    let number = number.map(u64::try_from).transpose();
    number.map_err(|_| refusals::BAD_GROUP)
}

/// Adds devices to a group, all or none.
fn fill(world: &World, group: &mut DeviceGroup, devices: &[String]) -> Result<(), Refusal> {
    if devices.len() > MOST_ADDED {
        return Err(refusals::TOO_MANY_MEMBERS);
    }
    if devices.iter().any(|device| !world.devices.contains(device)) {
        return Err(refusals::NO_DEVICE);
    }
    let mut members = group.members.clone();
    for device in devices {
        if !members.contains(device) {
            members.push(device.clone());
        }
    }
    if group.most > 0 && members.len() as u64 > group.most {
        return Err(refusals::GROUP_FULL);
    }
    group.members = members;
    Ok(())
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let removed = request.world()?.groups.remove(request.param(0));
    removed.ok_or(refusals::GROUP_MISSING)?;
    Ok(Answer::empty(StatusCode::OK))
}

pub(super) fn modify(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let body = request.body()?;
    let name = body.text("name")?.ok_or(refusals::BAD_GROUP)?;
    let description = body.text("description")?;
    let most = limit(body.number("maxDevNum")?)?;
    let mut world = request.world()?;
    let id = request.param(0);
    let same = |other: &DeviceGroup| other.id != id && other.name == name;
    if world.groups.iter().any(same) {
        return Err(refusals::GROUP_TAKEN);
    }
    let group = world.groups.get_mut(id).ok_or(refusals::GROUP_MISSING)?;
    if most.is_some_and(|most| most > 0 && most < group.members.len() as u64) {
        return Err(refusals::GROUP_FULL);
    }
    group.name = name;
    group.description = description.or(group.description.take());
    group.most = most.unwrap_or(group.most);
    Ok(ok(&group.json(&request.app.id)))
}

pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&GROUPS)?;
    let page = query.page()?;
    let name = query.text("name")?;
    let world = request.world()?;
    let found = world
        .groups
        .iter()
        .filter(|group| name.is_none_or(|wanted| wanted == group.name));
    let rows = found.map(|group| Value::Object(told(group, &request.app.id)));
    Ok(ok(&page.list("list", rows.collect())))
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let world = request.world()?;
    let group = world.groups.get(request.param(0));
    let group = group.ok_or(refusals::GROUP_MISSING)?;
    Ok(ok(&told(group, &request.app.id)))
}

fn told(group: &DeviceGroup, app: &str) -> Map<String, Value> {
    let mut members = group.json(app);
    members.insert("creator".into(), app.into());
    members
}

pub(super) fn members(request: &Request<'_>) -> Outcome {
    let query = request.query(&GROUPS)?;
    let page = query.page()?;
    let id = query.text("devGroupId")?.ok_or(refusals::BAD_GROUP)?;
    let world = request.world()?;
    let group = world.groups.get(id).ok_or(refusals::GROUP_MISSING)?;
    let rows = group.members.iter().cloned().map(Value::String);
    Ok(ok(&page.list("deviceIds", rows.collect())))
}

/// The group and the devices a body names.
fn named(request: &Request<'_>) -> Result<(String, Vec<String>), Refusal> {
    request.query(&GROUPS)?;
    let body = request.body()?;
    let id = body.text("devGroupId")?.ok_or(refusals::BAD_GROUP)?;
    let devices = body.texts("deviceIds")?.ok_or(refusals::BAD_GROUP)?;
    Ok((id, devices))
}

pub(super) fn add(request: &Request<'_>) -> Outcome {
    let (id, devices) = named(request)?;
    let mut world = request.world()?;
    let group = world.groups.get(&id).ok_or(refusals::GROUP_MISSING)?;
    let mut filled = group.clone();
    fill(&world, &mut filled, &devices)?;
    if let Some(group) = world.groups.get_mut(&id) {
        *group = filled;
    }
    Ok(ok(&json!({ "devGroupId": id, "deviceIds": devices })))
}

pub(super) fn remove(request: &Request<'_>) -> Outcome {
    let (id, devices) = named(request)?;
    let mut world = request.world()?;
    let group = world.groups.get_mut(&id).ok_or(refusals::GROUP_MISSING)?;
    group.members.retain(|member| !devices.contains(member));
    Ok(Answer::empty(StatusCode::OK))
}
