//! The control interface: what can be seen and changed from behind.

use std::time::Duration;

use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::faults::Rule;
use crate::push::PushSpec;
use crate::state::{SettingsChange, State, TaskSpec};

const HELP: &str = "\
northbound-platform: control interface

GET    /requests      what was received, oldest first
DELETE /requests      forget it
GET    /stats         counters since the start
GET    /faults        the faults in force
POST   /faults        {\"match\":{\"method\":\"GET\",\"path\":\"/iodm/\"},\"skip\":0,\"times\":1,\"fault\":{...}}
                      path: a prefix, or the whole path with $ at its end; times 0: without end
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
DELETE /faults        forget them
GET    /clock         the simulated time
POST   /clock         {\"advance\": seconds}
GET    /settings      quota, quotaWindowMs, expiresIn, speed
PUT    /settings      change any of them
POST   /tokens/drop   kill all tokens, or {\"app\": \"ID\"} those of one application
POST   /connections/close  close every connection as soon as it lies idle
POST   /tasks         {\"devices\":1000000,\"operateType\":\"firmware_upgrade\",\"app\":\"ID\",\"age\":0,\"retryTimes\":0}
POST   /push          {\"notifyType\":\"deviceAdded\",\"app\":\"ID\",\"url\":\"http://127.0.0.1:9000/\",\"body\":{...}}
                      no url: to all who subscribed; no body: a made-up one; a text as body: sent as it stands
GET    /pushes        the notifications so far and how they were answered
DELETE /pushes        forget them
GET    /certs         names of the PEM files
GET    /certs/NAME    one of them
";

/// Carries out a command.
pub(crate) fn answer(state: &State, method: &Method, path: &str, body: &[u8]) -> Answer {
    match route(state, method, path, body) {
        Ok(answer) => answer,
        Err(problem) => Answer::json(StatusCode::BAD_REQUEST, &json!({ "error": problem })),
    }
}

fn route(state: &State, method: &Method, path: &str, body: &[u8]) -> Result<Answer, String> {
    Ok(match (method.as_str(), path) {
        ("GET", "/") => Answer::text(StatusCode::OK, HELP),
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
            state.advance(step(body)?);
            ok(&state.reading())
        }
        ("GET", "/settings") => ok(&state.settings()),
        ("PUT", "/settings") => ok(&state.change(change(body)?)),
        ("POST", "/tokens/drop") => {
            let whose: Whose = if body.is_empty() {
                Whose::default()
            } else {
                read(body)?
            };
            state.sessions.drop(whose.app.as_deref());
            done()
        }
        ("POST", "/connections/close") => ok(&json!({ "closed": state.lines.close_idle() })),
        ("POST", "/tasks") => {
            let spec: TaskSpec = read(body)?;
            let id = state.create_synthetic(&spec).ok_or("no such application")?;
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
            Some(pem) => Answer::text(StatusCode::OK, pem.to_owned()),
            None => unknown(),
        },
        _ => unknown(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    advance: f64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whose {
    #[serde(default)]
    app: Option<String>,
}

fn step(body: &[u8]) -> Result<Duration, String> {
    let step: Step = read(body)?;
    Duration::try_from_secs_f64(step.advance).map_err(|error| format!("advance: {error}"))
}

fn change(body: &[u8]) -> Result<SettingsChange, String> {
    let change: SettingsChange = read(body)?;
    match change.speed {
        Some(speed) if !speed.is_finite() || speed < 0.0 => {
            Err("speed: 0 or a positive number".into())
        }
        _ => Ok(change),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn ok(value: &impl serde::Serialize) -> Answer {
    Answer::json(StatusCode::OK, value)
}

fn done() -> Answer {
    ok(&json!({}))
}

fn unknown() -> Answer {
    let problem: Value = json!({ "error": "no such command; GET / lists them" });
    Answer::json(StatusCode::NOT_FOUND, &problem)
}
