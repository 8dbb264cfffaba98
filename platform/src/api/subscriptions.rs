//! Subscriptions to notifications.

use hyper::StatusCode;

use super::query::BATCHES;
use super::request::{Request, created, no_content};
use super::{Outcome, ok};
use crate::answer::{Answer, Refusal, refusals};
use crate::push::bodies::{BUSINESS, MANAGEMENT};
use crate::world::Subscription;

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
    let mut world = request.world()?;
    let same = |known: &Subscription| known.kind == kind && known.target == target;
    if world.subscriptions.iter().any(same) {
        return Err(refusals::SUBSCRIBED);
    }
    let id = world.next_uuid();
    let subscription = Subscription {
        id: id.clone(),
        kind,
        target,
        management: false,
        since: request.now(),
    };
    let answer = subscription.json();
    world.subscriptions.add(&id, subscription);
    created(&answer)
}

/// The four types about upgrades. There is one address for each, no id, and no
/// way to take it back but to give another address.
pub(super) fn create_management(request: &Request<'_>) -> Outcome {
    let body = request.body().map_err(|_| refusals::BAD_REQUEST)?;
    let text = |name| body.text(name).map_err(|_| refusals::BAD_REQUEST);
    let kind = text("notifyType")?.ok_or(refusals::BAD_REQUEST)?;
    if !MANAGEMENT.contains(&kind.as_str()) {
        return Err(refusals::BAD_REQUEST);
    }
    let target = body.target("callbackurl")?.ok_or(refusals::BAD_REQUEST)?;
    let mut world = request.world()?;
    world.subscriptions.retain(|known| known.kind != kind);
    let id = world.next_uuid();
    let subscription = Subscription {
        id: id.clone(),
        kind,
        target,
        management: true,
        since: request.now(),
    };
    world.subscriptions.add(&id, subscription);
    Ok(Answer::empty(StatusCode::OK))
}

/// A subscription that has an id.
fn found(known: Option<&Subscription>) -> Result<&Subscription, Refusal> {
    known
        .filter(|known| !known.management)
        .ok_or(refusals::NO_RESOURCE)
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    request.query(&BATCHES)?;
    let world = request.world()?;
    let subscription = found(world.subscriptions.get(request.param(0)))?;
    Ok(ok(&subscription.json()))
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    request.query(&BATCHES)?;
    let mut world = request.world()?;
    let id = request.param(0);
    found(world.subscriptions.get(id))?;
    world.subscriptions.remove(id);
    no_content()
}

pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&BATCHES)?;
    let page = query.page()?;
    let kind = query.text("notifyType")?;
    let world = request.world()?;
    let found = world
        .subscriptions
        .iter()
        .filter(|known| !known.management && kind.is_none_or(|wanted| wanted == known.kind));
    let rows = found.map(Subscription::json).collect();
    Ok(ok(&page.list("subscriptions", rows)))
}

pub(super) fn delete_batch(request: &Request<'_>) -> Outcome {
    let query = request.query(&BATCHES)?;
    let kind = query.text("notifyType")?;
    let url = query.text("callbackUrl")?;
    let mut world = request.world()?;
    world.subscriptions.retain(|known| {
        known.management
            || kind.is_some_and(|wanted| wanted != known.kind)
            || url.is_some_and(|wanted| wanted != known.target.url())
    });
    no_content()
}
