//! Authentication: log in, refresh a token.

use serde::Deserialize;

use super::{Call, Outcome, charge, ok};
use crate::config::App;
use crate::response::{Refusal, refusals};
use crate::state::State;

pub(super) fn login(state: &State, call: Call<'_>) -> Outcome {
    let (mut id, mut secret) = (String::new(), String::new());
    for (name, value) in form_urlencoded::parse(call.body) {
        match &*name {
            "appId" => id = value.into_owned(),
            // Some real clients write it with a capital S.
            "secret" | "Secret" => secret = value.into_owned(),
            _ => {}
        }
    }
    if id.is_empty() || secret.is_empty() {
        return Err(refusals::MISSING_PARAMETER);
    }
    let limits = state.limits();
    let app = authenticate(state, &id, &secret)?;
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
    let app = authenticate(state, &id, &secret)?;
    let grant = state
        .sessions
        .renew(&app.id, &token, state.clock.millis(), limits.expires_in)
        .ok_or(refusals::BAD_CREDENTIALS)?;
    state.counters.refreshes.next();
    Ok(ok(&grant))
}

/// Returns the application with these credentials. A wrong secret counts against
/// the quota of this application.
fn authenticate<'a>(state: &'a State, id: &str, secret: &str) -> Result<&'a App, Refusal> {
    let app = state.app(id).ok_or(refusals::BAD_CREDENTIALS)?;
    charge(state, app)?;
    match app.secret == secret {
        true => Ok(app),
        false => Err(refusals::BAD_CREDENTIALS),
    }
}
