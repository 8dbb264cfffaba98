//! Every way a call can fail.

pub(crate) mod code;
pub(crate) mod mask;
pub(crate) mod secrets;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::error::code::ClientCode;
use mask::MASK;

/// Why a call failed.
///
/// Ask what happened with the predicates ([`is_throttled`](Self::is_throttled),
/// [`is_not_found`](Self::is_not_found), …); the platform's or the client's
/// code is [`code`](Self::code).
pub struct NorthApiError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    /// Which of many calls of the operation it was, in words.
    place: Option<String>,
    code: Cow<'static, str>,
    desc: Cow<'static, str>,
    http: Option<Http>,
    may_have_reached_platform: bool,
    /// Whether it may pass by itself: a fault of the network, and none of
    /// trust or settings.
    transient: bool,
    attempts: u32,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The answer that came with an error.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    pub(crate) status: u16,
    pub(crate) reason: String,
    pub(crate) body: Bytes,
    /// How long the platform asks to be left alone.
    pub(crate) retry_after: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ErrorKind {
    Throttled,
    NotAuthenticated,
    NotFound,
    Refused,
    ServerFault,
    Transport { timeout: bool },
    Configuration,
    StillRunning,
    Internal,
}

impl NorthApiError {
    /// An error that the client found by itself, before anything was sent.
    pub(crate) fn client(code: ClientCode, desc: impl Into<Cow<'static, str>>) -> Self {
        let kind = match code {
            ClientCode::InvalidInput | ClientCode::InvalidMethod => ErrorKind::Refused,
            ClientCode::AccessToken => ErrorKind::NotAuthenticated,
            ClientCode::SslConfig | ClientCode::ClientInfo | ClientCode::Spaces => {
                ErrorKind::Configuration
            }
            ClientCode::BeforeCall | ClientCode::AfterCall | ClientCode::Port => {
                ErrorKind::Transport { timeout: false }
            }
            ClientCode::Internal | ClientCode::NoErrorCode | ClientCode::End => ErrorKind::Internal,
        };
        Self::new(kind, code.code(), desc)
    }

    /// A fault of the network, before or after the request was sent.
    pub(crate) fn transport(
        sent: bool,
        timeout: bool,
        desc: impl Into<Cow<'static, str>>,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self {
        let code = if sent {
            ClientCode::AfterCall
        } else {
            ClientCode::BeforeCall
        };
        let mut error = Self::new(ErrorKind::Transport { timeout }, code.code(), desc);
        error.0.may_have_reached_platform = sent;
        error.0.source = Some(Box::new(source));
        error
    }

