//! The error type of the crate: [`NorthApiError`], its codes, and the masking of secrets.

pub(crate) mod code;
mod display;
pub(crate) mod kind;
pub(crate) mod mask;
mod predicates;
pub(crate) mod secrets;
pub(crate) mod term;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::error::code::ClientCode;
use kind::{ErrorKind, THROTTLED, kind_of};
use secrets::Secrets;

/// The error of a call, of any kind.
///
/// There is one error type for the whole crate, because a caller asks the same
/// two questions after every failure: can the platform have carried out the
/// call, and what helps now? The predicates answer them. Codes and texts are
/// for logs: the platform has more codes than its documents list.
///
/// # Causes, and the state after them
///
/// | Stage | Cause | Code | State |
/// |---|---|---|---|
/// | Building the request | an argument cannot be sent, or the token is empty | 1007, 1009 | nothing was sent |
/// | Building the client | address, credentials or certificates are wrong | 1006, 1008, 1010 | nothing was sent |
/// | Waiting for a slot | no slot is free before the deadline, or the shared store fails | 1010009, 1003 | nothing was sent |
/// | Logging in | the login for the managed token fails | that of the login | the login may have been sent; the call was not carried out |
/// | Connecting | connection refused, TLS failed, timed out | 1003, 1011 | nothing was sent |
/// | Sending | connection broken, timed out | 1004 | the platform may have carried out the call |
/// | Reading the response | the platform reports an error | that of the platform, or 1005 | see the predicates |
/// | Reading the response | the response is not JSON: 5xx or 429 | 1005 | see the predicates; a gateway may have sent it |
/// | Reading the response | the response is not JSON: any other status | 1011 | something received the call, most likely not the platform |
/// | Waiting for a task | the task has not ended in time | 1004 | the task goes on |
/// | Anywhere | a fault of this crate, or the runtime was shut down | 1001 | unknown |
///
/// [`ClientCode`] lists the codes of the client. Before it returns an error, the
/// client has already repeated the calls that are safe to repeat, as its
/// [`Retries`](crate::client::Retries) say; [`attempts`](Self::attempts) counts
/// the attempts.
///
/// # Kinds
///
/// [`kind`](Self::kind) says what helps now. Each kind has a predicate:
///
/// | Predicate | Meaning | May the request have reached the platform? | Next step |
/// |---|---|---|---|
/// | [`is_throttled`](Self::is_throttled) | over the quota, or the platform is congested; the call was not carried out | no if the client's own quota refused the call, otherwise yes | wait for [`retry_after`](Self::retry_after), or about a minute without it; repeat |
/// | [`is_not_authenticated`](Self::is_not_authenticated) | the access token or the refresh token is missing, invalid or expired; the call was not carried out | no with 1009, otherwise yes | log in and repeat |
/// | [`is_wrong_credentials`](Self::is_wrong_credentials) | the platform refused a login: appId or secret is wrong | yes | change the settings |
/// | [`is_not_found`](Self::is_not_found) | the device, task, package, … does not exist | yes | check the id |
/// | [`is_refused`](Self::is_refused) | the client or the platform does not accept the request | no with 1002 and 1007, otherwise yes | change the request |
/// | [`is_server_fault`](Self::is_server_fault) | the platform failed, or its success is not what the operation returns | yes | repeat a query later; after a change, query if it was carried out |
/// | [`is_transport`](Self::is_transport) | there is no usable response | see [`may_have_reached_platform`](Self::may_have_reached_platform) | if not, repeat; otherwise, after a change, query if it was carried out |
/// | [`is_tls`](Self::is_tls) | TLS failed for good, most likely because of a certificate; `is_transport` is true, too | as for `is_transport`; the call was not carried out | change the certificate that the text names, here or at the platform |
/// | [`is_timeout`](Self::is_timeout) | a deadline passed; `is_transport` is true, too | as for `is_transport` | as for `is_transport` |
/// | [`is_configuration`](Self::is_configuration) | a setting of the client is wrong | no | fix the setting that the text names |
/// | [`is_still_running`](Self::is_still_running) | the task that was waited for has not ended in time | its polls have, although `may_have_reached_platform` is false; the task goes on | wait again, with a new [`Waiter`](crate::client::Waiter) |
///
/// At most one of them is true, except that `is_tls` and `is_timeout` imply `is_transport`.
/// None is true for [`ErrorKind::Internal`], a fault of this crate (1001): treat the
/// call as one that may have been carried out, and report the fault. None is true,
/// either, if the login for the managed token returns no token (1005).
///
/// # What the kinds do not promise
///
/// - `may_have_reached_platform` is certain only if it is false. If it is true,
///   the platform may never have seen the request.
/// - `is_server_fault` does not say if the call was carried out.
/// - `is_refused` also covers the codes that this crate does not know, unless
///   their HTTP status says more (401, 404, 429, 5xx).
/// - `is_transport` does not say that the fault is temporary: a wrong port or an
///   untrusted certificate stays wrong.
/// - `is_configuration` has no code of its own: 1003 is also the code of a store whose
///   address or directory is wrong. A store that is full or cannot be reached is
///   `is_transport`.
/// - `is_not_found` does not say which of several ids is wrong.
/// - With a managed token, an error of the login is the error of the call. Then
///   `may_have_reached_platform` refers to the login. Calls get the same error until the
///   next login is due, see
///   [`with_managed_token`](crate::Client::with_managed_token).
/// - The texts of [`desc`](Self::desc) and of `Display` may change in any release.
///
/// # Example
///
/// A worker that decides about a failed job:
///
/// ```
/// use std::time::Duration;
///
/// use northbound::{ClientConfig, ErrorKind, NorthApiError};
///
/// #[derive(Debug, PartialEq)]
/// enum NextStep {
///     Repeat(Duration),
///     LogIn,
///     CheckFirst,
///     GiveUp,
/// }
///
/// fn next_step(error: &NorthApiError, is_query: bool) -> NextStep {
///     match error.kind() {
///         ErrorKind::Throttled => {
///             NextStep::Repeat(error.retry_after().unwrap_or(Duration::from_secs(60)))
///         }
///         ErrorKind::NotAuthenticated => NextStep::LogIn,
///         ErrorKind::NotFound
///         | ErrorKind::Refused
///         | ErrorKind::Configuration
///         | ErrorKind::Tls
///         | ErrorKind::WrongCredentials => NextStep::GiveUp,
///         _ if error.is_transport() && !error.may_have_reached_platform() => {
///             NextStep::Repeat(Duration::from_secs(10))
///         }
///         // From here on, the platform may have carried out the call.
///         _ if is_query => NextStep::Repeat(Duration::from_secs(10)),
///         _ => NextStep::CheckFirst,
///     }
/// }
///
/// // No host name: the client finds this error before it sends anything.
/// let error = ClientConfig::new("", 8743, "my-app", "my-secret".into()).unwrap_err();
/// assert_eq!(error.code(), "1008");
/// assert!(error.kind() == ErrorKind::Configuration && !error.may_have_reached_platform());
/// assert_eq!(next_step(&error, false), NextStep::GiveUp);
/// ```
#[derive(Clone)]
pub struct NorthApiError(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    /// The call among many of the operation, in words, such as its page.
    place: Option<String>,
    code: Cow<'static, str>,
    desc: Cow<'static, str>,
    http: Option<Http>,
    /// The time until the client itself allows the call.
    own_wait: Option<Duration>,
    may_have_reached_platform: bool,
    /// True for a fault of the network that may be gone at the next attempt;
    /// false for one of trust or settings.
    transient: bool,
    attempts: u32,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The HTTP response that came with an error.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    pub(crate) status: u16,
    pub(crate) reason: Cow<'static, str>,
    pub(crate) body: Bytes,
    /// The time that the platform asks the client to wait.
    pub(crate) retry_after: Option<Duration>,
}

