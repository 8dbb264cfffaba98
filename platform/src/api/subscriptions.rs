//! Subscriptions to notifications.

use hyper::StatusCode;

use super::query::BATCHES;
use super::request::{Request, created, no_content};
use super::{Outcome, ok};
use crate::app_data::Subscription;
use crate::push::bodies::{BUSINESS, MANAGEMENT};
use crate::response::{Refusal, Response, refusals};

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&BATCHES)?.flag("ownerFlag")?;
    let body = request.body()?;
    request.own(body.text("appId")?.as_deref(), &BATCHES)?;
    let kind = body.required("notifyType")?;
    let target = body.target("callbackUrl")?;
    let target = target.ok_or(refusals::MISSING_PARAMETER)?;
    let channel = body.text("channel")?;
    if !BUSINESS.contains(&kind.as_str()) {
        return Err(refusals::BAD_INPUT);
    }
    if channel.is_some_and(|channel| !channel.eq_ignore_ascii_case("http")) {
        return Err(refusals::BAD_PARAMETER);
    }
    let mut data = request.data()?;
    let same = |existing: &Subscription| existing.kind == kind && existing.target == target;
    if data.subscriptions.iter().any(same) {
        return Err(refusals::SUBSCRIBED);
    }
    let id = data.next_uuid();
    let subscription = Subscription {
        id: id.clone(),
        kind,
        target,
        management: false,
        since: request.now(),
    };
    let response = subscription.json();
    data.subscriptions.add(&id, subscription);
    created(&response)
}

/// Subscribes to one of the four types about upgrades. Each type has one address and
/// no id. The subscription cannot be deleted; a new address replaces the old one.
pub(super) fn create_management(request: &Request<'_>) -> Outcome {
    let body = request.body().map_err(|_| refusals::BAD_REQUEST)?;
    let text = |name| body.text(name).map_err(|_| refusals::BAD_REQUEST);
    let kind = text("notifyType")?.ok_or(refusals::BAD_REQUEST)?;
    if !MANAGEMENT.contains(&kind.as_str()) {
        return Err(refusals::BAD_REQUEST);
    }
    let target = body.target("callbackurl")?.ok_or(refusals::BAD_REQUEST)?;
    let mut data = request.data()?;
    data.subscriptions.retain(|existing| existing.kind != kind);
    let id = data.next_uuid();
    let subscription = Subscription {
        id: id.clone(),
        kind,
        target,
        management: true,
        since: request.now(),
    };
    data.subscriptions.add(&id, subscription);
    Ok(Response::empty(StatusCode::OK))
}

/// Refuses a missing subscription, and a subscription without an id.
fn found(existing: Option<&Subscription>) -> Result<&Subscription, Refusal> {
    existing
        .filter(|existing| !existing.management)
        .ok_or(refusals::NO_RESOURCE)
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    request.query(&BATCHES)?;
    let data = request.data()?;
    let subscription = found(data.subscriptions.get(request.param(0)))?;
    Ok(ok(&subscription.json()))
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    request.query(&BATCHES)?;
    let mut data = request.data()?;
    let id = request.param(0);
    found(data.subscriptions.get(id))?;
    data.subscriptions.remove(id);
    no_content()
}

pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&BATCHES)?;
    let page = query.page()?;
    let kind = query.text("notifyType")?;
    let data = request.data()?;
    let found = data.subscriptions.iter().filter(|existing| {
        !existing.management && kind.is_none_or(|wanted| wanted == existing.kind)
    });
    let rows = found.map(Subscription::json).collect();
    Ok(ok(&page.list("subscriptions", rows)))
}

pub(super) fn delete_batch(request: &Request<'_>) -> Outcome {
    let query = request.query(&BATCHES)?;
    let kind = query.text("notifyType")?;
    let url = query.text("callbackUrl")?;
    let mut data = request.data()?;
    data.subscriptions.retain(|existing| {
        existing.management
            || kind.is_some_and(|wanted| wanted != existing.kind)
            || url.is_some_and(|wanted| wanted != existing.target.url())
    });
    no_content()
}
