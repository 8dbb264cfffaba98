//! The HTTP request of an operation. This module does no I/O.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use form_urlencoded::Serializer;
use secrecy::SecretString;

use super::Operation;
use crate::NorthApiError;
use crate::error::code::ClientCode;
use crate::error::secrets::Secrets;
use crate::error::term::Term;

/// Creates the error for a call without a token.
pub(crate) fn no_token() -> NorthApiError {
    NorthApiError::client(
        ClientCode::AccessToken,
        format!(
            "{}; log in first ({}), or let the client do it ({})",
            Term::MissingToken,
            Term::LogIn,
            Term::ManagedToken
        ),
    )
}

/// A call that is ready to be sent, with the type of its response.
///
/// The functions of the service modules build it; [`Client::send`](crate::Client::send)
/// sends it.
///
/// ```
/// use northbound::sdk::Token;
/// use northbound::sdk::device_upgrade::query_upgrade_task;
///
/// let request = query_upgrade_task("operation-id", &Token::Managed)?;
/// assert_eq!(request.target(), "/iodm/northbound/v1.5.0/operations/operation-id");
/// # Ok::<(), northbound::NorthApiError>(())
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until a client sends it"]
pub struct Request<T> {
    pub(crate) operation: &'static Operation,
    /// Path and query, percent-encoded.
    pub(crate) target: String,
    pub(crate) body: Option<Body>,
    pub(crate) token: Option<SecretString>,
    /// True if the client provides the managed token.
    pub(crate) is_managed: bool,
    pub(crate) headers: Vec<(String, SecretString)>,
    /// Secret fields of the body.
    pub(super) secrets: Vec<SecretString>,
    pub(super) response: PhantomData<fn() -> T>,
}

/// Omits the body, which may contain secrets.
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
    /// Returns the name that the vendor gives the operation, such as `queryUpgradeTask`.
    pub fn name(&self) -> &'static str {
        self.operation.method
    }

    /// Returns the row of the operation that the request calls.
    #[doc(hidden)]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the request target: the path, and the query if there is one.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the body, if there is one.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_ref().map(|body| &body.bytes[..])
    }

    /// Drops the type of the response, for callers that decode it themselves.
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

    /// Returns the secrets of the request, which no error may show.
    pub(crate) fn secrets(&self) -> Secrets {
        let headers = self.headers.iter().map(|(_, value)| value);
        Secrets {
            token: self.token.clone(),
            others: self.secrets.iter().chain(headers).cloned().collect(),
            ..Secrets::default()
        }
    }

    /// Takes the secrets out of the request.
    pub(crate) fn into_secrets(self) -> Secrets {
        let headers = self.headers.into_iter().map(|(_, value)| value);
        let mut others = self.secrets;
        others.extend(headers);
        Secrets {
            token: self.token,
            others,
            ..Secrets::default()
        }
    }
}

/// The body of a request, with its content type.
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

/// Encodes fields as `application/x-www-form-urlencoded`.
pub(crate) fn form<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}
