//! What an answer of the platform means.

use std::borrow::Cow;

use bytes::Bytes;
use memchr::memmem;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::connection::Incoming;
use crate::NorthApiError;
use crate::error::Http;
use crate::sdk::{ClientCode, Operation};

/// A successful answer with a body.
#[derive(Debug, Clone)]
pub struct Answer {
    operation: &'static Operation,
    http: Http,
}

impl Answer {
    /// The body: most likely a JSON object, but nobody has looked yet.
    pub fn body(&self) -> &Bytes {
        &self.http.body
    }

    /// The error for a body that turned out not to be the JSON object that
    /// the operation answers with.
    pub fn not_as_documented(&self, cause: &serde_json::Error) -> NorthApiError {
        let error = if cause.is_data() {
            NorthApiError::platform(
                ClientCode::NoErrorCode.code(),
                format!("the platform's answer is not what this call answers with: {cause}"),
                self.http.clone(),
            )
        } else {
            no_json(&self.http, None, Some(cause))
        };
        error.in_operation(self.operation.method)
    }
}

/// Sorts an answer: the body of a success, `None` where there is none, or an
/// error.
///
/// An error code in the body decides over the HTTP status: the platform is
/// known to answer errors with 200.
pub(super) fn judge(
    operation: &'static Operation,
    incoming: Incoming,
) -> Result<Option<Answer>, NorthApiError> {
    let Incoming { content_type, http } = incoming;
    if http.status == 204 {
        return Ok(None);
    }
    let is_success = (200..300).contains(&http.status);
    let is_empty = http.body.trim_ascii().is_empty();
    if is_success && is_empty {
        return Ok(None);
    }
    if let Some((code, desc)) = error_members(&http.body) {
        return Err(NorthApiError::platform(code, desc, http));
    }
    if is_success {
        if operation.returns.is_some() {
            return Ok(Some(Answer { operation, http }));
        }
        // Nothing is documented to be in this body, but an HTML page would
        // mean that something else than the platform has answered.
        return match serde_json::from_slice::<IgnoredAny>(&http.body) {
            Ok(_) => Ok(None),
            Err(cause) => Err(no_json(&http, content_type.as_deref(), Some(&cause))),
        };
    }
    let announces_json = content_type
        .as_deref()
        .is_some_and(|kind| kind.contains("json"));
    let is_json = serde_json::from_slice::<IgnoredAny>(&http.body).is_ok();
    if is_json || (announces_json && is_empty) {
        let desc = "the platform gave no error code; its answer is in httpMessage";
        return Err(NorthApiError::platform(
            ClientCode::NoErrorCode.code(),
            desc,
            http,
        ));
    }
    Err(no_json(&http, content_type.as_deref(), None))
}

fn no_json(
    http: &Http,
    content_type: Option<&str>,
    cause: Option<&serde_json::Error>,
) -> NorthApiError {
    let what: Cow<'_, str> = match (content_type, cause) {
        (_, Some(cause)) => format!("the answer is not JSON ({cause})").into(),
        (Some(kind), None) => format!("the answer is {kind}, not JSON").into(),
        (None, None) => "the answer is not JSON".into(),
    };
    let desc = format!(
        "{what}; is platformPort the northbound API's, and nothing but the platform behind it?"
    );
    NorthApiError::platform(ClientCode::Port.code(), desc, http.clone())
}

/// Both shapes of an error on the wire. Gateways answer with the second.
#[derive(Deserialize)]
struct ErrorMembers<'a> {
    #[serde(borrow, default)]
    error_code: Option<Code<'a>>,
    #[serde(borrow, default)]
    error_desc: Option<Text<'a>>,
    #[serde(borrow, default)]
    resultcode: Option<Code<'a>>,
    #[serde(borrow, default)]
    resultmsg: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Code<'a> {
    Number(i64),
    Text(#[serde(borrow)] Cow<'a, str>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Other(IgnoredAny),
}