    /// A call that its own quota kept from being sent. It has the platform's
    /// code, since it means the same to the caller.
    pub(crate) fn over_quota(desc: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Throttled, THROTTLED, desc)
    }

    /// What was waited for has not happened in time.
    pub(crate) fn still_running(desc: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::StillRunning, ClientCode::AfterCall.code(), desc)
    }

    /// An answer of the platform that says that the call failed.
    pub(crate) fn platform(
        code: impl Into<Cow<'static, str>>,
        desc: impl Into<Cow<'static, str>>,
        http: Http,
    ) -> Self {
        let code = code.into();
        let kind = kind_of(&code, http.status);
        let mut error = Self::new(kind, code, desc);
        error.0.http = Some(http);
        error.0.may_have_reached_platform = true;
        error
    }

    fn new(
        kind: ErrorKind,
        code: impl Into<Cow<'static, str>>,
        desc: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            place: None,
            code: code.into(),
            desc: desc.into(),
            http: None,
            may_have_reached_platform: false,
            transient: false,
            attempts: 1,
            source: None,
        }))
    }

    pub(crate) fn in_operation(mut self, method: &'static str) -> Self {
        self.0.operation = Some(method);
        self
    }

    /// Says which of many calls it was.
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.0.place = Some(place.into());
        self
    }

    /// A fault that may pass by itself.
    pub(crate) fn transient(mut self) -> Self {
        self.0.transient = true;
        self
    }

    /// The error of a call that was tried so often, and of which an earlier
    /// attempt may have `reached` the platform.
    pub(crate) fn after(mut self, attempts: u32, reached: bool) -> Self {
        self.0.attempts = attempts;
        self.0.may_have_reached_platform |= reached;
        self
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// Masks `secret` wherever the platform's answer repeats it.
    pub(crate) fn masking(mut self, secret: &str) -> Self {
        // The client's own words repeat no secret; a short one would only
        // mangle them.
        let Some(http) = &mut self.0.http else {
            return self;
        };
        if self.0.desc.contains(secret) {
            self.0.desc = self.0.desc.replace(secret, MASK).into();
        }
        http.reason = http.reason.replace(secret, MASK);
        if memchr::memmem::find(&http.body, secret.as_bytes()).is_some() {
            let masked = String::from_utf8_lossy(&http.body).replace(secret, MASK);
            http.body = Bytes::from(masked);
        }
        self
    }

    /// The platform's error code, or the client's own: see [`ClientCode`].
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// What happened, in words: the platform's where it gave some.
    pub fn desc(&self) -> &str {
        &self.0.desc
    }

    /// The operation that failed, by the name of its PHP method.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP status, if there was an answer.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http.as_ref().map(|http| http.status)
    }

    /// The HTTP reason phrase, if there was an answer.
    pub fn http_reason(&self) -> Option<&str> {
        self.0.http.as_ref().map(|http| http.reason.as_str())
    }

    /// The body of the answer, if there was one. Secrets of the call are
    /// masked in it.
    pub fn http_body(&self) -> Option<&[u8]> {
        self.0.http.as_ref().map(|http| &http.body[..])
    }

    /// How often the call was tried, from 1.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the platform asked to be left alone, with `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.http.as_ref()?.retry_after
    }

    /// The application is over its quota, or the platform is congested. The
    /// call was not carried out; try again later.
    pub fn is_throttled(&self) -> bool {
        self.0.kind == ErrorKind::Throttled
    }

    /// Whether the platform itself said so.
    pub(crate) fn is_refused_for_quota(&self) -> bool {
        self.is_throttled() && self.0.http.is_some()
    }

    /// The access token has ended or is missing, or appId or secret are wrong.
    /// The call was not carried out; log in and try again.
    pub fn is_not_authenticated(&self) -> bool {
        self.0.kind == ErrorKind::NotAuthenticated
    }

    /// What the call is about does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// The platform, or the client before it, refused the request as it is.
    /// Change it before trying again.
    pub fn is_refused(&self) -> bool {
        self.0.kind == ErrorKind::Refused
    }

    /// The platform failed (5xx). The call may have been carried out.
    pub fn is_server_fault(&self) -> bool {
        self.0.kind == ErrorKind::ServerFault
    }

    /// There is no usable answer: no connection, no trust, no time left, or no
    /// northbound API at this address.
    pub fn is_transport(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Transport { .. })
    }

    /// The deadline passed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Transport { timeout: true }
    }

    /// The client's settings are wrong: address, credentials, certificates.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// What was waited for has not happened in time: it goes on, and may be
    /// waited for again.
    pub fn is_still_running(&self) -> bool {
        self.0.kind == ErrorKind::StillRunning
    }

    /// Whether the platform may have seen the request. If not, even a call
    /// that changes something is safe to repeat.
    pub fn may_have_reached_platform(&self) -> bool {
        self.0.may_have_reached_platform
    }

    pub(crate) fn is_transient(&self) -> bool {
        self.0.transient
    }
}

/// The platform's code for an application that is over its quota.
const THROTTLED: &str = "1010009";

/// What the platform's code means for the caller; where the code is unknown,
/// the HTTP status decides.
fn kind_of(code: &str, status: u16) -> ErrorKind {
    match code {
        THROTTLED | "100501" => ErrorKind::Throttled,
        "1010005" | "100002" | "100006" | "100025" | "100208" => ErrorKind::NotAuthenticated,
        "100203" | "100403" | "100418" | "100434" | "101403" | "105005" | "123002" | "123009"
        | "200001" => ErrorKind::NotFound,
        "120015" | "123029" => ErrorKind::Refused,
        "50252" | "100001" | "100023" | "120001" => ErrorKind::ServerFault,
        _ if code == ClientCode::Port.code() && status < 500 && status != 429 => {
            ErrorKind::Transport { timeout: false }
        }
        // A success that is none.
        _ if code == ClientCode::NoErrorCode.code() && status < 300 => ErrorKind::ServerFault,
        _ => match status {
            401 => ErrorKind::NotAuthenticated,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::Throttled,
            500.. => ErrorKind::ServerFault,
            _ => ErrorKind::Refused,
        },
    }
}

impl fmt::Display for NorthApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        if let Some(place) = &inner.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&inner.code)?;
        if !inner.desc.is_empty() {
            write!(f, " {}", inner.desc)?;
        }
        if let Some(http) = &inner.http {
            write!(f, " (HTTP {}", http.status)?;
            if !http.reason.is_empty() {
                write!(f, " {}", http.reason)?;
            }
            f.write_str(")")?;
        }
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for NorthApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("NorthApiError")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("place", &inner.place)
            .field("code", &inner.code)
            .field("desc", &inner.desc)
            .field("http_status", &self.http_status())
            .field(
                "may_have_reached_platform",
                &inner.may_have_reached_platform,
            )
            .field("attempts", &inner.attempts)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for NorthApiError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
