//! The predicates of an error: what it means to the caller.

use super::NorthApiError;
use super::code::ClientCode;
use super::kind::ErrorKind;

impl NorthApiError {
    /// Returns what went wrong, as far as it decides what helps now.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the code of an error that the client itself found; `None` for a code of the
    /// platform.
    ///
    /// ```
    /// use northbound::{ClientCode, ClientConfig};
    ///
    /// let error = ClientConfig::new("", 8743, "my-app", "my-secret".into()).unwrap_err();
    /// assert_eq!(error.client_code(), Some(ClientCode::ClientInfo));
    /// ```
    pub fn client_code(&self) -> Option<ClientCode> {
        ClientCode::of(self.code())
    }

    /// Returns true if the application is over its quota, or the platform is
    /// congested. The call was not carried out; repeat it later.
    pub fn is_throttled(&self) -> bool {
        self.0.kind == ErrorKind::Throttled
    }

    /// Returns true if the platform, and not the client's own quota, throttled
    /// the call.
    pub(crate) fn is_refused_for_quota(&self) -> bool {
        self.is_throttled() && self.0.http.is_some()
    }

    /// Returns true if the access token is missing, invalid or expired, or if a
    /// refresh token is. The call was not carried out; log in and repeat it.
    pub fn is_not_authenticated(&self) -> bool {
        self.0.kind == ErrorKind::NotAuthenticated
    }

    /// Returns true if the platform refused a login: appId or secret is wrong.
    /// Another login fails too; change the settings.
    pub fn is_wrong_credentials(&self) -> bool {
        self.0.kind == ErrorKind::WrongCredentials
    }

    /// Marks the error as one of a login. A login that is not authenticated has
    /// the wrong credentials.
    pub(crate) fn of_login(mut self) -> Self {
        if self.0.kind == ErrorKind::NotAuthenticated {
            self.inner_mut().kind = ErrorKind::WrongCredentials;
        }
        self
    }

    /// Returns true if the subject of the call, such as a device or a task, does
    /// not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Returns true if the client or the platform does not accept the request.
    /// Change it before you repeat it.
    pub fn is_refused(&self) -> bool {
        self.0.kind == ErrorKind::Refused
    }

    /// Returns true if the platform failed: HTTP status 5xx, a code of an
    /// internal error, or a success with a body that the operation does not
    /// return. The call may have been carried out.
    pub fn is_server_fault(&self) -> bool {
        self.0.kind == ErrorKind::ServerFault
    }

    /// Returns true if there is no usable response: connection refused or
    /// broken, TLS failed, timed out, or no northbound API at this address.
    pub fn is_transport(&self) -> bool {
        use ErrorKind::{Timeout, Tls, Transport};
        matches!(self.0.kind, Transport | Tls | Timeout)
    }

    /// Returns true if TLS failed for good, most likely because of a certificate. Another
    /// attempt fails, too. [`is_transport`](Self::is_transport) is true as well.
    pub fn is_tls(&self) -> bool {
        self.0.kind == ErrorKind::Tls
    }

    /// Returns true if a deadline passed: of the connection, of the call, or of the wait
    /// for the login of another call.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns true if a setting of the client is wrong: address, credentials or
    /// certificates.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// Marks the error as one of a setting with a wrong value. It stays until the
    /// setting is changed, whatever its code is.
    pub(crate) fn of_setting(mut self) -> Self {
        self.inner_mut().kind = ErrorKind::Configuration;
        self
    }

    /// Returns true if a task has not ended in time. It goes on, and you can wait
    /// for it again.
    pub fn is_still_running(&self) -> bool {
        self.0.kind == ErrorKind::StillRunning
    }

    /// Returns true if the platform may have received the request. If false,
    /// even a call that changes something is safe to repeat.
    pub fn may_have_reached_platform(&self) -> bool {
        self.0.may_have_reached_platform
    }

    /// Returns true if the fault may be gone at the next attempt.
    pub(crate) fn is_transient(&self) -> bool {
        self.0.transient
    }
}