impl NorthApiError {
    /// Creates an error that the client itself found, before it sent anything.
    pub(crate) fn client(code: ClientCode, desc: impl Into<Cow<'static, str>>) -> Self {
        let kind = match code {
            ClientCode::InvalidInput | ClientCode::InvalidMethod => ErrorKind::Refused,
            ClientCode::AccessToken => ErrorKind::NotAuthenticated,
            ClientCode::SslConfig | ClientCode::ClientInfo | ClientCode::Spaces => {
                ErrorKind::Configuration
            }
            ClientCode::BeforeCall | ClientCode::AfterCall | ClientCode::Port => {
                ErrorKind::Transport
            }
            ClientCode::Internal | ClientCode::NoErrorCode | ClientCode::End => ErrorKind::Internal,
        };
        Self::new(kind, code.code(), desc)
    }

    /// Creates the error for a fault of the network, before or after the
    /// request was sent.
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
        let kind = match timeout {
            true => ErrorKind::Timeout,
            false => ErrorKind::Transport,
        };
        let mut error = Self::new(kind, code.code(), desc).with_source(source);
        error.inner_mut().may_have_reached_platform = sent;
        error
    }

    /// Marks the error as one of TLS that another attempt does not help against.
    pub(crate) fn of_tls(mut self) -> Self {
        self.inner_mut().kind = ErrorKind::Tls;
        self
    }

    /// Marks the error of a call that was not sent as a timeout, as the login before it.
    pub(crate) fn of_timeout(mut self) -> Self {
        self.inner_mut().kind = ErrorKind::Timeout;
        self
    }

    /// Creates the error for a call that was not sent because of the client's
    /// own quota. It has the platform's code, since it means the same to the
    /// caller.
    pub(crate) fn over_quota(desc: impl Into<Cow<'static, str>>, next_slot: Duration) -> Self {
        Self::new(ErrorKind::Throttled, THROTTLED, desc).allowed_in(next_slot)
    }

    /// Says when the client itself allows the call again.
    pub(crate) fn allowed_in(mut self, wait: Duration) -> Self {
        self.inner_mut().own_wait = Some(wait);
        self
    }

    /// Creates the error for a success without the documented body.
    pub(crate) fn no_body() -> Self {
        let desc = "the response of the platform has no body, but this call returns one";
        let mut error = Self::new(ErrorKind::ServerFault, ClientCode::NoErrorCode.code(), desc);
        error.inner_mut().may_have_reached_platform = true;
        error
    }

    /// Creates the error for a task that has not ended in time.
    pub(crate) fn still_running(desc: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::StillRunning, ClientCode::AfterCall.code(), desc)
    }

    /// Creates the error for a response of the platform that reports a failure.
    pub(crate) fn platform(
        code: impl Into<Cow<'static, str>>,
        desc: impl Into<Cow<'static, str>>,
        http: Http,
    ) -> Self {
        let code = code.into();
        let kind = kind_of(&code, http.status);
        let mut error = Self::new(kind, code, desc);
        let inner = error.inner_mut();
        inner.http = Some(http);
        inner.may_have_reached_platform = true;
        error
    }

    fn new(
        kind: ErrorKind,
        code: impl Into<Cow<'static, str>>,
        desc: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Arc::new(Inner {
            kind,
            operation: None,
            place: None,
            code: code.into(),
            desc: desc.into(),
            http: None,
            own_wait: None,
            may_have_reached_platform: false,
            transient: false,
            attempts: 1,
            source: None,
        }))
    }

    /// Returns the content, to change it. Copies it only if the error was cloned.
    fn inner_mut(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.0)
    }

    /// Names the operation.
    pub(crate) fn in_operation(mut self, method: &'static str) -> Self {
        self.inner_mut().operation = Some(method);
        self
    }

    /// Names the call among many of the operation, such as its page.
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.inner_mut().place = Some(place.into());
        self
    }

    /// Marks the fault as one that may be gone at the next attempt.
    pub(crate) fn transient(mut self) -> Self {
        self.inner_mut().transient = true;
        self
    }

    /// Adds the number of attempts. `reached` is true if an earlier attempt may
    /// have reached the platform.
    pub(crate) fn after(mut self, attempts: u32, reached: bool) -> Self {
        let inner = self.inner_mut();
        inner.attempts = attempts;
        inner.may_have_reached_platform |= reached;
        self
    }

    /// Adds the error behind this one.
    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.inner_mut().source = Some(Arc::new(source));
        self
    }

    /// Masks the secrets wherever the platform's response repeats one.
    pub(crate) fn masking(mut self, secrets: &Secrets) -> Self {
        // Texts of the client contain no secret.
        if self.0.http.is_none() {
            return self;
        }
        let inner = self.inner_mut();
        if let Some(desc) = secrets.mask_text(&inner.desc) {
            inner.desc = desc.into();
        }
        let Some(http) = &mut inner.http else {
            return self;
        };
        if let Some(reason) = secrets.mask_text(&http.reason) {
            http.reason = reason.into();
        }
        let text = String::from_utf8_lossy(&http.body);
        if let Some(masked) = secrets.mask_text(&text) {
            http.body = Bytes::from(masked);
        }
        self
    }

    /// Returns the error code of the platform, or of the client: see
    /// [`client_code`](Self::client_code).
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// Returns the description of the error: that of the platform, if it sent
    /// one.
    pub fn desc(&self) -> &str {
        &self.0.desc
    }

    /// Returns the operation that failed, by the name that the vendor gives it, such as
    /// `queryUpgradeTask`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the HTTP status, if there was a response.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http.as_ref().map(|http| http.status)
    }

    /// Returns the HTTP reason phrase, if there was a response.
    pub fn http_reason(&self) -> Option<&str> {
        self.0.http.as_ref().map(|http| &*http.reason)
    }

    /// Returns the body of the response, if there was one. Secrets of the call
    /// are masked in it.
    pub fn http_body(&self) -> Option<&[u8]> {
        self.0.http.as_ref().map(|http| &http.body[..])
    }

    /// Returns the number of attempts, from 1.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the time to wait before the call is repeated: as the platform asks for it in
    /// `Retry-After`, or until the client itself allows the call: for its own quota, or after
    /// a login that failed.
    pub fn retry_after(&self) -> Option<Duration> {
        let asked = self.0.http.as_ref().and_then(|http| http.retry_after);
        asked.or(self.0.own_wait)
    }
}

impl StdError for NorthApiError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests;
