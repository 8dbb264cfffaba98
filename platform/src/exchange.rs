//! One request and its response: recording, faults, and the call itself.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, TRANSFER_ENCODING,
};
use hyper::http::request::Parts;
use hyper::{Request, StatusCode};
use serde_json::{Map, Value};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::api::{self, Call};
use crate::body::{Ending, PacedBody};
use crate::faults::{Fault, Pace, When};
use crate::record::{Recorded, texts};
use crate::response::{Response, error, status};
use crate::state::State;
use crate::tls::Handshake;
use crate::wire::{Part, Wire};

/// Largest request body, in bytes; the largest task of the interface is far below.
const LARGEST_BODY: usize = 1 << 20;

/// The caller's end of a connection.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) state: Arc<State>,
    /// Number of the connection.
    pub(crate) number: u64,
    pub(crate) handshake: Handshake,
    /// Ends the connection from within a request.
    pub(crate) ending: UnboundedSender<Ending>,
}

/// Handles a request, unless a fault ends the connection first.
pub(crate) async fn handle(
    peer: Arc<Peer>,
    request: Request<Incoming>,
) -> hyper::Response<PacedBody> {
    let state = &peer.state;
    // Decremented before the response is sent, or the next request would count this one.
    let in_flight = state.in_flight.up();
    let id = state.counters.requests.next();
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return into_hyper(Response::empty(StatusCode::PAYLOAD_TOO_LARGE), Pace::Whole);
    };
    let body = body.to_bytes();
    if state.recorder.is_on() {
        state
            .recorder
            .push(record(&peer, id, in_flight.level, &parts, &body));
    }

    let fault = state.faults.take(parts.method.as_str(), parts.uri.path());
    let (response, ending) = process(state, &parts, &body, fault.as_ref()).await;
    if state.config.verbose {
        let outcome = response
            .as_ref()
            .map_or("no response", |response| response.status.as_str());
        eprintln!("#{id} {} {} {outcome}", parts.method, parts.uri);
    }
    let Some(response) = response else {
        state.recorder.finish(id, None);
        if let Some(ending) = ending {
            // Only the connection task can end the connection; it drops this future.
            let _ = peer.ending.send(ending);
        }
        drop(in_flight);
        return std::future::pending().await;
    };
    state.recorder.finish(id, Some(&response));
    let converted = into_hyper(response, fault.as_ref().map_or(Pace::Whole, pace));
    match ending {
        Some(_) => converted.map(|body| body.then_close(peer.ending.clone())),
        None => converted,
    }
}

/// Returns the response, if any, and the end of the connection, if any.
async fn process(
    state: &State,
    parts: &Parts,
    body: &Bytes,
    fault: Option<&Fault>,
) -> (Option<Response>, Option<Ending>) {
    let ending = match fault {
        Some(Fault::Reset { when: When::Before }) => return (None, Some(Ending::Reset)),
        Some(Fault::Close) => return (None, Some(Ending::Close)),
        Some(Fault::Garbage) => return (None, Some(Ending::Wire(garbage()))),
        Some(Fault::Wire(wire)) => return (None, Some(Ending::Wire(wire.clone()))),
        Some(Fault::Reset { when: When::After }) => Some(Ending::Reset),
        Some(Fault::CloseIdle) => Some(Ending::Idle),
        _ => None,
    };
    if let Some(Fault::Latency { ms }) = fault {
        delay(Duration::from_millis(*ms)).await;
    }
    if let Some(response) = fault.and_then(replacement) {
        return (Some(response), None);
    }
    let call = Call {
        method: &parts.method,
        path: parts.uri.path(),
        query: parts.uri.query(),
        headers: &parts.headers,
        body,
    };
    let response = api::handle(state, call);
    match (fault, ending) {
        (_, Some(Ending::Reset)) => (None, Some(Ending::Reset)),
        (Some(fault), ending) => (Some(corrupt_body(fault, response)), ending),
        (None, ending) => (Some(response), ending),
    }
}

/// Waits for this time, exactly enough for a benchmark: a thread waits for the end of
/// it, since tokio's timers are late by up to 2 ms.
async fn delay(time: Duration) {
    const TIMER_ERROR: Duration = Duration::from_millis(2);
    let end = Instant::now() + time;
    if let Some(most) = time.checked_sub(TIMER_ERROR) {
        sleep(most).await;
    }
    let rest = end.saturating_duration_since(Instant::now());
    if !rest.is_zero() {
        // It fails only if the platform ends.
        let _ = spawn_blocking(move || thread::sleep(rest)).await;
    }
}

