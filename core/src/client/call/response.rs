//! Responses of the platform, and the errors that they stand for.

use std::fmt;

use bytes::Bytes;
use memchr::memmem;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use crate::NorthApiError;
use crate::client::transport::http_response::HttpResponse;
use crate::error::Http;
use crate::error::code::ClientCode;
use crate::error::secrets::Secrets;
use crate::error::term::Term;
use crate::json;
use crate::sdk::{Credentials, Dto, Operation};

/// A successful response with a body.
#[derive(Clone)]
pub struct Response {
    operation: &'static Operation,
    http: Http,
    /// The secrets of the call, to mask in an error if the response cannot be used.
    secrets: Secrets,
}

/// Leaves the body out, since it may contain tokens.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation.method)
            .field("status", &self.http.status)
            .field("bytes", &self.http.body.len())
            .finish()
    }
}

impl Response {
    /// Returns the body: most likely a JSON object, but this is not checked.
    pub fn body(&self) -> &[u8] {
        &self.http.body
    }

    /// Adds the secrets of the call.
    pub(crate) fn with_secrets(self, secrets: Secrets) -> Self {
        Self { secrets, ..self }
    }

    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// 1005 or 1011 if the body is not the JSON of such a type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, NorthApiError> {
        json::text(self.body())
            .and_then(serde_json::from_str)
            .map_err(|cause| self.not_as_documented(&cause))
    }

    /// Decodes the outcome of a call. Types that JSON's null stands for need no body.
    pub(crate) fn decode_all<T: DeserializeOwned>(
        response: Option<Self>,
        method: &'static str,
    ) -> Result<T, NorthApiError> {
        match response {
            Some(response) => response.decode(),
            None => serde_json::from_value(Value::Null)
                .map_err(|_| NorthApiError::no_body().in_operation(method)),
        }
    }

    /// Creates the error for a body that is not the JSON that the operation returns.
    #[doc(hidden)]
    pub fn not_as_documented(&self, cause: &serde_json::Error) -> NorthApiError {
        let http = without_secrets(self.operation, self.http.clone());
        // The parser's message quotes the body.
        let detail = if returns_secrets(self.operation) {
            format!("line {}, column {}", cause.line(), cause.column())
        } else {
            cause.to_string()
        };
        let error = if std::str::from_utf8(self.body()).is_err() {
            let reason = "the response is not UTF-8, the encoding of JSON; another server, or a \
                          platform with another charset such as GBK, sent it";
            not_json(http, reason)
        } else if cause.is_data() {
            NorthApiError::platform(
                ClientCode::NoErrorCode.code(),
                format!("the response is not the DTO that this call returns: {detail}"),
                http,
            )
        } else {
            not_json(http, &format!("the response is not JSON ({detail})"))
        };
        error
            .in_operation(self.operation.method)
            .masking(&self.secrets)
    }
}

fn returns_secrets(operation: &Operation) -> bool {
    let dto = operation.returns.and_then(|shape| shape.dto());
    dto.is_some_and(Dto::has_secrets)
}

/// Removes the parts of an unusable response that an error must not repeat. Secrets
/// cannot be masked in a body that cannot be parsed. So if the operation returns
/// tokens, the whole body is removed.
fn without_secrets(operation: &Operation, mut http: Http) -> Http {
    if returns_secrets(operation) {
        http.body = Bytes::new();
    }
    http
}

/// Classifies a response: the body of a success, `None` if it has no body, or an error.
///
/// An error code in the body takes precedence over the HTTP status, since the platform
/// is known to send errors with status 200.
pub(crate) fn classify(
    operation: &'static Operation,
    incoming: HttpResponse,
) -> Result<Option<Response>, NorthApiError> {
    let outcome = success_or_error(operation, incoming);
    match operation.credentials {
        Credentials::Login => outcome.map_err(NorthApiError::of_login),
        _ => outcome,
    }
}

fn success_or_error(
    operation: &'static Operation,
    incoming: HttpResponse,
) -> Result<Option<Response>, NorthApiError> {
    let HttpResponse {
        content_type, http, ..
    } = incoming;
    if http.status == 204 {
        return Ok(None);
    }
    let is_success = (200..300).contains(&http.status);
    let is_empty = http.body.trim_ascii().is_empty();
    if is_success && is_empty {
        return Ok(None);
    }
    if let Some((code, desc)) = error_fields(&http.body) {
        return Err(NorthApiError::platform(code, desc, http));
    }
    if is_success {
        if operation.returns.is_some() {
            return Ok(Some(Response {
                operation,
                http,
                secrets: Secrets::default(),
            }));
        }
        // No body is documented for this operation. But an HTML page means that the
        // response is not from the platform.
        return match serde_json::from_slice::<IgnoredAny>(&http.body) {
            Ok(_) => Ok(None),
            Err(cause) => Err(not_json(
                http,
                &format!("the response is not JSON ({cause})"),
            )),
        };
    }
    let is_json = serde_json::from_slice::<IgnoredAny>(&http.body).is_ok();
    let http = without_secrets(operation, http);
    let content_type = content_type.as_ref();
    let content_type = content_type.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let announces_json = content_type
        .as_deref()
        .is_some_and(|kind| kind.contains("json"));
    if is_json || (announces_json && is_empty) {
        let body = Term::ResponseBody;
        let desc = format!("the platform gave no error code; its response is in {body}");
        return Err(NorthApiError::platform(
            ClientCode::NoErrorCode.code(),
            desc,
            http,
        ));
    }
    let reason = match content_type {
        Some(kind) if !announces_json => format!("the response is {kind}, not JSON"),
        _ => "the response is not JSON".to_owned(),
    };
    Err(not_json(http, &reason))
}

