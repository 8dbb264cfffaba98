//! The control interface: plain HTTP with JSON, to inspect and change the platform.

use std::time::Duration;

use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::faults::Rule;
use crate::push::PushSpec;
use crate::response::Response;
use crate::state::{SettingsChange, State, TaskSpec, no_app};

const HELP: &str = "\
northbound-platform: control interface

GET    /requests      the recorded requests, oldest first
DELETE /requests      delete them
GET    /stats         counters since the start
GET    /faults        the remaining faults
POST   /faults        {\"match\":{\"method\":\"GET\",\"path\":\"/iodm/\"},\"skip\":0,\"times\":1,\"fault\":{...}}
                      path: a prefix, or the whole path with $ at its end; times 0: forever
                      {\"kind\":\"latency\",\"ms\":200}
                      {\"kind\":\"status\",\"status\":502,\"reason\":\"Bad Gateway\",\"contentType\":\"text/html\",\"headers\":{},\"body\":\"\"}
                      {\"kind\":\"error\",\"status\":403,\"code\":\"1010009\",\"desc\":\"...\",\"shape\":\"error|result\"}
                      {\"kind\":\"truncate\",\"bytes\":100}
                      {\"kind\":\"reset\",\"when\":\"before|after\"}
                      {\"kind\":\"close\"}
                      {\"kind\":\"slow\",\"bytes\":10,\"ms\":50}
                      {\"kind\":\"badJson\"}
                      {\"kind\":\"extra\",\"members\":{\"new\":1}}
                      {\"kind\":\"garbage\"}
                      {\"kind\":\"wire\",\"parts\":[{\"text\":\"HTTP/1.1 \",\"base64\":\"\",\"times\":1,\"ms\":0}],\"end\":\"close|reset|hold\"}
                      {\"kind\":\"handshake\",\"parts\":[...],\"end\":\"...\"}: of the next connection
                      {\"kind\":\"redirect\",\"location\":\"https://...\",\"status\":302}
                      {\"kind\":\"closeIdle\"}
                      {\"kind\":\"emptyBody\",\"status\":200}
DELETE /faults        delete them
GET    /clock         the simulated time
POST   /clock         {\"advance\": seconds}
GET    /settings      quota, quotaWindowMs, expiresIn, speed
PUT    /settings      change any of them
POST   /tokens/drop   end all tokens, or {\"app\": \"ID\"} those of one application
POST   /connections/close  close every connection as soon as it is idle
POST   /tasks         {\"devices\":1000000,\"operateType\":\"firmware_upgrade\",\"app\":\"ID\",\"age\":0,\"retryTimes\":0}
POST   /push          {\"notifyType\":\"deviceAdded\",\"app\":\"ID\",\"url\":\"http://127.0.0.1:9000/\",\"body\":{...}}
                      no url: to all subscribers; no body: a generated one; a string as body: sent byte for byte
GET    /pushes        the latest notifications, with status or error
DELETE /pushes        delete them
GET    /certs         names of the PEM files
GET    /certs/NAME    one of them
";

/// Runs a command and returns its response.
pub(crate) fn handle(state: &State, method: &Method, path: &str, body: &[u8]) -> Response {
    match route(state, method, path, body) {
        Ok(response) => response,
        Err(problem) => Response::json(StatusCode::BAD_REQUEST, &json!({ "error": problem })),
    }
}

fn route(state: &State, method: &Method, path: &str, body: &[u8]) -> Result<Response, String> {
    Ok(match (method.as_str(), path) {
        ("GET", "/") => Response::text(StatusCode::OK, HELP),
        ("GET", "/requests") => ok(&state.recorder.list()),
        ("DELETE", "/requests") => {
            state.recorder.clear();
            done()
        }
        ("GET", "/stats") => ok(&state.counters.read()),
        ("GET", "/faults") => ok(&state.faults.list()),
        ("POST", "/faults") => {
            let rule: Rule = read(body)?;
            state.faults.add(rule);
            done()
        }
        ("DELETE", "/faults") => {
            state.faults.clear();
            done()
        }
        ("GET", "/clock") => ok(&state.reading()),
        ("POST", "/clock") => {
            state.advance(clock_advance(body)?);
            ok(&state.reading())
        }
        ("GET", "/settings") => ok(&state.settings()),
        ("PUT", "/settings") => ok(&state.change(settings_change(body)?)),
        ("POST", "/tokens/drop") => {
            let selector: AppSelector = if body.is_empty() {
                AppSelector::default()
            } else {
                read(body)?
            };
            state.sessions.drop(selector.app.as_deref());
            done()
        }
        ("POST", "/connections/close") => ok(&json!({ "closed": state.connections.close_idle() })),
        ("POST", "/tasks") => {
            let spec: TaskSpec = read(body)?;
            let id = state
                .create_synthetic(&spec)
                .ok_or_else(|| no_app(&spec.app))?;
            ok(&json!({ "operationId": id }))
        }
        ("POST", "/push") => {
            let spec: PushSpec = read(body)?;
            ok(&json!({ "pushed": state.push(&spec)? }))
        }
        ("GET", "/pushes") => ok(&state.pushes.list()),
        ("DELETE", "/pushes") => {
            state.pushes.clear();
            done()
        }
        ("GET", "/certs") => ok(&state.certs.names().collect::<Vec<_>>()),
        ("GET", path) => match path
            .strip_prefix("/certs/")
            .and_then(|name| state.certs.pem(name))
        {
            Some(pem) => Response::text(StatusCode::OK, pem.to_owned()),
            None => unknown_command(),
        },
        _ => unknown_command(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockAdvance {
    #[serde(rename = "advance")]
    seconds: f64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AppSelector {
    #[serde(default)]
    app: Option<String>,
}

fn clock_advance(body: &[u8]) -> Result<Duration, String> {
    let advance: ClockAdvance = read(body)?;
    Duration::try_from_secs_f64(advance.seconds).map_err(|error| format!("advance: {error}"))
}

fn settings_change(body: &[u8]) -> Result<SettingsChange, String> {
    let change: SettingsChange = read(body)?;
    match change.speed {
        Some(speed) if !speed.is_finite() || speed < 0.0 => Err(format!(
            "invalid speed {speed}; must be 0 or a positive number"
        )),
        _ => Ok(change),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn ok(value: &impl serde::Serialize) -> Response {
    Response::json(StatusCode::OK, value)
}

fn done() -> Response {
    ok(&json!({}))
}

fn unknown_command() -> Response {
    let problem: Value = json!({ "error": "unknown command; GET / lists all commands" });
    Response::json(StatusCode::NOT_FOUND, &problem)
}
