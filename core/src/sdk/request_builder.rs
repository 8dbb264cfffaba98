//! Builds the request of an operation from its arguments.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use form_urlencoded::byte_serialize;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::argument_value::ArgumentValue;
use super::request::{Body, Request, no_token};
use super::token::Token;
use super::{Credentials, Docs, Dto, Operation, Param, Place, Shape, Verb};
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Characters to percent-encode in a path segment: all but the unreserved ones of RFC 3986,
/// so that no character of a value ends the segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Operations for paths that are not in the table, one for each verb.
static RAW: [Operation; 4] = [
    raw(Verb::Get),
    raw(Verb::Post),
    raw(Verb::Put),
    raw(Verb::Delete),
];

/// Finds the placeholder of a parameter in a path.
fn placeholder(path: &str, param: &str) -> Option<Range<usize>> {
    path.match_indices('{').find_map(|(at, _)| {
        let rest = path.get(at + 1..)?.strip_prefix(param)?;
        rest.starts_with('}').then_some(at..at + param.len() + 2)
    })
}

const fn raw(verb: Verb) -> Operation {
    Operation {
        method: "invokeAPI",
        docs: Docs::new(&[]),
        params: &[],
        verb,
        path: "",
        credentials: Credentials::Body,
        returns: Some(Shape::Json),
        paging: None,
        many: None,
    }
}

/// Builds the [`Request`] for a path that no function of this crate calls.
///
/// ```
/// use northbound::sdk::{Request, RequestBuilder, Token, Verb};
///
/// let mut request = RequestBuilder::raw(Verb::Get, "/iocm/app/dm/v1.4.0/devices?pageNo=0")?;
/// request.token(&Token::Managed)?;
/// request.query("status", b"ONLINE");
/// let request: Request<serde_json::Value> = request.build()?;
/// assert_eq!(request.target(), "/iocm/app/dm/v1.4.0/devices?pageNo=0&status=ONLINE");
/// # Ok::<(), northbound::NorthApiError>(())
/// ```
#[must_use = "a builder does nothing until its request is built and sent"]
pub struct RequestBuilder {
    operation: &'static Operation,
    path: String,
    query: String,
    body: Option<Body>,
    token: Option<SecretString>,
    is_managed: bool,
    headers: Vec<(String, SecretString)>,
    secrets: Vec<SecretString>,
}

/// Omits the body, which may contain secrets.
impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("operation", &self.operation.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .finish_non_exhaustive()
    }
}

impl RequestBuilder {
    /// Starts a call of a path that is not in the table. The path may contain a
    /// query. It is sent unchanged, except that characters that no URL can
    /// contain, such as `"`, are percent-encoded.
    ///
    /// # Errors
    ///
    /// 1007 if the path does not begin with `/`, contains `.` or `..` as a
    /// segment, or contains characters that must be percent-encoded in any URL.
    pub fn raw(verb: Verb, target: &str) -> Result<Self, NorthApiError> {
        let [get, post, put, delete] = &RAW;
        let mut request = Self::new(match verb {
            Verb::Get => get,
            Verb::Post => post,
            Verb::Put => put,
            Verb::Delete => delete,
        });
        let is_sendable = target
            .bytes()
            // Many URL parsers take a backslash for a slash, so it could hide a "..".
            .all(|byte| byte.is_ascii_graphic() && !b"#\\".contains(&byte));
        if !target.starts_with('/') || !is_sendable {
            return Err(request.invalid(
                "the path must begin with / and be percent-encoded where it is not plain ASCII",
            ));
        }
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let is_dot_segment = |segment: &str| {
            let plain = segment.to_ascii_lowercase().replace("%2e", ".");
            plain == "." || plain == ".."
        };
        if path.split('/').any(is_dot_segment) {
            return Err(request.invalid("the path must not contain . or .. as a segment"));
        }
        match target.split_once('?') {
            Some((path, query)) => {
                request.path = path.to_owned();
                request.query = query.to_owned();
            }
            None => request.path = target.to_owned(),
        }
        Ok(request)
    }

