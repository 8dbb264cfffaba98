//! Device management: register, modify, delete, locate.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::query::DEVICES;
use super::request::{Body, Request, no_content};
use super::{Outcome, ok};
use crate::app_data::device::Device;
use crate::clock::stamp;
use crate::push::bodies::with_notify_type;
use crate::response::{Refusal, refusals};
use crate::sim::{mix, mix_name};

/// Default seconds within which a device must come online.
const DEFAULT_TIMEOUT: i64 = 180;
/// Minimum seconds until a device comes online, and the bound of the random part.
const ONLINE_AFTER: i64 = 5;
const ONLINE_WITHIN: u64 = 20;

/// Fields of a device that an application may change.
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
    let info = device_info(&body)?;
    let verify_code = body.text("verifyCode")?;
    let psk = body.text("psk")?;

    let now = request.now();
    let mut data = request.data()?;
    if data
        .devices
        .iter()
        .any(|existing| existing.node_id == node_id)
    {
        return Err(refusals::NODE_ID_TAKEN);
    }
    let id = data.next_uuid();
    let key = mix_name(data.next_key(), &node_id);
    let random_part = i64::try_from(mix(key, 1) % ONLINE_WITHIN).unwrap_or_default();
    let online_after = ONLINE_AFTER + random_part;
    let device = Device {
        id: id.clone(),
        app: request.app.id.clone(),
        verify_code: verify_code.unwrap_or_else(|| format!("{:016x}", mix(key, 2))),
        psk: psk.unwrap_or_else(|| format!("{:016x}{:016x}", mix(key, 3), mix(key, 4))),
        node_id,
        timeout,
        created: now,
        modified: now,
        // With a shorter timeout, the device never comes online.
        activates: match timeout {
            1.. if timeout < online_after => i64::MAX,
            _ => now + online_after,
        },
        info,
        desired: Vec::new(),
        history: VecDeque::new(),
        key,
    };
    let response = json!({
        "deviceId": id,
        "verifyCode": device.verify_code,
        "timeout": device.timeout,
        "psk": device.psk,
    });
    if device.activates < i64::MAX {
        data.schedule(device.activates, &id, "bindDevice", bind_device(&device));
    }
    data.notify(
        &request.state.pushes,
        "deviceAdded",
        &device_added(&device, now),
    );
    data.devices.add(&id, device);
    Ok(ok(&response))
}

fn device_added(device: &Device, now: i64) -> Value {
    let fields = json!({
        "deviceId": device.id,
        "gatewayId": device.id,
        "nodeType": "GATEWAY",
        "deviceInfo": device.info_json(now, None),
    });
    with_notify_type("deviceAdded", fields)
}

fn bind_device(device: &Device) -> Value {
    let fields = json!({
        "deviceId": device.id,
        "resultCode": "succeeded",
        "deviceInfo": device.info_json(device.activates, None),
    });
    with_notify_type("bindDevice", fields)
}

/// Collects the device information of a registration.
fn device_info(body: &Body) -> Result<Map<String, Value>, Refusal> {
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
    let mut data = request.data()?;
    let id = request.param(0);
    if let Some(node_id) = &node_id {
        let mut others = data.devices.iter().filter(|other| other.id != id);
        if others.any(|other| other.node_id == *node_id) {
            return Err(refusals::NODE_ID_TAKEN);
        }
    }
    let fresh = format!("{:016x}", data.next_key());
    let device = data.devices.get_mut(id).ok_or(refusals::NO_DEVICE)?;
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
    let data = request.data()?;
    let device = data.devices.get(request.param(0));
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
    let mut data = request.data()?;
    let id = request.param(0);
    let device = data.devices.get_mut(id).ok_or(refusals::NO_DEVICE)?;
    for (name, value) in body.0 {
        match (name.as_str(), value) {
            // The key is stored, and never returned.
            ("psk", Value::String(psk)) => device.psk = psk,
            ("psk", _) => return Err(refusals::BAD_PARAMETER),
            (_, value) => drop(device.info.insert(name, value)),
        }
    }
    device.modified = now;
    let changed = with_notify_type(
        "deviceInfoChanged",
        json!({
            "deviceId": id, "gatewayId": id, "deviceInfo": device.info_json(now, None),
        }),
    );
    data.notify(&request.state.pushes, "deviceInfoChanged", &changed);
    no_content()
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    // Checked and ignored: no simulated device is a gateway of other devices.
    request.query(&DEVICES)?.flag("cascade")?;
    let mut data = request.data()?;
    let id = request.param(0);
    data.devices.remove(id).ok_or(refusals::NO_DEVICE)?;
    data.cancel_events(id);
    for group in data.groups.iter_mut() {
        group.devices.retain(|device| device != id);
    }
    let deleted = with_notify_type("deviceDeleted", json!({ "deviceId": id, "gatewayId": id }));
    data.notify(&request.state.pushes, "deviceDeleted", &deleted);
    no_content()
}

/// Returns the location of a device: different for every device, constant over time.
pub(super) fn location(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let body = request.body()?;
    let id = body.required("deviceId")?;
    let wanted = body.number("horAcc")?;
    let data = request.data()?;
    let device = data.devices.get(&id).ok_or(refusals::NO_DEVICE)?;
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
