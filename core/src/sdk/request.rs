//! The HTTP request of an operation, without any I/O.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use form_urlencoded::Serializer;
use secrecy::SecretString;

use super::Operation;
use crate::NorthApiError;
use crate::error::code::ClientCode;
use crate::error::secrets::Secrets;

/// In the place of an access token: the one that the client manages. No token
/// can look like this.
pub const MANAGED_TOKEN: &str = "\0managed";

/// The answer to a call without a token.
pub(crate) fn no_token() -> NorthApiError {
    NorthApiError::client(
        ClientCode::AccessToken,
        "accessToken is null or empty; log in first (Authentication::getAuthToken), or let the \
         client do it (northbound.managed_token)",
    )
}

/// A call that is ready to be sent, and the type of its answer.
#[derive(Clone)]
pub struct Request<T> {
    pub(crate) operation: &'static Operation,
    /// Path and query, percent-encoded.
    pub(crate) target: String,
    pub(crate) body: Option<Body>,
    pub(crate) token: Option<SecretString>,
    /// Whether the client finds the token by itself.
    pub(crate) is_managed: bool,
    pub(crate) headers: Vec<(String, SecretString)>,
    /// Secret members of the body.
    pub(super) secrets: Vec<SecretString>,
    pub(super) response: PhantomData<fn() -> T>,
}

/// The body may hold secrets.
impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.method)
            .field("verb", &self.operation.verb)
            .field("target", &self.target)
            .field("body_bytes", &self.body().map(<[u8]>::len))
            .finish()
    }
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

    /// The body, if there is one.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_ref().map(|body| &body.bytes[..])
    }

    /// The same call, for those who take the answer as it is.
    pub(crate) fn untyped(self) -> Request<()> {
        Request {
            operation: self.operation,
            target: self.target,
            body: self.body,
            token: self.token,
            is_managed: self.is_managed,
            headers: self.headers,
            secrets: self.secrets,
            response: PhantomData,
        }
    }

    /// Everything about the call that no error may show.
    pub(crate) fn secrets(
        &self,
        application: &SecretString,
        managed: Option<&SecretString>,
    ) -> Secrets {
        let headers = self.headers.iter().map(|(_, value)| value);
        let tokens = self.token.iter().chain(managed);
        let own = tokens.chain(&self.secrets).chain(headers);
        Secrets::new([application].into_iter().chain(own))
    }
}

/// The body of a request.
#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Bytes,
}

impl Body {
    pub(crate) fn json(bytes: Vec<u8>) -> Self {
        Self {
            content_type: "application/json",
            bytes: Bytes::from(bytes),
        }
    }

    pub(crate) fn form(text: String) -> Self {
        Self {
            content_type: "application/x-www-form-urlencoded",
            bytes: Bytes::from(text),
        }
    }
}

/// Fields as `application/x-www-form-urlencoded`.
pub(crate) fn form<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    Serializer::new(String::new())
        .extend_pairs(members)
        .finish()
}
