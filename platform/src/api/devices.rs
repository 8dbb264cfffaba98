//! Devices: registering, changing, deleting them, and where they are.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::query::DEVICES;
use super::request::{Body, Request, no_content};
use super::{Outcome, ok};
use crate::answer::{Refusal, refusals};
use crate::clock::stamp;
use crate::push::bodies::typed;
use crate::sim::{mix, mix_name};
use crate::world::device::Device;

/// Seconds a device has to come alive, unless told otherwise.
const DEFAULT_TIMEOUT: i64 = 180;
/// A device comes alive after at least this many seconds, and so many more.
const ALIVE_AFTER: i64 = 5;
const ALIVE_WITHIN: u64 = 20;

/// What an application may change about a device.
const CHANGEABLE: [&str; 19] = [
    "customFields",
    "name",
    "endUser",
    "mute",
    "manufacturerId",
    "manufacturerName",
    "deviceType",
    "model",
    "location",
    "protocolType",
    "region",
    "organization",
    "timezone",
    "imsi",
    "ip",
    "isSecure",
    "deviceConfig",
    "psk",
    "tags",
];

pub(super) fn register(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let body = request.body()?;
    let node_id = body.required("nodeId")?;
    let timeout = body.number("timeout")?.unwrap_or(DEFAULT_TIMEOUT);
    let info = described(&body)?;
    let verify_code = body.text("verifyCode")?;
    let psk = body.text("psk")?;

    let now = request.now();
    let mut world = request.world()?;
    if world.devices.iter().any(|known| known.node_id == node_id) {
        return Err(refusals::NODE_ID_TAKEN);
    }
    let id = world.next_uuid();
    let key = mix_name(world.next_key(), &node_id);
    let more = i64::try_from(mix(key, 1) % ALIVE_WITHIN).unwrap_or_default();
    let alive = ALIVE_AFTER + more;
    let device = Device {
        id: id.clone(),
        app: request.app.id.clone(),
        verify_code: verify_code.unwrap_or_else(|| format!("{:016x}", mix(key, 2))),
        psk: psk.unwrap_or_else(|| format!("{:016x}{:016x}", mix(key, 3), mix(key, 4))),
        node_id,
        timeout,
        created: now,
        modified: now,
        // With a timeout shorter than that it never does.
        activates: match timeout {
            1.. if timeout < alive => i64::MAX,
            _ => now + alive,
        },
        info,
        desired: Vec::new(),
        history: VecDeque::new(),
        key,
    };
    let answer = json!({
        "deviceId": id,
        "verifyCode": device.verify_code,
        "timeout": device.timeout,
        "psk": device.psk,
    });
    if device.activates < i64::MAX {
        world.arrange(device.activates, &id, "bindDevice", bound(&device));
    }
    world.tell(&request.state.pushes, "deviceAdded", &added(&device, now));
    world.devices.add(&id, device);
    Ok(ok(&answer))
}

fn added(device: &Device, now: i64) -> Value {
    let members = json!({
        "deviceId": device.id,
        "gatewayId": device.id,
        "nodeType": "GATEWAY",
        "deviceInfo": device.info_json(now, None),
    });
    typed("deviceAdded", members)
}

fn bound(device: &Device) -> Value {
    let members = json!({
        "deviceId": device.id,
        "resultCode": "succeeded",
        "deviceInfo": device.info_json(device.activates, None),
    });
    typed("bindDevice", members)
}

/// What the registration says about the device.
fn described(body: &Body) -> Result<Map<String, Value>, Refusal> {
    let mut info = body
        .object("deviceInfo")?
        .map(|info| info.0)
        .unwrap_or_default();
    info.retain(|_, value| !value.is_null());
    for name in ["endUserId", "imsi", "isSecure", "productId"] {
        if let Some(value) = body.given(name) {
            info.insert(name.to_owned(), value.clone());
        }
    }
    Ok(info)
}

pub(super) fn refresh_key(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let body = request.body()?;
    let verify_code = body.text("verifyCode")?;
    let node_id = body.text("nodeId")?;
    let timeout = body.number("timeout")?;
    let mut world = request.world()?;
    let id = request.param(0);
    if let Some(node_id) = &node_id {
        let mut others = world.devices.iter().filter(|other| other.id != id);
        if others.any(|other| other.node_id == *node_id) {
            return Err(refusals::NODE_ID_TAKEN);
        }
    }
    let fresh = format!("{:016x}", world.next_key());
    let device = world.devices.get_mut(id).ok_or(refusals::NO_DEVICE)?;
    device.verify_code = verify_code.unwrap_or(fresh);
    device.timeout = timeout.unwrap_or(DEFAULT_TIMEOUT);
    if let Some(node_id) = node_id {
        device.node_id = node_id;
    }
    device.modified = request.now();
    Ok(ok(&json!({
        "verifyCode": device.verify_code,
        "timeout": device.timeout,
    })))
}

pub(super) fn status(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let world = request.world()?;
    let device = world.devices.get(request.param(0));
    let device = device.ok_or(refusals::NO_DEVICE)?;
    Ok(ok(&json!({
        "deviceId": device.id,
        "activated": device.is_active(request.now()),
        "name": device.info.get("name"),
    })))
}

pub(super) fn modify(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let mut body = request.body()?;
    body.0
        .retain(|name, value| !value.is_null() && CHANGEABLE.contains(&name.as_str()));
    let now = request.now();
    let mut world = request.world()?;
    let id = request.param(0);
    let device = world.devices.get_mut(id).ok_or(refusals::NO_DEVICE)?;
    for (name, value) in body.0 {
        match (name.as_str(), value) {
            // A key is kept, and told to nobody.
            ("psk", Value::String(psk)) => device.psk = psk,
            ("psk", _) => return Err(refusals::BAD_PARAMETER),
            (_, value) => drop(device.info.insert(name, value)),
        }
    }
    device.modified = now;
    let changed = typed(
        "deviceInfoChanged",
        json!({
            "deviceId": id, "gatewayId": id, "deviceInfo": device.info_json(now, None),
        }),
    );
    world.tell(&request.state.pushes, "deviceInfoChanged", &changed);
    no_content()
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    // Only gateways with devices behind them have something to cascade to.
    request.query(&DEVICES)?.flag("cascade")?;
    let mut world = request.world()?;
    let id = request.param(0);
    world.devices.remove(id).ok_or(refusals::NO_DEVICE)?;
    world.forget(id);
    for group in world.groups.iter_mut() {
        group.members.retain(|member| member != id);
    }
    let deleted = typed("deviceDeleted", json!({ "deviceId": id, "gatewayId": id }));
    world.tell(&request.state.pushes, "deviceDeleted", &deleted);
    no_content()
}

/// A place of its own for every device, and near it, at any time.
pub(super) fn location(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let body = request.body()?;
    let id = body.required("deviceId")?;
    let wanted = body.number("horAcc")?;
    let world = request.world()?;
    let device = world.devices.get(&id).ok_or(refusals::NO_DEVICE)?;
    let now = request.now();
    let near = |salt: u64, base: f64| {
        let part = u32::try_from(mix(device.key, salt) % 100_000).unwrap_or_default();
        base + f64::from(part) / 1_000_000.0
    };
    Ok(ok(&json!({
        "deviceId": id,
        "pd": {
            "time": stamp(now),
            "utcOff": "+0000",
            "srsName": "www.epsg.org#4326",
            "X": format!("{:.6}", near(11, 22.5)),
            "Y": format!("{:.6}", near(12, 114.0)),
            "radius": wanted.unwrap_or(100).to_string(),
        },
        "poserr": null,
    })))
}
