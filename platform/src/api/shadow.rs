//! Device shadows: desired values and their history.

use serde_json::{Value, json};

use super::collection::device_id;
use super::query::DEVICES;
use super::request::{Body, Request};
use super::{Outcome, ok};
use crate::clock::stamp;
use crate::push::bodies::with_notify_type;
use crate::response::{Response, refusals};
use crate::sim::mix;
use hyper::StatusCode;

/// Maximum seconds until a device applies desired values.
const APPLIES_WITHIN: u64 = 10;

pub(super) fn modify(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let body = request.body()?;
    let Some(Value::Array(rows)) = body.given("serviceDesireds") else {
        return Err(refusals::MISSING_PARAMETER);
    };
    let mut desired = Vec::new();
    for row in rows {
        let Value::Object(fields) = row else {
            return Err(refusals::BAD_PARAMETER);
        };
        let row = Body(fields.clone());
        desired.push((row.required("serviceId")?, row.value("desired")));
    }
    let now = request.now();
    let mut data = request.data()?;
    let id = request.param(0);
    for (service, values) in desired {
        let key = data.next_key();
        let device = data.devices.get_mut(id).ok_or(refusals::NO_DEVICE)?;
        let soon = i64::try_from(mix(key, 0) % APPLIES_WITHIN).unwrap_or_default();
        let taken = now.max(device.activates).saturating_add(1 + soon);
        device.set_desired(&service, values.clone(), now, taken);
        let status = with_notify_type(
            "deviceDesiredPropertiesModifyStatusChanged",
            json!({
                "deviceId": id, "serviceId": service, "properties": values,
                "status": "DELIVERED",
            }),
        );
        data.schedule(
            taken,
            id,
            "deviceDesiredPropertiesModifyStatusChanged",
            status,
        );
    }
    match data.devices.contains(id) {
        true => Ok(Response::empty(StatusCode::OK)),
        false => Err(refusals::NO_DEVICE),
    }
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let data = request.data()?;
    let device = data.devices.get(request.param(0));
    let device = device.ok_or(refusals::NO_DEVICE)?;
    Ok(ok(&device.shadow(request.now())))
}

pub(super) fn history(request: &Request<'_>) -> Outcome {
    let query = request.query(&DEVICES)?;
    let page = query.page()?;
    let span = query.span()?;
    let service = query.text("serviceId")?;
    let property = query.text("property")?;
    let data = request.data()?;
    let device = data.devices.get(device_id(&query)?);
    let device = device.ok_or(refusals::NO_DEVICE)?;
    let desired = device.history.iter().rev().filter(|entry| {
        span.contains(&entry.at)
            && service.is_none_or(|wanted| wanted == entry.service)
            && property.is_none_or(|wanted| entry.values.get(wanted).is_some())
    });
    let rows = desired.map(|entry| {
        json!({
            "deviceId": device.id,
            "gatewayId": device.id,
            "appId": device.app,
            "serviceId": entry.service,
            "data": entry.values,
            "timestamp": stamp(entry.at),
        })
    });
    Ok(ok(&page.list("deviceDesiredHistory", rows.collect())))
}
