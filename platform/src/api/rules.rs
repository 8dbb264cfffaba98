//! Rules, kept as they were given.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::query::RULES;
use super::request::{Body, Request, no_content};
use super::{Outcome, ok};
use crate::answer::{Answer, Refusal, refusals};
use crate::world::{Rule, World};

/// Most rules of one application.
const MOST_RULES: usize = 100;
const STATES: [&str; 2] = ["active", "inactive"];

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let body = checked(request)?;
    let name = body.text("name")?;
    let mut world = request.world()?;
    if is_taken(&world, name.as_deref(), None) {
        return Err(refusals::RULE_TAKEN);
    }
    if world.rules.len() >= MOST_RULES {
        return Err(refusals::TOO_MANY_RULES);
    }
    let id = world.next_id();
    let rule = Rule {
        members: members(body, &id, request),
        id: id.clone(),
    };
    // A rule that is to match at once has its first event at once.
    let event = rule.event(request.now());
    let matches = rule.members.get("matchNow");
    if matches.is_some_and(|now| *now == "yes" || *now == "true" || *now == true) {
        world.arrange(request.now(), &id, "ruleEvent", event);
    }
    world.rules.add(&id, rule);
    Ok(ok(&json!({ "ruleId": id })))
}

/// A body with all that a rule cannot do without.
fn checked(request: &Request<'_>) -> Result<Body, Refusal> {
    let body = request.body().map_err(|_| refusals::BAD_RULE)?;
    let rows = |name| match body.given(name) {
        None => true,
        Some(rows) => rows.is_array(),
    };
    let named = body.given("name").is_some_and(Value::is_string);
    let state = body.given("status").is_none_or(|status| {
        let status = status.as_str();
        status.is_some_and(|status| STATES.contains(&status))
    });
    let full = named && state && rows("conditions") && rows("actions");
    // What a rule is about may come as a list or as an expression.
    let about = body.given("conditions").or(body.given("groupExpress"));
    match full && about.is_some() && body.given("actions").is_some() {
        true => Ok(body),
        false => Err(refusals::BAD_RULE),
    }
}

fn is_taken(world: &World, name: Option<&str>, but: Option<&str>) -> bool {
    let mut others = world
        .rules
        .iter()
        .filter(|rule| Some(rule.id.as_str()) != but);
    others.any(|rule| rule.members.get("name").and_then(Value::as_str) == name)
}

fn members(body: Body, id: &str, request: &Request<'_>) -> Map<String, Value> {
    let mut members = Map::from_iter([("ruleId".to_owned(), Value::from(id))]);
    let given = body
        .0
        .into_iter()
        .filter(|(name, value)| !value.is_null() && name != "ruleId");
    members.extend(given);
    for (name, default) in [("appKey", request.app.id.as_str()), ("status", "active")] {
        members.entry(name).or_insert_with(|| default.into());
    }
    members
}

pub(super) fn update(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let body = checked(request)?;
    let id = body.text("ruleId")?.ok_or(refusals::BAD_RULE)?;
    let name = body.text("name")?;
    let mut world = request.world()?;
    if !world.rules.contains(&id) {
        return Err(refusals::NO_RULE);
    }
    if is_taken(&world, name.as_deref(), Some(&id)) {
        return Err(refusals::RULE_TAKEN);
    }
    if let Some(rule) = world.rules.get_mut(&id) {
        rule.members = members(body, &id, request);
    }
    Ok(ok(&json!({ "ruleId": id })))
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let mut world = request.world()?;
    let id = request.param(0);
    world.rules.remove(id).ok_or(refusals::NO_RULE)?;
    world.forget(id);
    no_content()
}

pub(super) fn set_status(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let mut world = request.world()?;
    set(&mut world, request.param(0), request.param(1))?;
    Ok(Answer::empty(StatusCode::OK))
}

fn set(world: &mut World, id: &str, status: &str) -> Result<(), Refusal> {
    if !STATES.contains(&status) {
        return Err(refusals::BAD_RULE);
    }
    let rule = world.rules.get_mut(id).ok_or(refusals::NO_RULE)?;
    rule.members.insert("status".into(), status.into());
    Ok(())
}

/// Each rule for itself: one that is missing keeps no other from its change.
pub(super) fn set_statuses(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let body = request.body().map_err(|_| refusals::BAD_RULE)?;
    let Some(Value::Array(rows)) = body.given("requests") else {
        return Err(refusals::BAD_RULE);
    };
    let mut world = request.world()?;
    let mut responses = Vec::new();
    let mut refused = None;
    for row in rows {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let id = text("ruleId");
        let outcome = set(&mut world, id, text("status")).err();
        responses.push(json!({ "ruleId": id, "response": verdict(outcome) }));
        refused = refused.or(outcome);
    }
    Ok(ok(&json!({
        "result": verdict(refused),
        "responses": responses,
    })))
}

/// `RuleResultBodyDTO`.
fn verdict(refusal: Option<Refusal>) -> Value {
    match refusal {
        None => json!({ "result_code": "0", "result_desc": "success" }),
        Some(refusal) => json!({ "result_code": refusal.code(), "result_desc": refusal.text() }),
    }
}

/// A bare array, as nowhere else on the interface.
pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&RULES)?;
    let filters = [
        ("name", query.text("name")?),
        ("author", query.text("author")?),
    ];
    let select = query.text("select")?;
    let world = request.world()?;
    let fits = |rule: &&Rule| {
        filters.iter().all(|(name, wanted)| {
            wanted.is_none_or(|wanted| rule.members.get(*name).is_some_and(|has| has == wanted))
        })
    };
    let rows = world.rules.iter().filter(fits).map(|rule| {
        let mut members = rule.members.clone();
        // Tags are told to those who ask for them.
        if !select.is_some_and(|select| select.split(',').any(|wanted| wanted == "tag")) {
            members.remove("tags");
        }
        members
    });
    Ok(ok(&rows.collect::<Vec<_>>()))
}
