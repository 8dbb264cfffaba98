//! Messages to a service of a device, answered while the device listens.

use serde_json::json;

use super::query::COMMANDS;
use super::request::Request;
use super::{Outcome, ok};
use crate::answer::refusals;
use crate::clock::stamp;
use crate::push::bodies::{confirm, response, typed};

/// Seconds until the device has the message, and until it has answered.
const CONFIRMED_AFTER: i64 = 1;
const ANSWERED_AFTER: i64 = 3;

pub(super) fn invoke(request: &Request<'_>) -> Outcome {
    request.query(&COMMANDS)?;
    let body = request.body()?;
    let header = body.object("header")?.ok_or(refusals::MISSING_PARAMETER)?;
    header.required("method")?;
    let mode = header.text("mode")?.unwrap_or_else(|| "NOACK".into());
    let target = header.target("callbackURL")?;
    let request_id = header.text("requestId")?;
    if !["ACK", "NOACK"].contains(&mode.as_str()) {
        return Err(refusals::BAD_PARAMETER);
    }

    let now = request.now();
    let mut world = request.world()?;
    let (id, service) = (request.param(0), request.param(1));
    let device = world.devices.get(id).ok_or(refusals::NO_DEVICE)?;
    if !device.is_active(now) {
        return Err(refusals::DEVICE_OFFLINE);
    }
    let request_id = request_id.unwrap_or_else(|| world.next_id());
    let at = now + CONFIRMED_AFTER;
    let confirmed = confirm(&request_id, id, &request.app.id, "delivered", &stamp(at));
    world.arrange(at, id, "messageConfirm", typed("messageConfirm", confirmed));
    if mode == "ACK" {
        let at = now + ANSWERED_AFTER;
        let answered = typed("commandRsp", response(&request_id, id, service, &stamp(at)));
        if let Some(target) = target {
            world.arrange_to(at, id, target, "commandRsp", answered.clone());
        }
        world.arrange(at, id, "commandRsp", answered);
    }
    Ok(ok(&json!({
        "requestId": request_id,
        "status": "sent",
        "timeStamp": stamp(now),
    })))
}