/// The error code and text of the body, if it has a code.
fn error_members(body: &[u8]) -> Option<(String, String)> {
    // Most answers are successes, and long: these need no second parser. A
    // name may be spelt with escapes, which all begin alike for ASCII.
    let may_have_one = [&b"error_code"[..], b"resultcode", b"\\u00"]
        .iter()
        .any(|needle| memmem::find(body, needle).is_some());
    if !may_have_one {
        return None;
    }
    let members: ErrorMembers<'_> = serde_json::from_slice(body).ok()?;
    let (code, desc) = match (members.error_code, members.resultcode) {
        (Some(code), _) => (code, members.error_desc),
        (None, Some(code)) => (code, members.resultmsg),
        (None, None) => return None,
    };
    let code = match code {
        Code::Number(number) => number.to_string(),
        Code::Text(text) => text.into_owned(),
    };
    // A result code of zero is no error.
    if code.is_empty() || code == "0" {
        return None;
    }
    let desc = match desc {
        Some(Text::Text(text)) => text.into_owned(),
        Some(Text::Other(_)) | None => String::new(),
    };
    Some((code, desc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdk;

    fn judge_body(status: u16, kind: Option<&str>, body: &str) -> Result<bool, NorthApiError> {
        let operation = sdk::operation("DeviceUpgrade", "queryUpgradeSubTask");
        judge(
            operation.unwrap_or_else(|| unreachable!()),
            Incoming {
                content_type: kind.map(str::to_owned),
                http: Http {
                    status,
                    reason: String::new(),
                    body: Bytes::copy_from_slice(body.as_bytes()),
                },
            },
        )
        .map(|answer| answer.is_some())
    }

    fn code(status: u16, kind: Option<&str>, body: &str) -> String {
        match judge_body(status, kind, body) {
            Ok(some) => format!("ok {some}"),
            Err(error) => error.code().to_owned(),
        }
    }

    const JSON: Option<&str> = Some("application/json;charset=utf-8");
    const HTML: Option<&str> = Some("text/html");

    #[test]
    fn successes() {
        assert_eq!(code(200, JSON, "{}"), "ok true");
        assert_eq!(code(201, None, "{\"data\":[]}"), "ok true");
        assert_eq!(code(204, JSON, "ignored"), "ok false");
        assert_eq!(code(200, JSON, ""), "ok false");
        assert_eq!(code(200, HTML, " \r\n"), "ok false");
    }

    #[test]
    fn error_codes_at_any_status() {
        for status in [200, 201, 400, 403, 404, 500, 503] {
            let error = r#"{"error_code":"123009","error_desc":"no task"}"#;
            assert_eq!(code(status, JSON, error), "123009");
            let gateway = r#"{"resultcode":"1010005","resultmsg":"bad"}"#;
            assert_eq!(code(status, HTML, gateway), "1010005");
        }
        assert_eq!(code(200, JSON, r#"{"error_code":120015}"#), "120015");
        assert_eq!(code(200, JSON, r#"{"error\u005fcode":"7"}"#), "7");
        assert_eq!(
            code(400, JSON, r#"{"error_code":"7","error_desc":[1]}"#),
            "7"
        );
    }

    #[test]
    fn what_is_no_error_code() {
        assert_eq!(code(200, JSON, r#"{"resultcode":"0"}"#), "ok true");
        assert_eq!(code(200, JSON, r#"{"error_code":null}"#), "ok true");
        assert_eq!(
            code(200, JSON, r#"{"data":[{"error_code":"1"}]}"#),
            "ok true"
        );
        assert_eq!(code(200, JSON, r#"{"text":"error_code"}"#), "ok true");
    }

    #[test]
    fn errors_without_a_code() {
        assert_eq!(code(400, JSON, r#"{"message":"no"}"#), "1005");
        assert_eq!(code(500, HTML, r#"{"message":"no"}"#), "1005");
        assert_eq!(code(500, JSON, ""), "1005");
        assert_eq!(code(500, None, ""), "1011");
        assert_eq!(code(502, HTML, "<html>Bad Gateway</html>"), "1011");
        assert_eq!(code(302, None, "moved"), "1011");
        assert_eq!(code(400, JSON, "{\"a\":"), "1011");
    }
}
