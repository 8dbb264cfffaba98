//! The shadows of devices.

use serde_json::{Value, json};

use super::collection::whose;
use super::query::DEVICES;
use super::request::{Body, Request};
use super::{Outcome, ok};
use crate::answer::{Answer, refusals};
use crate::clock::stamp;
use crate::push::bodies::typed;
use crate::sim::mix;
use hyper::StatusCode;

/// A device takes desired values over within this many seconds.
const TAKES_WITHIN: u64 = 10;

pub(super) fn modify(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let body = request.body()?;
    let Some(Value::Array(rows)) = body.given("serviceDesireds") else {
        return Err(refusals::MISSING_PARAMETER);
    };
    let mut wishes = Vec::new();
    for row in rows {
        let Value::Object(members) = row else {
            return Err(refusals::BAD_PARAMETER);
        };
        let row = Body(members.clone());
        wishes.push((row.required("serviceId")?, row.value("desired")));
    }
    let now = request.now();
    let mut world = request.world()?;
    let id = request.param(0);
    for (service, values) in wishes {
        let key = world.next_key();
        let device = world.devices.get_mut(id).ok_or(refusals::NO_DEVICE)?;
        let soon = i64::try_from(mix(key, 0) % TAKES_WITHIN).unwrap_or_default();
        let taken = now.max(device.activates).saturating_add(1 + soon);
        device.desire(&service, values.clone(), now, taken);
        let status = typed(
            "deviceDesiredPropertiesModifyStatusChanged",
            json!({
                "deviceId": id, "serviceId": service, "properties": values,
                "status": "DELIVERED",
            }),
        );
        world.arrange(
            taken,
            id,
            "deviceDesiredPropertiesModifyStatusChanged",
            status,
        );
    }
    match world.devices.contains(id) {
        true => Ok(Answer::empty(StatusCode::OK)),
        false => Err(refusals::NO_DEVICE),
    }
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    request.query(&DEVICES)?;
    let world = request.world()?;
    let device = world.devices.get(request.param(0));
    let device = device.ok_or(refusals::NO_DEVICE)?;
    Ok(ok(&device.shadow(request.now())))
}

pub(super) fn history(request: &Request<'_>) -> Outcome {
    let query = request.query(&DEVICES)?;
    let page = query.page()?;
    let span = query.span()?;
    let service = query.text("serviceId")?;
    let property = query.text("property")?;
    let world = request.world()?;
    let device = world.devices.get(whose(&query)?);
    let device = device.ok_or(refusals::NO_DEVICE)?;
    let wishes = device.history.iter().rev().filter(|wish| {
        span.contains(&wish.at)
            && service.is_none_or(|wanted| wanted == wish.service)
            && property.is_none_or(|wanted| wish.values.get(wanted).is_some())
    });
    let rows = wishes.map(|wish| {
        json!({
            "deviceId": device.id,
            "gatewayId": device.id,
            "appId": device.app,
            "serviceId": wish.service,
            "data": wish.values,
            "timestamp": stamp(wish.at),
        })
    });
    Ok(ok(&page.list("deviceDesiredHistory", rows.collect())))
}
