//! Responses, and the two JSON shapes of a refusal.

pub(crate) mod refusals;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::ext::ReasonPhrase;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::json;

use crate::faults::Shape;

/// A response before it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) reason: Option<ReasonPhrase>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Response {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            reason: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Self {
        let Ok(body) = serde_json::to_vec(value) else {
            return Self::empty(StatusCode::INTERNAL_SERVER_ERROR);
        };
        Self::empty(status).with_body("application/json;charset=utf-8", body)
    }

    pub(crate) fn text(status: StatusCode, text: impl Into<Bytes>) -> Self {
        Self::empty(status).with_body("text/plain;charset=utf-8", text)
    }

    pub(crate) fn with_body(mut self, kind: &'static str, body: impl Into<Bytes>) -> Self {
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        self.body = body.into();
        self
    }
}

/// Converts a status from a fault; a status that HTTP cannot express becomes 500.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code)
        .ok()
        .filter(|status| !status.is_informational())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The error that the platform returns for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    code: &'static str,
    text: &'static str,
    shape: Shape,
}

impl Refusal {
    const fn service(status: u16, code: &'static str, text: &'static str) -> Self {
        Self {
            status,
            code,
            text,
            shape: Shape::Error,
        }
    }

    const fn gateway(status: u16, code: &'static str, text: &'static str) -> Self {
        Self {
            status,
            code,
            text,
            shape: Shape::Result,
        }
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    pub(crate) fn text(&self) -> &'static str {
        self.text
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        error(refusal.status, refusal.code, refusal.text, refusal.shape)
    }
}

/// Builds an error response in one of the two shapes.
pub(crate) fn error(code: u16, error: &str, text: &str, shape: Shape) -> Response {
    let body = match shape {
        Shape::Error => json!({ "error_code": error, "error_desc": text }),
        Shape::Result => json!({ "resultcode": error, "resultmsg": text }),
    };
    Response::json(status(code), &body)
}
