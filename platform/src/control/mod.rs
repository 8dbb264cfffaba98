//! The control interface: plain HTTP with JSON, to inspect and change the platform, and
//! a page that shows it live.
//!
//! `guard` admits a request, `page` is the page, `events` keeps it up to date, `view`
//! says what it shows, and `mask` hides secrets in that.

mod events;
mod guard;
mod mask;
mod page;
mod view;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::mpsc::Receiver;

use crate::api::tasks::subtasks_of;
use crate::faults::Rule;
use crate::push::PushSpec;
use crate::response::Response;
use crate::state::{SettingsChange, State, TaskSpec, no_app};

const HELP: &str = "\
northbound-platform: control interface

GET    /              this list; in a browser, a page that shows the platform live
GET    /events        the content of the page as server-sent events
GET    /requests      the recorded requests, oldest first
GET    /requests/ID   one of them with its response, as the page shows it: secrets masked
DELETE /requests      delete them
GET    /stats         counters since the start
GET    /faults        the remaining faults
POST   /faults        {\"match\":{\"method\":\"GET\",\"path\":\"/iodm/\"},\"skip\":0,\"times\":1,\"fault\":{...}}
                      path: a prefix, or the whole path with $ at its end, {} is any one segment; times 0: forever
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
GET    /tasks/ID/subtasks  subtasks of any application: ?pageNo=0&pageSize=10&subOperationStatus=fail&cause=...
POST   /push          {\"notifyType\":\"deviceAdded\",\"app\":\"ID\",\"url\":\"http://127.0.0.1:9000/\",\"body\":{...}}
                      no url: to all subscribers; no body: a generated one; a string as body: sent byte for byte
GET    /pushes        the latest notifications, with status or error
DELETE /pushes        delete them
GET    /certs         names of the PEM files
GET    /certs/NAME    one of them
";

/// Starts the events of a page. Returns `None` if the request asks for something else.
pub(crate) fn subscribe(
    state: &Arc<State>,
    parts: &Parts,
) -> Option<hyper::Response<Receiver<Bytes>>> {
    let asked = (parts.method.as_str(), parts.uri.path()) == ("GET", "/events");
    (asked && guard::admits(parts)).then(|| events::start(state))?
}

/// Runs a command and returns its response.
pub(crate) fn handle(state: &State, parts: &Parts, body: &[u8]) -> Response {
    let response = match guard::admits(parts) {
        false => Response::json(StatusCode::FORBIDDEN, &json!({ "error": guard::REFUSAL })),
        true => match route(state, parts, body) {
            Ok(response) => response,
            Err(problem) => Response::json(StatusCode::BAD_REQUEST, &json!({ "error": problem })),
        },
    };
    guard::closed_to_others(response)
}

fn route(state: &State, parts: &Parts, body: &[u8]) -> Result<Response, String> {
    Ok(match (parts.method.as_str(), parts.uri.path()) {
        ("GET", "/") if page::is_asked_for(&parts.headers) => page::response(),
        ("GET", "/") => Response::text(StatusCode::OK, HELP),
        ("GET", "/events") => too_many_pages(),
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
        ("GET", path) => show(state, path, parts.uri.query()).unwrap_or_else(unknown_command),
        _ => unknown_command(),
    })
}

/// Returns the response of a command whose path names one thing.
fn show(state: &State, path: &str, query: Option<&str>) -> Option<Response> {
    if let Some(name) = path.strip_prefix("/certs/") {
        return Some(Response::text(
            StatusCode::OK,
            state.certs.pem(name)?.to_owned(),
        ));
    }
    if let Some(id) = path.strip_prefix("/requests/") {
        return Some(ok(&view::request(state, id.parse().ok()?)?));
    }
    let id = path.strip_prefix("/tasks/")?.strip_suffix("/subtasks")?;
    let task = state.tasks.lock().get(id)?;
    Some(subtasks_of(&task, query, state.clock.seconds()))
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

fn too_many_pages() -> Response {
    let problem = json!({ "error": "too many open pages; close some of them" });
    Response::json(StatusCode::SERVICE_UNAVAILABLE, &problem)
}

fn unknown_command() -> Response {
    let problem: Value = json!({ "error": "unknown command; GET / lists all commands" });
    Response::json(StatusCode::NOT_FOUND, &problem)
}
