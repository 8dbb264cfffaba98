//! The northbound interface: from a request to an answer.

mod create;
mod login;
mod packages;
mod query;
mod tasks;

use std::borrow::Cow;

use hyper::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;

use crate::answer::{Answer, Refusal, refusals};
use crate::config::App;
use crate::state::State;
use crate::task::OperateType;

/// Where the upgrade service lives.
const UPGRADE: &str = "/iodm/northbound/v1.5.0/";
const LOGIN: &str = "/iocm/app/sec/v1.1.0/login";
const REFRESH: &str = "/iocm/app/sec/v1.1.0/refreshToken";

/// One request, with its body read to the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

type Outcome = Result<Answer, Refusal>;

/// Carries out a call.
pub(crate) fn answer(state: &State, call: Call<'_>) -> Answer {
    route(state, call).unwrap_or_else(Answer::from)
}

fn route(state: &State, call: Call<'_>) -> Outcome {
    match call.path {
        LOGIN if call.method == Method::POST => return login::login(state, call),
        REFRESH if call.method == Method::POST => return login::refresh(state, call),
        _ => {}
    }
    let path = call
        .path
        .strip_prefix(UPGRADE)
        .ok_or(refusals::NO_RESOURCE)?;
    let segments: Vec<Cow<'_, str>> = path
        .split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
        .collect();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();

    // An unknown path is refused before the caller is looked at; everything
    // else needs a token.
    let verb = verb(call.method, &segments).ok_or(refusals::NO_RESOURCE)?;
    let app = authorize(state, call.headers)?;
    match verb {
        Verb::ListPackages => packages::list(state, call.query),
        Verb::ShowPackage(id) => packages::show(state, id),
        Verb::DeletePackage(id) => packages::delete(state, id),
        Verb::CreateTask(kind) => create::create(state, app, kind, call.body),
        Verb::ListTasks => tasks::list(state, app, call.query),
        Verb::ShowTask(id) => tasks::show(state, app, id),
        Verb::ListSubtasks(id) => tasks::subtasks(state, app, id, call.query),
    }
}

/// The eight operations of the upgrade service, creation counted once.
enum Verb<'a> {
    ListPackages,
    ShowPackage(&'a str),
    DeletePackage(&'a str),
    CreateTask(OperateType),
    ListTasks,
    ShowTask(&'a str),
    ListSubtasks(&'a str),
}

fn verb<'a>(method: &Method, segments: &[&'a str]) -> Option<Verb<'a>> {
    Some(match (method.as_str(), segments) {
        ("GET", ["category"]) => Verb::ListPackages,
        ("GET", ["category", id]) => Verb::ShowPackage(id),
        ("DELETE", ["category", id]) => Verb::DeletePackage(id),
        ("POST", ["operations", "softwareUpgrade"]) => {
            Verb::CreateTask(OperateType::SoftwareUpgrade)
        }
        ("POST", ["operations", "firmwareUpgrade"]) => {
            Verb::CreateTask(OperateType::FirmwareUpgrade)
        }
        ("GET", ["operations"]) => Verb::ListTasks,
        ("GET", ["operations", id]) => Verb::ShowTask(id),
        ("GET", ["operations", id, "subOperations"]) => Verb::ListSubtasks(id),
        _ => return None,
    })
}

/// The gateway: the quota first, as it is the application's whatever the token.
fn authorize<'a>(state: &'a State, headers: &HeaderMap) -> Result<&'a App, Refusal> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let known = header("app_key").and_then(|id| state.app(id));
    if let Some(app) = known {
        charge(state, app)?;
    }
    let token = header("authorization").and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    match (known, token) {
        (Some(app), Some(token))
            if state.sessions.accepts(&app.id, token, state.clock.millis()) =>
        {
            Ok(app)
        }
        _ => {
            state.counters.rejected_tokens.next();
            Err(refusals::BAD_TOKEN)
        }
    }
}

/// Counts a call against the application's quota.
fn charge(state: &State, app: &App) -> Result<(), Refusal> {
    let limits = state.limits();
    if state.quota.admit(&app.id, limits.quota, limits.window) {
        return Ok(());
    }
    state.counters.throttled.next();
    Err(refusals::THROTTLED)
}

fn ok(value: &impl serde::Serialize) -> Answer {
    Answer::json(StatusCode::OK, value)
}
