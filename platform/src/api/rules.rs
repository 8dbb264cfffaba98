//! Rules, stored as the application sent them.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::query::RULES;
use super::request::{Body, Request, no_content};
use super::{Outcome, ok};
use crate::app_data::{AppData, Rule};
use crate::response::{Refusal, Response, refusals};

/// Maximum number of rules of one application.
const MOST_RULES: usize = 100;
const STATES: [&str; 2] = ["active", "inactive"];

pub(super) fn create(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let body = checked(request)?;
    let name = body.text("name")?;
    let mut data = request.data()?;
    if is_taken(&data, name.as_deref(), None) {
        return Err(refusals::RULE_TAKEN);
    }
    if data.rules.len() >= MOST_RULES {
        return Err(refusals::TOO_MANY_RULES);
    }
    let id = data.next_id();
    let rule = Rule {
        fields: fields(body, &id, request),
        id: id.clone(),
    };
    // A rule with `matchNow` has its first event immediately.
    let event = rule.event(request.now());
    let matches = rule.fields.get("matchNow");
    if matches.is_some_and(|now| *now == "yes" || *now == "true" || *now == true) {
        data.schedule(request.now(), &id, "ruleEvent", event);
    }
    data.rules.add(&id, rule);
    Ok(ok(&json!({ "ruleId": id })))
}

/// Returns the body, if it has all mandatory fields of a rule.
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
    // The conditions may be a list or an expression.
    let about = body.given("conditions").or(body.given("groupExpress"));
    match full && about.is_some() && body.given("actions").is_some() {
        true => Ok(body),
        false => Err(refusals::BAD_RULE),
    }
}

fn is_taken(data: &AppData, name: Option<&str>, but: Option<&str>) -> bool {
    let mut others = data
        .rules
        .iter()
        .filter(|rule| Some(rule.id.as_str()) != but);
    others.any(|rule| rule.fields.get("name").and_then(Value::as_str) == name)
}

fn fields(body: Body, id: &str, request: &Request<'_>) -> Map<String, Value> {
    let mut fields = Map::from_iter([("ruleId".to_owned(), Value::from(id))]);
    let given = body
        .0
        .into_iter()
        .filter(|(name, value)| !value.is_null() && name != "ruleId");
    fields.extend(given);
    for (name, default) in [("appKey", request.app.id.as_str()), ("status", "active")] {
        fields.entry(name).or_insert_with(|| default.into());
    }
    fields
}

pub(super) fn update(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let body = checked(request)?;
    let id = body.text("ruleId")?.ok_or(refusals::BAD_RULE)?;
    let name = body.text("name")?;
    let mut data = request.data()?;
    if !data.rules.contains(&id) {
        return Err(refusals::NO_RULE);
    }
    if is_taken(&data, name.as_deref(), Some(&id)) {
        return Err(refusals::RULE_TAKEN);
    }
    if let Some(rule) = data.rules.get_mut(&id) {
        rule.fields = fields(body, &id, request);
    }
    Ok(ok(&json!({ "ruleId": id })))
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let mut data = request.data()?;
    let id = request.param(0);
    data.rules.remove(id).ok_or(refusals::NO_RULE)?;
    data.cancel_events(id);
    no_content()
}

pub(super) fn set_status(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let mut data = request.data()?;
    set(&mut data, request.param(0), request.param(1))?;
    Ok(Response::empty(StatusCode::OK))
}

fn set(data: &mut AppData, id: &str, status: &str) -> Result<(), Refusal> {
    if !STATES.contains(&status) {
        return Err(refusals::BAD_RULE);
    }
    let rule = data.rules.get_mut(id).ok_or(refusals::NO_RULE)?;
    rule.fields.insert("status".into(), status.into());
    Ok(())
}

/// Sets the status of several rules. A missing rule does not stop the others.
pub(super) fn set_statuses(request: &Request<'_>) -> Outcome {
    request.query(&RULES)?;
    let body = request.body().map_err(|_| refusals::BAD_RULE)?;
    let Some(Value::Array(rows)) = body.given("requests") else {
        return Err(refusals::BAD_RULE);
    };
    let mut data = request.data()?;
    let mut responses = Vec::new();
    let mut refused = None;
    for row in rows {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let id = text("ruleId");
        let outcome = set(&mut data, id, text("status")).err();
        responses.push(json!({ "ruleId": id, "response": verdict(outcome) }));
        refused = refused.or(outcome);
    }
    Ok(ok(&json!({
        "result": verdict(refused),
        "responses": responses,
    })))
}

/// Builds a `RuleResultBodyDTO`.
fn verdict(refusal: Option<Refusal>) -> Value {
    match refusal {
        None => json!({ "result_code": "0", "result_desc": "success" }),
        Some(refusal) => json!({ "result_code": refusal.code(), "result_desc": refusal.text() }),
    }
}

/// Lists rules as a bare JSON array; all other lists of the interface are objects.
pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = request.query(&RULES)?;
    let filters = [
        ("name", query.text("name")?),
        ("author", query.text("author")?),
    ];
    let select = query.text("select")?;
    let data = request.data()?;
    let fits = |rule: &&Rule| {
        filters.iter().all(|(name, wanted)| {
            wanted.is_none_or(|wanted| rule.fields.get(*name).is_some_and(|has| has == wanted))
        })
    };
    let rows = data.rules.iter().filter(fits).map(|rule| {
        let mut fields = rule.fields.clone();
        // Tags are returned only on request.
        if !select.is_some_and(|select| select.split(',').any(|wanted| wanted == "tag")) {
            fields.remove("tags");
        }
        fields
    });
    Ok(ok(&rows.collect::<Vec<_>>()))
}
