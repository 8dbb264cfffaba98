//! Answers, and the two shapes in which the platform refuses.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::ext::ReasonPhrase;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::json;

use crate::faults::Shape;

/// An answer before it is put on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) reason: Option<ReasonPhrase>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
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

/// A status from outside; what HTTP cannot express becomes 500.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code)
        .ok()
        .filter(|status| !status.is_informational())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Why the platform does not do what was asked.
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

    #[cfg(test)]
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        error(refusal.status, refusal.code, refusal.text, refusal.shape)
    }
}

/// An error answer in one of the two shapes.
pub(crate) fn error(code: u16, error: &str, text: &str, shape: Shape) -> Answer {
    let body = match shape {
        Shape::Error => json!({ "error_code": error, "error_desc": text }),
        Shape::Result => json!({ "resultcode": error, "resultmsg": text }),
    };
    Answer::json(status(code), &body)
}

/// Every refusal of the interface, under the name of its reason.
pub(crate) mod refusals {
    use super::Refusal;

    pub(crate) const BAD_TOKEN: Refusal =
        Refusal::gateway(403, "1010005", "Invalid access token or appId.");
    pub(crate) const THROTTLED: Refusal = Refusal::gateway(403, "1010009", "app throttle exceed");

    pub(crate) const BAD_CREDENTIALS: Refusal =
        Refusal::service(401, "100208", "AppId or secret is not right.");
    pub(crate) const MISSING_PARAMETER: Refusal =
        Refusal::service(400, "102202", "Required parameter is null or empty.");
    pub(crate) const INVALID_INPUT: Refusal =
        Refusal::service(400, "50400", "The input is invalid.");
    pub(crate) const INTERNAL: Refusal = Refusal::service(500, "50252", "Internal server error.");
    pub(crate) const NO_RESOURCE: Refusal =
        Refusal::service(404, "200001", "The resource is not found.");

    pub(crate) const BAD_REQUEST: Refusal = Refusal::service(400, "120015", "Bad request.");
    pub(crate) const PAGE_LIMIT: Refusal =
        Refusal::service(400, "123029", "pageNo or pageSize beyond the limit.");
    pub(crate) const NO_PACKAGE: Refusal =
        Refusal::service(404, "123002", "Device or package file not found.");
    pub(crate) const NO_OPERATION: Refusal =
        Refusal::service(404, "123009", "The operation is not found.");

    pub(crate) const MISMATCH: Refusal = Refusal::service(
        400,
        "123016",
        "The target version does not match the device.",
    );
    pub(crate) const NO_MANUFACTURER: Refusal =
        Refusal::service(400, "123019", "The manufacturerName is empty.");
    pub(crate) const NO_DEVICE_TYPE: Refusal =
        Refusal::service(400, "123020", "The deviceType is empty.");
    pub(crate) const NO_MODEL: Refusal = Refusal::service(400, "123021", "The model is empty.");
    pub(crate) const NO_TARGETS: Refusal = Refusal::service(
        400,
        "123022",
        "The deviceGroups and devices are both empty.",
    );
    pub(crate) const TWO_TARGETS: Refusal = Refusal::service(
        400,
        "123023",
        "The deviceGroups and devices cannot both be given.",
    );
    pub(crate) const TOO_MANY_TARGETS: Refusal = Refusal::service(
        400,
        "123024",
        "The deviceGroups or devices are more than 256.",
    );
    pub(crate) const BAD_EXECUTE_TYPE: Refusal =
        Refusal::service(400, "123025", "The executeType is wrong or empty.");
    pub(crate) const BAD_TIMES: Refusal = Refusal::service(
        400,
        "123026",
        "The startTime or endTime is empty or malformed.",
    );
    pub(crate) const NO_GROUP: Refusal =
        Refusal::service(400, "123027", "Some device groups do not exist.");
    pub(crate) const BAD_RETRY_TIMES: Refusal = Refusal::service(
        400,
        "123028",
        "The retryTimes is empty or not between 1 and 5.",
    );
    pub(crate) const TIMES_SWAPPED: Refusal =
        Refusal::service(400, "123032", "The startTime is later than the endTime.");
    pub(crate) const START_PASSED: Refusal = Refusal::service(
        400,
        "123033",
        "The startTime is earlier than the current time.",
    );
}
