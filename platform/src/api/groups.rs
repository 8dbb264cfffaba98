//! Device groups and their devices.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::query::GROUPS;
use super::request::Request;
use super::{Outcome, ok};
use crate::app_data::{AppData, DeviceGroup};
use crate::response::{Refusal, Response, refusals};

/// Maximum number of groups of one application, and of devices added in one call.
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

    let mut data = request.data()?;
    if data.groups.iter().any(|existing| existing.name == name) {
        return Err(refusals::GROUP_TAKEN);
    }
    if data.groups.len() >= MOST_GROUPS {
        return Err(refusals::TOO_MANY_GROUPS);
    }
    let id = match id {
        Some(id) if data.groups.contains(&id) => return Err(refusals::BAD_GROUP),
        Some(id) => id,
        None => data.next_id(),
    };
    let mut group = DeviceGroup {
        id: id.clone(),
        name,
        description,
        most,
        devices: Vec::new(),
    };
    fill(&data, &mut group, &members)?;
    let mut response = group.json(&request.app.id);
    response.insert("deviceIds".into(), json!(group.devices));
    data.groups.add(&id, group);
    Ok(ok(&response))
}

fn limit(number: Option<i64>) -> Result<Option<u64>, Refusal> {
    let number = number.map(u64::try_from).transpose();
    number.map_err(|_| refusals::BAD_GROUP)
}

/// Adds all devices to a group, or none.
fn fill(data: &AppData, group: &mut DeviceGroup, devices: &[String]) -> Result<(), Refusal> {
    if devices.len() > MOST_ADDED {
        return Err(refusals::TOO_MANY_MEMBERS);
    }
    if devices.iter().any(|device| !data.devices.contains(device)) {
        return Err(refusals::NO_DEVICE);
    }
    let mut members = group.devices.clone();
    for device in devices {
        if !members.contains(device) {
            members.push(device.clone());
        }
    }
    if group.most > 0 && members.len() as u64 > group.most {
        return Err(refusals::GROUP_FULL);
    }
    group.devices = members;
    Ok(())
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let removed = request.data()?.groups.remove(request.param(0));
    removed.ok_or(refusals::GROUP_MISSING)?;
    Ok(Response::empty(StatusCode::OK))
}

pub(super) fn modify(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let body = request.body()?;
    let name = body.text("name")?.ok_or(refusals::BAD_GROUP)?;
    let description = body.text("description")?;
    let most = limit(body.number("maxDevNum")?)?;
    let mut data = request.data()?;
    let id = request.param(0);
    let same = |other: &DeviceGroup| other.id != id && other.name == name;
    if data.groups.iter().any(same) {
        return Err(refusals::GROUP_TAKEN);
    }
    let group = data.groups.get_mut(id).ok_or(refusals::GROUP_MISSING)?;
    if most.is_some_and(|most| most > 0 && most < group.devices.len() as u64) {
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
    let data = request.data()?;
    let found = data
        .groups
        .iter()
        .filter(|group| name.is_none_or(|wanted| wanted == group.name));
    let rows = found.map(|group| Value::Object(json_with_creator(group, &request.app.id)));
    Ok(ok(&page.list("list", rows.collect())))
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    request.query(&GROUPS)?;
    let data = request.data()?;
    let group = data.groups.get(request.param(0));
    let group = group.ok_or(refusals::GROUP_MISSING)?;
    Ok(ok(&json_with_creator(group, &request.app.id)))
}

fn json_with_creator(group: &DeviceGroup, app: &str) -> Map<String, Value> {
    let mut fields = group.json(app);
    fields.insert("creator".into(), app.into());
    fields
}

pub(super) fn devices(request: &Request<'_>) -> Outcome {
    let query = request.query(&GROUPS)?;
    let page = query.page()?;
    let id = query.text("devGroupId")?.ok_or(refusals::BAD_GROUP)?;
    let data = request.data()?;
    let group = data.groups.get(id).ok_or(refusals::GROUP_MISSING)?;
    let rows = group.devices.iter().cloned().map(Value::String);
    Ok(ok(&page.list("deviceIds", rows.collect())))
}

/// Parses a body with a group and devices.
fn named(request: &Request<'_>) -> Result<(String, Vec<String>), Refusal> {
    request.query(&GROUPS)?;
    let body = request.body()?;
    let id = body.text("devGroupId")?.ok_or(refusals::BAD_GROUP)?;
    let devices = body.texts("deviceIds")?.ok_or(refusals::BAD_GROUP)?;
    Ok((id, devices))
}

pub(super) fn add(request: &Request<'_>) -> Outcome {
    let (id, devices) = named(request)?;
    let mut data = request.data()?;
    let group = data.groups.get(&id).ok_or(refusals::GROUP_MISSING)?;
    let mut filled = group.clone();
    fill(&data, &mut filled, &devices)?;
    if let Some(group) = data.groups.get_mut(&id) {
        *group = filled;
    }
    Ok(ok(&json!({ "devGroupId": id, "deviceIds": devices })))
}

pub(super) fn remove(request: &Request<'_>) -> Outcome {
    let (id, devices) = named(request)?;
    let mut data = request.data()?;
    let group = data.groups.get_mut(&id).ok_or(refusals::GROUP_MISSING)?;
    group.devices.retain(|device| !devices.contains(device));
    Ok(Response::empty(StatusCode::OK))
}
