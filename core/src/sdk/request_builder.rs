//! From the arguments of an operation to its request.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use form_urlencoded::byte_serialize;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use secrecy::SecretString;
use serde_json::Value;

use super::request::{Body, MANAGED_TOKEN, Request, no_token};
use super::{Credentials, Docs, Dto, Operation, Param, Place, Shape, Verb};
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// All but RFC 3986's unreserved characters: what is left cannot end a path
/// segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Calls of paths that the table does not have, by verb.
static RAW: [Operation; 4] = [
    raw(Verb::Get),
    raw(Verb::Post),
    raw(Verb::Put),
    raw(Verb::Delete),
];

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

/// The value of an argument, ready to be placed in a request.
#[derive(Debug)]
pub enum ArgumentValue {
    /// Nothing: a query parameter is left out, other places refuse it.
    Null,
    /// Text or a number, as it is sent.
    Text(Vec<u8>),
    /// A boolean: `true` or `false` as a query parameter, `1` or `0` as the field
    /// of a DTO, as the original sends them.
    Bool(bool),
    /// The fields of a DTO as a JSON object, for the body.
    Json(Vec<u8>),
    /// The fields of a DTO by name, for the URL.
    Fields(Vec<(String, ArgumentValue)>),
}

impl ArgumentValue {
    fn into_text(self) -> Vec<u8> {
        match self {
            ArgumentValue::Text(text) => text,
            ArgumentValue::Bool(flag) => if flag { b"1" } else { b"0" }.to_vec(),
            ArgumentValue::Null | ArgumentValue::Json(_) | ArgumentValue::Fields(_) => Vec::new(),
        }
    }
}

/// Collects the parameters of an operation.
///
/// The functions of the service modules use it; it is public for callers that
/// only know the operation's row, as the PHP side does.
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

/// The body may hold secrets.
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
    /// Starts a call of a path that the table does not have. The path may
    /// bring a query, and is sent as it is, but that what no URL can hold, such
    /// as `"`, is percent-encoded.
    ///
    /// # Errors
    ///
    /// 1007 when the path does not begin with `/`, or has characters that must
    /// be percent-encoded in any URL.
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
            // A backslash counts as a slash for many, and may so hide a "..".
            .all(|byte| byte.is_ascii_graphic() && !b"#\\".contains(&byte));
        if !target.starts_with('/') || !is_sendable {
            return Err(request.invalid(
                "the path must begin with / and be percent-encoded where it is not plain ASCII",
            ));
        }
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let folds = |segment: &str| {
            let plain = segment.to_ascii_lowercase().replace("%2e", ".");
            plain == "." || plain == ".."
        };
        if path.split('/').any(folds) {
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

    /// Starts a call of `operation`.
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

    /// Puts an argument where its parameter travels.
    ///
    /// # Errors
    ///
    /// 1007 for a value that cannot travel there, 1009 for an empty token.
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
            (Place::Token, value) => self.token(&value.into_text())?,
            (Place::Query, value) => self.query(param.name, &value.into_text()),
            (Place::Fields(dto) | Place::PathFields(dto), _) => {
                return Err(self.invalid(format!("{} must be a {}", param.name, dto.name)));
            }
        }
        Ok(())
    }

    /// Fills in the path segment that stands for `param`.
    ///
    /// # Errors
    ///
    /// 1007 for an empty value, and for `.` and `..`: URL libraries, proxies
    /// and servers fold these away even when they are percent-encoded.
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
        let segment = Cow::from(percent_encode(value, SEGMENT));
        self.path = self.path.replace(&format!("{{{param}}}"), &segment);
        Ok(())
    }

    /// Appends a query parameter.
    pub fn query(&mut self, name: &str, value: &[u8]) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(byte_serialize(name.as_bytes()));
        self.query.push('=');
        self.query.extend(byte_serialize(value));
    }

    /// Appends a query that is percent-encoded already.
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

    /// Sets the JSON body that holds the members of a DTO.
    fn fields(&mut self, dto: &Dto, json: Vec<u8>) {
        if dto.has_secrets()
            && let Ok(Value::Object(members)) = serde_json::from_slice(&json)
        {
            let secrets = dto.fields.iter().filter(|field| field.is_secret());
            let values = secrets.filter_map(|field| members.get(field.name)?.as_str());
            self.secrets.extend(values.map(SecretString::from));
        }
        self.body(json);
    }

    /// Sets a form as the body, as it is.
    pub fn form(&mut self, form: &str) {
        self.body = Some(Body::form(form.to_owned()));
    }

    /// Adds a header. Its value is masked wherever the request is printed.
    ///
    /// # Errors
    ///
    /// 1007 for what HTTP does not allow in a header.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), NorthApiError> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let is_value = |byte: u8| byte == b'\t' || (byte >= b' ' && byte != 0x7f);
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(self.invalid(format!(
                "\"{}\" is no name of a header",
                name.escape_debug()
            )));
        }
        if !value.bytes().all(is_value) {
            return Err(self.invalid(format!("the header {name} has control characters")));
        }
        let value = SecretString::from(value);
        self.headers.push((name.to_owned(), value));
        Ok(())
    }

    /// Whether the access token has been set.
    pub fn has_token(&self) -> bool {
        self.token.is_some() || self.is_managed
    }

    /// Sets the access token; with [`MANAGED_TOKEN`], it is the client's.
    ///
    /// # Errors
    ///
    /// 1009 for an empty token, 1007 for one that no HTTP header can carry.
    pub fn token(&mut self, token: &[u8]) -> Result<(), NorthApiError> {
        if token.is_empty() {
            return Err(no_token().in_operation(self.operation.method));
        }
        if token == MANAGED_TOKEN.as_bytes() {
            self.is_managed = true;
            return Ok(());
        }
        match std::str::from_utf8(token) {
            Ok(token) if token.bytes().all(|byte| (0x21..0x7f).contains(&byte)) => {
                self.token = Some(SecretString::from(token));
                Ok(())
            }
            _ => Err(self.invalid(
                "accessToken has characters that no HTTP header can carry; \
                 pass the accessToken member of the login's answer as it is",
            )),
        }
    }

    /// Ends the building.
    ///
    /// # Errors
    ///
    /// 1007 when a parameter was left out, 1009 when it was the token.
    pub fn build<T>(mut self) -> Result<Request<T>, NorthApiError> {
        if !self.operation.path.is_empty()
            && let Some((_, rest)) = self.path.split_once('{')
            && let Some((param, _)) = rest.split_once('}')
        {
            let param = param.to_owned();
            self.path(&param, b"")?;
        }
        if self.operation.credentials == Credentials::Token && !self.has_token() {
            self.token(b"")?;
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

    /// The operation that is being called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The refusal of a list or an object where only text can travel.
    pub fn not_a_scalar(&self, dto: &Dto, member: &str) -> NorthApiError {
        self.invalid(format!(
            "{}::${member} must be a scalar or null: it is sent in the URL",
            dto.name
        ))
    }

    pub(crate) fn unusable(&self, param: &str, error: &serde_json::Error) -> NorthApiError {
        self.invalid(format!("{param} cannot be written as JSON: {error}"))
    }

    /// An argument that cannot be sent.
    pub fn invalid(&self, what: impl Into<Cow<'static, str>>) -> NorthApiError {
        NorthApiError::client(ClientCode::InvalidInput, what).in_operation(self.operation.method)
    }
}