    /// Starts a call of an operation.
    #[doc(hidden)]
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: operation.path.to_owned(),
            query: String::new(),
            body: None,
            token: None,
            is_managed: false,
            headers: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// Puts an argument into the place of its parameter: path, query, body or
    /// header.
    ///
    /// # Errors
    ///
    /// 1007 if the value cannot be sent in that place, 1009 if the token is
    /// empty.
    #[doc(hidden)]
    pub fn place(&mut self, param: &Param, value: ArgumentValue) -> Result<(), NorthApiError> {
        match (param.place, value) {
            (Place::Query, ArgumentValue::Null) => {}
            (Place::Query, ArgumentValue::Bool(flag)) => {
                // The REST documents call these Boolean.
                self.query(param.name, flag.to_string().as_bytes());
            }
            (Place::Fields(dto), ArgumentValue::Json(json)) => self.fields(dto, json),
            (Place::Fields(_), ArgumentValue::Fields(fields)) => {
                for (name, value) in fields {
                    self.query(&name, &value.into_text());
                }
            }
            (Place::PathFields(_), ArgumentValue::Fields(fields)) => {
                for (name, value) in fields {
                    self.path(&name, &value.into_text())?;
                }
                self.body(b"{}".to_vec());
            }
            (Place::Path, value) => self.path(param.name, &value.into_text())?,
            (Place::Token, value) => self.place_token(value)?,
            (Place::Query, value) => self.query(param.name, &value.into_text()),
            (Place::Fields(dto) | Place::PathFields(dto), _) => {
                return Err(self.invalid(format!("{} must be a {}", param.name, dto.name)));
            }
        }
        Ok(())
    }

    /// Replaces the placeholder of `param` in the path by a value.
    ///
    /// # Errors
    ///
    /// 1007 if the value is empty, `.` or `..`: URL libraries, proxies and
    /// servers remove such segments, even if they are percent-encoded.
    #[doc(hidden)]
    pub fn path(&mut self, param: &str, value: &[u8]) -> Result<(), NorthApiError> {
        if matches!(value, b"" | b"." | b"..") {
            return Err(self.invalid(format!(
                "{param} must not be {}: it is one segment of the path",
                if value.is_empty() {
                    "empty"
                } else {
                    "\".\" or \"..\""
                }
            )));
        }
        if let Some(placeholder) = placeholder(&self.path, param) {
            let segment = Cow::from(percent_encode(value, SEGMENT));
            self.path.replace_range(placeholder, &segment);
        }
        Ok(())
    }

    /// Appends a query parameter.
    pub fn query(&mut self, name: &str, value: &[u8]) {
        match self.query.is_empty() {
            // Enough for most queries, so that it does not grow several times.
            true => self.query.reserve(64),
            false => self.query.push('&'),
        }
        self.query.extend(byte_serialize(name.as_bytes()));
        self.query.push('=');
        self.query.extend(byte_serialize(value));
    }

    /// Appends a query that is already percent-encoded.
    pub fn append_query(&mut self, query: &str) {
        if !self.query.is_empty() && !query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(query);
    }

    /// Sets the JSON body.
    pub fn body(&mut self, json: Vec<u8>) {
        self.body = Some(Body::json(json));
    }

    /// Sets the JSON body that contains the fields of a DTO.
    fn fields(&mut self, dto: &Dto, json: Vec<u8>) {
        if dto.has_secrets()
            && let Ok(Value::Object(values)) = serde_json::from_slice(&json)
        {
            let secrets = dto.fields.iter().filter(|field| field.is_secret());
            let secrets = secrets.filter_map(|field| values.get(field.name)?.as_str());
            self.secrets.extend(secrets.map(SecretString::from));
        }
        self.body(json);
    }

    /// Sets the body to a form that is already encoded.
    pub fn form(&mut self, form: &str) {
        self.body = Some(Body::form(form.to_owned()));
    }

