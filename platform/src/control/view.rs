//! The content of the page, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::mask::Mask;
use crate::api::routes;
use crate::api::tasks::TaskRow;
use crate::push::Pushed;
use crate::push::bodies::{BUSINESS, MANAGEMENT};
use crate::record::{Entry, Recorded};
use crate::state::State;

/// Maximum number of tasks on the page.
const MOST_TASKS: usize = 50;

/// Returns what does not change while the platform runs.
pub(super) fn platform(state: &State) -> Value {
    let operations = routes::all().map(|(name, method, path)| {
        json!({
            "name": name, "method": method, "path": path,
        })
    });
    let kinds: Vec<_> = MANAGEMENT.iter().chain(&BUSINESS).collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "address": format!("https://{}", state.config.listen),
        "operations": operations.collect::<Vec<_>>(),
        "notifyTypes": kinds,
    })
}

/// Returns the clock, the settings, and the token and the quota of each application.
pub(super) fn overview(state: &State) -> Value {
    let limits = state.limits();
    let now = state.clock.millis();
    let apps = state.config.apps.iter().map(|app| {
        json!({
            "id": app.id,
            "used": state.quota.used(&app.id, limits.window),
            "tokenSeconds": state.sessions.expires_in(&app.id, now).map(|millis| millis / 1000),
        })
    });
    json!({
        "clock": state.reading(),
        "settings": state.settings(),
        "stats": state.counters.read(),
        "apps": apps.collect::<Vec<_>>(),
    })
}

/// Returns the latest tasks of all applications, newest first.
pub(super) fn tasks(state: &State) -> Vec<Value> {
    let now = state.clock.seconds();
    let tasks = state.tasks.lock().latest(MOST_TASKS);
    let rows = tasks.iter().map(|task| {
        let mut row = serde_json::to_value(TaskRow::of(task, now)).unwrap_or_default();
        if let Value::Object(fields) = &mut row {
            // May name hundreds of devices.
            fields.remove("targets");
            let causes = task.snapshot(now).causes();
            fields.insert("causes".to_owned(), json!(causes));
            fields.insert("app".to_owned(), json!(task.app));
            fields.insert("package".to_owned(), json!(task.package.name));
        }
        row
    });
    rows.collect()
}

/// Returns a request as a row of a table.
pub(super) fn row(entry: &Entry, mask: &Mask) -> Value {
    let request = &entry.request;
    json!({
        "id": request.id,
        "at": u64::try_from(entry.at).unwrap_or_default(),
        "app": app(request),
        "operation": routes::name(&request.method, &request.path),
        "method": request.method,
        "path": mask.text(&request.path),
        "status": request.status,
        "done": entry.outcome.is_some(),
        "took": entry.outcome.as_ref().map(|outcome| outcome.took.as_secs_f64() * 1000.0),
        "connection": request.connection,
    })
}

/// Returns a request with its response.
pub(super) fn request(state: &State, id: u64) -> Option<Value> {
    let entry = state.recorder.get(id)?;
    let mask = Mask::of(state);
    let request = &entry.request;
    let headers = |headers: &[(String, String)]| -> Vec<(String, String)> {
        let headers = headers.iter();
        headers
            .map(|(name, value)| (name.clone(), mask.header(name, value)))
            .collect()
    };
    let mut shown = row(&entry, &mask);
    shown["target"] = mask.text(&request.target).into();
    shown["tls"] = request.tls_version.into();
    shown["clientCertificate"] = json!(request.client_certificate);
    shown["resumed"] = request.resumed.into();
    shown["request"] = json!({
        "headers": headers(&request.headers),
        "body": mask.text(&body(request)),
    });
    let outcome = entry.outcome.as_ref();
    shown["response"] = json!(outcome.and_then(|outcome| outcome.response.as_ref()).map(
        |response| {
            json!({
                "headers": headers(&response.headers),
                "body": mask.text(&String::from_utf8_lossy(&response.body)),
                "length": response.length,
            })
        }
    ));
    Some(shown)
}

/// Returns a notification.
pub(super) fn push(push: &Pushed, mask: &Mask) -> Value {
    json!({
        "id": push.id,
        "app": push.app,
        "notifyType": push.notify_type,
        "url": mask.text(&push.url),
        "body": mask.text(&push.body),
        "attempts": push.attempts,
        "status": push.status,
        "error": push.error,
        "done": push.done,
    })
}

/// Returns the application that a request is from: it names it in a header, or in its
/// body if it logs in.
fn app(request: &Recorded) -> Option<String> {
    if let Some(app) = request.header("app_key") {
        return Some(app.to_owned());
    }
    let body = request.body.as_deref()?;
    if let Ok(Value::Object(fields)) = serde_json::from_str(body) {
        return fields.get("appId")?.as_str().map(str::to_owned);
    }
    let mut fields = form_urlencoded::parse(body.as_bytes());
    let (_, app) = fields.find(|(name, _)| name == "appId")?;
    Some(app.into_owned())
}

fn body(request: &Recorded) -> String {
    let other = || {
        let bytes = STANDARD.decode(request.body_base64.as_deref()?).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    request.body.clone().or_else(other).unwrap_or_default()
}
