//! Invocation of a service of an online device.

use serde_json::json;

use super::query::COMMANDS;
use super::request::Request;
use super::{Outcome, ok};
use crate::clock::stamp;
use crate::push::bodies::{command_response_fields, message_confirm_fields, with_notify_type};
use crate::response::refusals;

/// Seconds until the device has received the message, and until it has responded.
const CONFIRMED_AFTER: i64 = 1;
const RESPONDED_AFTER: i64 = 3;

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
    let mut data = request.data()?;
    let (id, service) = (request.param(0), request.param(1));
    let device = data.devices.get(id).ok_or(refusals::NO_DEVICE)?;
    if !device.is_active(now) {
        return Err(refusals::DEVICE_OFFLINE);
    }
    let request_id = request_id.unwrap_or_else(|| data.next_id());
    let at = now + CONFIRMED_AFTER;
    let confirmed =
        message_confirm_fields(&request_id, id, &request.app.id, "delivered", &stamp(at));
    data.schedule(
        at,
        id,
        "messageConfirm",
        with_notify_type("messageConfirm", confirmed),
    );
    if mode == "ACK" {
        let at = now + RESPONDED_AFTER;
        let responded = with_notify_type(
            "commandRsp",
            command_response_fields(&request_id, id, service, &stamp(at)),
        );
        if let Some(target) = target {
            data.schedule_to(at, id, target, "commandRsp", responded.clone());
        }
        data.schedule(at, id, "commandRsp", responded);
    }
    Ok(ok(&json!({
        "requestId": request_id,
        "status": "sent",
        "timeStamp": stamp(now),
    })))
}
