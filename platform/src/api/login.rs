//! Logging in and refreshing a token.

use serde::Deserialize;

use super::{Call, Outcome, charge, ok};
use crate::answer::{Refusal, refusals};
use crate::config::App;
use crate::state::State;

pub(super) fn login(state: &State, call: Call<'_>) -> Outcome {
    let (mut id, mut secret) = (String::new(), String::new());
    for (name, value) in form_urlencoded::parse(call.body) {
        match &*name {
            "appId" => id = value.into_owned(),
            // A client seen in the wild writes it with a capital.
            "secret" | "Secret" => secret = value.into_owned(),
            _ => {}
        }
    }
    if id.is_empty() || secret.is_empty() {
        return Err(refusals::MISSING_PARAMETER);
    }
    let limits = state.limits();
    let app = known(state, &id, &secret)?;
    let grant = state
        .sessions
        .open(&app.id, state.clock.millis(), limits.expires_in);
    let grant = grant.ok_or(refusals::INTERNAL)?;
    state.counters.logins.next();
    Ok(ok(&grant))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RefreshRequest {
    app_id: Option<String>,
    secret: Option<String>,
    refresh_token: Option<String>,
}

pub(super) fn refresh(state: &State, call: Call<'_>) -> Outcome {
    let request: RefreshRequest =
        serde_json::from_slice(call.body).map_err(|_| refusals::INVALID_INPUT)?;
    let given = |value: Option<String>| {
        value
            .filter(|value| !value.is_empty())
            .ok_or(refusals::MISSING_PARAMETER)
    };
    let id = given(request.app_id)?;
    let secret = given(request.secret)?;
    let token = given(request.refresh_token)?;
    let limits = state.limits();
    let app = known(state, &id, &secret)?;
    let grant = state
        .sessions
        .renew(&app.id, &token, state.clock.millis(), limits.expires_in)
        .ok_or(refusals::BAD_CREDENTIALS)?;
    state.counters.refreshes.next();
    Ok(ok(&grant))
}

/// The application with these credentials. A wrong secret counts against the
/// quota of the application it was tried on.
fn known<'a>(state: &'a State, id: &str, secret: &str) -> Result<&'a App, Refusal> {
    let app = state.app(id).ok_or(refusals::BAD_CREDENTIALS)?;
    charge(state, app)?;
    match app.secret == secret {
        true => Ok(app),
        false => Err(refusals::BAD_CREDENTIALS),
    }
}