/// Bytes that are not HTTP.
fn garbage() -> Wire {
    Wire::closing(vec![Part {
        bytes: vec![0xff, 0xfe],
        ..Part::from("\0\u{1}\u{2}this is no HTTP\r\n\r\n")
    }])
}

/// Builds the response of a fault that replaces the platform's response.
fn replacement(fault: &Fault) -> Option<Response> {
    Some(match fault {
        Fault::Status {
            status: code,
            reason,
            content_type,
            headers,
            body,
        } => {
            let mut response = Response::empty(status(*code));
            response.reason = reason
                .clone()
                .and_then(|text| ReasonPhrase::try_from(text).ok());
            response.body = Bytes::from(body.clone());
            let kind = content_type
                .as_deref()
                .or(Some("text/html").filter(|_| !body.is_empty()));
            if let Some(kind) = kind.and_then(|kind| HeaderValue::from_str(kind).ok()) {
                response.headers.insert(CONTENT_TYPE, kind);
            }
            for (name, value) in headers {
                set_header(&mut response, name, value);
            }
            response
        }
        Fault::Error {
            status,
            code,
            desc,
            shape,
        } => error(*status, code, desc, *shape),
        Fault::Redirect {
            location,
            status: code,
        } => {
            let mut response = Response::empty(status(*code));
            if let Ok(location) = HeaderValue::from_str(location) {
                response.headers.insert(LOCATION, location);
            }
            response
        }
        Fault::EmptyBody { status: code } => Response::empty(status(*code)),
        _ => return None,
    })
}

/// Sets a header from a fault. Skips invalid headers and the framing headers:
/// [`Fault::Truncate`] gives a wrong length.
fn set_header(response: &mut Response, name: &str, value: &Value) {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&text))
        && ![CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name)
    {
        response.headers.insert(name, value);
    }
}

/// Applies a fault to the body of the platform's response.
fn corrupt_body(fault: &Fault, mut response: Response) -> Response {
    match fault {
        Fault::BadJson if response.body.is_empty() => response.body = Bytes::from_static(b"{"),
        Fault::BadJson => response.body.truncate(response.body.len().div_ceil(2)),
        Fault::Extra { fields } => {
            if let Some(body) = extend(&response.body, fields) {
                response.body = body;
            }
        }
        _ => {}
    }
    response
}

fn extend(body: &[u8], fields: &Map<String, Value>) -> Option<Bytes> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    let add = |value: &mut Value| {
        if let Value::Object(object) = value {
            object.extend(fields.clone());
        }
    };
    if let Some(Value::Array(rows)) = value.get_mut("data") {
        rows.iter_mut().for_each(add);
    }
    add(&mut value);
    serde_json::to_vec(&value).ok().map(Bytes::from)
}

fn pace(fault: &Fault) -> Pace {
    match fault {
        Fault::Truncate { bytes } => Pace::Cut(*bytes),
        Fault::Slow { bytes, ms } => Pace::Drip(*bytes, Duration::from_millis(*ms)),
        _ => Pace::Whole,
    }
}

/// Converts a response into the form that hyper sends.
pub(crate) fn into_hyper(response: Response, pace: Pace) -> hyper::Response<PacedBody> {
    let mut converted = hyper::Response::new(PacedBody::new(response.body, pace));
    *converted.status_mut() = response.status;
    *converted.headers_mut() = response.headers;
    if let Some(reason) = response.reason {
        converted.extensions_mut().insert(reason);
    }
    converted
}

fn record(peer: &Peer, id: u64, in_flight: u64, parts: &Parts, body: &Bytes) -> Recorded {
    let mut recorded = Recorded {
        id,
        connection: peer.number,
        tls_version: peer.handshake.version,
        client_certificate: peer.handshake.client.clone(),
        resumed: peer.handshake.resumed,
        in_flight,
        method: parts.method.as_str().to_owned(),
        target: parts.uri.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: texts(&parts.headers),
        body: None,
        body_base64: None,
        status: None,
    };
    recorded.set_body(body);
    recorded
}