    /// Adds a header. Its value is masked wherever the request is printed.
    ///
    /// # Errors
    ///
    /// 1007 if the name or the value contains characters that HTTP does not
    /// allow in a header.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), NorthApiError> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let is_value = |byte: u8| byte == b'\t' || (byte >= b' ' && byte != 0x7f);
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(self.invalid(format!(
                "\"{}\" is not a valid header name",
                name.escape_debug()
            )));
        }
        if !value.bytes().all(is_value) {
            return Err(self.invalid(format!(
                "the value of the header {name} contains control characters; remove them"
            )));
        }
        let value = SecretString::from(value);
        self.headers.push((name.to_owned(), value));
        Ok(())
    }

    /// Returns true if the access token has been set.
    #[doc(hidden)]
    pub fn has_token(&self) -> bool {
        self.token.is_some() || self.is_managed
    }

    /// Sets the access token.
    ///
    /// # Errors
    ///
    /// 1009 if the token is empty, 1007 if it contains characters that no HTTP
    /// header can carry.
    pub fn token(&mut self, token: &Token) -> Result<(), NorthApiError> {
        match token {
            Token::Managed => {
                self.is_managed = true;
                Ok(())
            }
            Token::Access(token) => self.access_token(token.expose_secret().as_bytes()),
        }
    }

    /// Sets the access token that an argument contains.
    ///
    /// # Errors
    ///
    /// Those of [`token`](Self::token).
    #[doc(hidden)]
    pub fn place_token(&mut self, token: ArgumentValue) -> Result<(), NorthApiError> {
        match token {
            ArgumentValue::ManagedToken => self.token(&Token::Managed),
            other => self.access_token(&other.into_text()),
        }
    }

    fn access_token(&mut self, token: &[u8]) -> Result<(), NorthApiError> {
        if token.is_empty() {
            return Err(no_token().in_operation(self.operation.method));
        }
        match std::str::from_utf8(token) {
            Ok(token) if token.bytes().all(|byte| (0x21..0x7f).contains(&byte)) => {
                self.token = Some(SecretString::from(token));
                Ok(())
            }
            _ => Err(self.invalid(
                "accessToken has characters that no HTTP header can carry; \
                 pass the accessToken of the login response unchanged",
            )),
        }
    }

    /// Returns the token, and true if the client provides it.
    pub(super) fn into_token(self) -> (Option<SecretString>, bool) {
        (self.token, self.is_managed)
    }

    /// Builds the request.
    ///
    /// # Errors
    ///
    /// 1007 if a parameter of the path is missing, 1009 if the token is missing.
    pub fn build<T>(mut self) -> Result<Request<T>, NorthApiError> {
        if !self.operation.path.is_empty()
            && let Some((_, rest)) = self.path.split_once('{')
            && let Some((param, _)) = rest.split_once('}')
        {
            let param = param.to_owned();
            self.path(&param, b"")?;
        }
        if self.operation.credentials == Credentials::Token && !self.has_token() {
            self.access_token(b"")?;
        }
        let mut target = self.path;
        if !self.query.is_empty() {
            target.push('?');
            target.push_str(&self.query);
        }
        Ok(Request {
            operation: self.operation,
            target,
            body: self.body,
            token: self.token,
            is_managed: self.is_managed,
            headers: self.headers,
            secrets: self.secrets,
            response: PhantomData,
        })
    }

    /// Returns the row of the operation that the request calls.
    #[doc(hidden)]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Creates the error for a list or an object in the URL, where only scalars
    /// can be sent.
    #[doc(hidden)]
    pub fn not_a_scalar(&self, field: impl fmt::Display) -> NorthApiError {
        self.invalid(format!(
            "{field} must be a scalar or null: it is sent in the URL"
        ))
    }

    /// Creates the error for an argument that cannot be encoded as JSON.
    pub(crate) fn not_encodable(&self, param: &str, error: &serde_json::Error) -> NorthApiError {
        self.invalid(format!("{param} cannot be written as JSON: {error}"))
    }

    /// Creates the error for an argument that cannot be sent (1007).
    #[doc(hidden)]
    pub fn invalid(&self, desc: impl Into<Cow<'static, str>>) -> NorthApiError {
        NorthApiError::client(ClientCode::InvalidInput, desc).in_operation(self.operation.method)
    }
}
