//! One request and its answer: recording, faults, and the call itself.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, TRANSFER_ENCODING,
};
use hyper::http::request::Parts;
use hyper::{Request, Response, StatusCode};
use serde_json::{Map, Value};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use crate::answer::{Answer, error, status};
use crate::api::{self, Call};
use crate::body::{Ending, PacedBody};
use crate::faults::{Fault, Pace, When};
use crate::record::Recorded;
use crate::state::State;
use crate::tls::Handshake;
use crate::wire::{Part, Wire};

/// Largest request body taken; the largest task of the interface is far below.
const LARGEST_BODY: usize = 1 << 20;

/// The caller's end of a connection.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) state: Arc<State>,
    /// Number of the connection.
    pub(crate) number: u64,
    pub(crate) handshake: Handshake,
    /// How to end the connection from within a request.
    pub(crate) ending: UnboundedSender<Ending>,
}

/// Answers a request, unless a fault ends the connection first.
pub(crate) async fn answer(peer: Arc<Peer>, request: Request<Incoming>) -> Response<PacedBody> {
    let state = &peer.state;
    // Down again before the answer leaves, or the next request would overtake it.
    let under_way = state.under_way.up();
    let id = state.counters.requests.next();
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return respond(Answer::empty(StatusCode::PAYLOAD_TOO_LARGE), Pace::Whole);
    };
    let body = body.to_bytes();
    if state.recorder.is_on() {
        state
            .recorder
            .push(record(&peer, id, under_way.level, &parts, &body));
    }

    let fault = state.faults.take(parts.method.as_str(), parts.uri.path());
    let (answer, ending) = carry_out(state, &parts, &body, fault.as_ref()).await;
    if state.config.verbose {
        let outcome = answer
            .as_ref()
            .map_or("no answer", |answer| answer.status.as_str());
        eprintln!("#{id} {} {} {outcome}", parts.method, parts.uri);
    }
    let Some(answer) = answer else {
        if let Some(ending) = ending {
            // Only the connection itself can end it; nobody waits after that.
            let _ = peer.ending.send(ending);
        }
        drop(under_way);
        return std::future::pending().await;
    };
    state.recorder.answered(id, answer.status.as_u16());
    let response = respond(answer, fault.as_ref().map_or(Pace::Whole, pace));
    match ending {
        Some(_) => response.map(|body| body.then_close(peer.ending.clone())),
        None => response,
    }
}

/// The answer, if there is to be one, and the end of the connection, likewise.
async fn carry_out(
    state: &State,
    parts: &Parts,
    body: &Bytes,
    fault: Option<&Fault>,
) -> (Option<Answer>, Option<Ending>) {
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
        sleep(Duration::from_millis(*ms)).await;
    }
    if let Some(answer) = fault.and_then(instead) {
        return (Some(answer), None);
    }
    let call = Call {
        method: &parts.method,
        path: parts.uri.path(),
        query: parts.uri.query(),
        headers: &parts.headers,
        body,
    };
    let answer = api::answer(state, call);
    match (fault, ending) {
        (_, Some(Ending::Reset)) => (None, Some(Ending::Reset)),
        (Some(fault), ending) => (Some(damage(fault, answer)), ending),
        (None, ending) => (Some(answer), ending),
    }
}

/// Not a status line, by far.
fn garbage() -> Wire {
    Wire::closing(vec![Part {
        bytes: vec![0xff, 0xfe],
        ..Part::from("\0\u{1}\u{2}this is no HTTP\r\n\r\n")
    }])
}

/// The answer of a fault that comes in place of the platform's own.
fn instead(fault: &Fault) -> Option<Answer> {
    Some(match fault {
        Fault::Status {
            status: code,
            reason,
            content_type,
            headers,
            body,
        } => {
            let mut answer = Answer::empty(status(*code));
            answer.reason = reason
                .clone()
                .and_then(|text| ReasonPhrase::try_from(text).ok());
            answer.body = Bytes::from(body.clone());
            let kind = content_type
                .as_deref()
                .or(Some("text/html").filter(|_| !body.is_empty()));
            if let Some(kind) = kind.and_then(|kind| HeaderValue::from_str(kind).ok()) {
                answer.headers.insert(CONTENT_TYPE, kind);
            }
            for (name, value) in headers {
                set(&mut answer, name, value);
            }
            answer
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
            let mut answer = Answer::empty(status(*code));
            if let Ok(location) = HeaderValue::from_str(location) {
                answer.headers.insert(LOCATION, location);
            }
            answer
        }
        Fault::EmptyBody { status: code } => Answer::empty(status(*code)),
        _ => return None,
    })
}

/// Sets a header from a fault. What HTTP cannot carry is left out, and so is
/// the framing: a wrong length is what [`Fault::Truncate`] is for.
fn set(answer: &mut Answer, name: &str, value: &Value) {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&text))
        && ![CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name)
    {
        answer.headers.insert(name, value);
    }
}

/// The platform's own answer after a fault had its way with the body.
fn damage(fault: &Fault, mut answer: Answer) -> Answer {
    match fault {
        Fault::BadJson if answer.body.is_empty() => answer.body = Bytes::from_static(b"{"),
        Fault::BadJson => answer.body.truncate(answer.body.len().div_ceil(2)),
        Fault::Extra { members } => {
            if let Some(body) = extend(&answer.body, members) {
                answer.body = body;
            }
        }
        _ => {}
    }
    answer
}

fn extend(body: &[u8], members: &Map<String, Value>) -> Option<Bytes> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    let add = |value: &mut Value| {
        if let Value::Object(object) = value {
            object.extend(members.clone());
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

/// Puts an answer into the form hyper sends.
pub(crate) fn respond(answer: Answer, pace: Pace) -> Response<PacedBody> {
    let mut response = Response::new(PacedBody::new(answer.body, pace));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    if let Some(reason) = answer.reason {
        response.extensions_mut().insert(reason);
    }
    response
}

fn record(peer: &Peer, id: u64, at_once: u64, parts: &Parts, body: &Bytes) -> Recorded {
    let headers = parts.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    let mut recorded = Recorded {
        id,
        connection: peer.number,
        tls_version: peer.handshake.version,
        client_certificate: peer.handshake.client.clone(),
        resumed: peer.handshake.resumed,
        at_once,
        method: parts.method.as_str().to_owned(),
        target: parts.uri.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: headers.collect(),
        body: None,
        body_base64: None,
        status: None,
    };
    recorded.set_body(body);
    recorded
}
