//! The northbound interface: from a request to a response.

mod batches;
mod collection;
mod commands;
mod create_task;
mod devices;
mod groups;
mod invocation;
mod login;
mod packages;
mod query;
mod request;
pub(crate) mod routes;
mod rules;
mod shadow;
mod subscriptions;
pub(crate) mod tasks;

use hyper::{HeaderMap, Method, StatusCode};

use crate::config::App;
use crate::response::{Refusal, Response, refusals};
use crate::state::State;
use request::Request;
use routes::Handler;

/// One request with its complete body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

type Outcome = Result<Response, Refusal>;

/// Handles a call.
pub(crate) fn handle(state: &State, call: Call<'_>) -> Response {
    route(state, call).unwrap_or_else(Response::from)
}

fn route(state: &State, call: Call<'_>) -> Outcome {
    // An unknown path is refused before the token is checked. All operations need
    // a token, except log in and refresh.
    let (handler, params) = routes::find(call.method, call.path).ok_or(refusals::NO_RESOURCE)?;
    match handler {
        Handler::Open(handler) => handler(state, call),
        Handler::Service(handler) => handler(&Request {
            state,
            app: authorize(state, call.headers)?,
            call,
            params,
        }),
    }
}

/// Authorizes a call, as the gateway does. The quota is counted first: it belongs to
/// the application, even if the token is invalid.
fn authorize<'a>(state: &'a State, headers: &HeaderMap) -> Result<&'a App, Refusal> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let app = header("app_key").and_then(|id| state.app(id));
    if let Some(app) = app {
        charge(state, app)?;
    }
    let token = header("authorization").and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    match (app, token) {
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

fn ok(value: &impl serde::Serialize) -> Response {
    Response::json(StatusCode::OK, value)
}
