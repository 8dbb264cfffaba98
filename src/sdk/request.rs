//! Building the HTTP request of an operation, without any I/O.

use std::borrow::Cow;
use std::marker::PhantomData;

use form_urlencoded::byte_serialize;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;

use super::{ClientCode, Credentials, Described, Dto, Operation, Place, Verb};
use crate::NorthApiError;

/// All but RFC 3986's unreserved characters: what is left cannot end a path
/// segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A call that is ready to be sent, and the type of its answer.
#[derive(Debug, Clone)]
pub struct Request<T> {
    pub(crate) operation: &'static Operation,
    /// Path and query, percent-encoded.
    pub(crate) target: String,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) token: Option<SecretString>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    /// The operation that this is a call of.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The request target: the path, and the query if there is one.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The JSON body, if there is one.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }
}

/// Collects the parameters of an operation.
///
/// The functions of the service modules use it; it is public for callers that
/// only know the operation's row, as the PHP side does.
#[derive(Debug)]
pub struct RequestBuilder {
    operation: &'static Operation,
    path: String,
    query: String,
    body: Option<Vec<u8>>,
    token: Option<SecretString>,
}

impl RequestBuilder {
    /// Starts a call of `operation`.
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: operation.path.to_owned(),
            query: String::new(),
            body: None,
            token: None,
        }
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

    /// Sets the JSON body.
    pub fn body(&mut self, json: Vec<u8>) {
        self.body = Some(json);
    }

    /// Sets the access token.
    ///
    /// # Errors
    ///
    /// 1009 for an empty token, 1007 for one that no HTTP header can carry.
    pub fn token(&mut self, token: &[u8]) -> Result<(), NorthApiError> {
        if token.is_empty() {
            return Err(NorthApiError::client(
                ClientCode::AccessToken,
                "accessToken is null or empty; log in first (Authentication::getAuthToken)",
            )
            .in_operation(self.operation.method));
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
        for param in self.operation.params {
            if matches!(param.place, Place::Path)
                && self.path.contains(&format!("{{{}}}", param.name))
            {
                self.path(param.name, b"")?;
            }
        }
        if self.operation.credentials == Credentials::Token && self.token.is_none() {
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
            answer: PhantomData,
        })
    }

    /// The operation that is being called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// An argument that cannot be sent.
    pub fn invalid(&self, what: impl Into<Cow<'static, str>>) -> NorthApiError {
        NorthApiError::client(ClientCode::InvalidInput, what).in_operation(self.operation.method)
    }
}

/// Where a parameter of a typed operation travels, and the Rust type that it
/// is passed as.
pub trait Location {
    /// The type of the argument.
    type Arg<'a>;
    /// The place in the operation's row.
    const PLACE: Place;
    /// Puts the argument into the request.
    ///
    /// # Errors
    ///
    /// 1007 or 1009, when it cannot be sent.
    fn place(
        arg: Self::Arg<'_>,
        param: &str,
        request: &mut RequestBuilder,
    ) -> Result<(), NorthApiError>;
}

/// A segment of the path.
#[derive(Debug)]
pub struct Path;

impl Location for Path {
    type Arg<'a> = &'a str;
    const PLACE: Place = Place::Path;

    fn place(arg: &str, param: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        request.path(param, arg.as_bytes())
    }
}

/// The access token.
#[derive(Debug)]
pub struct Token;

impl Location for Token {
    type Arg<'a> = &'a str;
    const PLACE: Place = Place::Token;

    fn place(arg: &str, _: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        request.token(arg.as_bytes())
    }
}

/// The members of a DTO: the query of a GET, else the body.
#[derive(Debug)]
pub struct Members<T>(PhantomData<T>);

impl<T: Described + Serialize + 'static> Location for Members<T> {
    type Arg<'a> = &'a T;
    const PLACE: Place = Place::Members(T::DTO);

    fn place(arg: &T, param: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        let unusable = |error| request.invalid(format!("{param} cannot be sent: {error}"));
        if request.operation.verb != Verb::Get {
            let json = serde_json::to_vec(arg).map_err(unusable)?;
            request.body(json);
            return Ok(());
        }
        let Value::Object(members) = serde_json::to_value(arg).map_err(unusable)? else {
            return Err(request.invalid(format!("{param} cannot be sent: it has no members")));
        };
        for (name, value) in members {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Bool(flag) => flag.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(request.not_a_query_value(T::DTO, &name));
                }
            };
            request.query(&name, text.as_bytes());
        }
        Ok(())
    }
}

impl RequestBuilder {
    /// The refusal of a list or an object where a query parameter belongs.
    pub fn not_a_query_value(&self, dto: &Dto, member: &str) -> NorthApiError {
        self.invalid(format!(
            "{}::${member} must be a scalar or null: it is sent as a query parameter",
            dto.name
        ))
    }
}