/// Creates the error for a response that is not JSON. In an outage, a gateway sends pages
/// of its own. Any other page means that another server responds.
fn not_json(http: Http, reason: &str) -> NorthApiError {
    let status = http.status;
    if status >= 500 || status == 429 {
        let who = match status {
            429 => "a gateway, or the platform, limits the rate of calls",
            _ => "the platform, or a gateway before it, failed",
        };
        let desc = format!("{who} (HTTP {status}); {reason}");
        return NorthApiError::platform(ClientCode::NoErrorCode.code(), desc, http);
    }
    let desc = format!(
        "{reason}; check that {} is the port of the northbound API, and that the response is not \
         from a proxy or another server",
        Term::PlatformPort
    );
    NorthApiError::platform(ClientCode::Port.code(), desc, http)
}

/// Returns the error code and text of the body, if it has a code, in either format that
/// the platform uses. Gateways send the second.
fn error_fields(body: &[u8]) -> Option<(String, String)> {
    // Most responses are long successes, which are not parsed twice. A name may contain
    // JSON escapes, which all begin with `\u00` for ASCII.
    let may_have_code = memmem::find(body, b"code").is_some()
        || (memchr::memchr(b'\\', body).is_some() && memmem::find(body, b"\\u00").is_some());
    if !may_have_code {
        return None;
    }
    let fields: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let (code, desc) = [("error_code", "error_desc"), ("resultcode", "resultmsg")]
        .into_iter()
        .find_map(|(code, desc)| Some((code_of(fields.get(code)?)?, fields.get(desc))))?;
    let desc = desc.and_then(Value::as_str).unwrap_or_default();
    Some((code, desc.to_owned()))
}

/// Returns the code, unless it means success.
fn code_of(value: &Value) -> Option<String> {
    let code = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!code.is_empty() && code != "0").then_some(code)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;
    use crate::sdk;

    fn classify_body(
        status: u16,
        kind: Option<&'static str>,
        body: &str,
    ) -> Result<bool, NorthApiError> {
        let operation = sdk::operation("DeviceUpgrade", "queryUpgradeSubTask");
        let operation = operation.expect("an operation");
        classify(operation, response(status, kind, body)).map(|response| response.is_some())
    }

    fn response(status: u16, kind: Option<&'static str>, body: &str) -> HttpResponse {
        HttpResponse {
            generation: 0,
            content_type: kind.map(HeaderValue::from_static),
            http: Http {
                status,
                reason: "".into(),
                body: Bytes::copy_from_slice(body.as_bytes()),
                retry_after: None,
            },
        }
    }

    fn code(status: u16, kind: Option<&'static str>, body: &str) -> String {
        match classify_body(status, kind, body) {
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
    fn bodies_without_an_error_code() {
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
        assert_eq!(code(500, None, ""), "1005");
        assert_eq!(code(429, HTML, "<html>Slow down</html>"), "1005");
        assert_eq!(code(502, HTML, "<html>Bad Gateway</html>"), "1005");
        assert_eq!(code(404, HTML, "<html>Not Found</html>"), "1011");
        assert_eq!(code(302, None, "moved"), "1011");
        assert_eq!(code(400, JSON, "{\"a\":"), "1011");
    }

    #[test]
    fn what_came_instead_of_json() {
        for (kind, reason) in [
            (HTML, "the response is text/html, not JSON"),
            (JSON, "the response is not JSON"),
            (None, "the response is not JSON"),
        ] {
            let error = classify_body(404, kind, "{\"a\":").expect_err("no JSON");
            let text = error.to_string();
            assert!(text.contains(&format!("{reason}; check that")), "{text}");
        }
    }

    #[test]
    fn a_response_that_may_contain_tokens_is_not_in_its_error() {
        for (service, method, is_kept) in [
            ("Authentication", "getAuthToken", false),
            ("Authentication", "refreshAuthToken", false),
            ("DeviceUpgrade", "queryUpgradeSubTask", true),
        ] {
            let operation = sdk::operation(service, method).expect("an operation");
            let body = "accessToken=sesame";
            let error = classify(operation, response(404, HTML, body)).expect_err("no JSON");
            let kept = error.http_body() == Some(body.as_bytes());
            assert_eq!(kept, is_kept, "{method}");
        }
    }
}
