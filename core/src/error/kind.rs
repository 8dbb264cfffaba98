//! The kinds of errors, and the predicates that tell them apart.

use super::NorthApiError;
use super::code::ClientCode;

/// What went wrong, as far as it decides what helps now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorKind {
    Throttled,
    NotAuthenticated,
    WrongCredentials,
    NotFound,
    Refused,
    ServerFault,
    Transport { timeout: bool },
    Configuration,
    StillRunning,
    Internal,
}

impl NorthApiError {
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
            self.0.kind = ErrorKind::WrongCredentials;
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
        matches!(self.0.kind, ErrorKind::Transport { .. })
    }

    /// Returns true if the deadline of the connection or of the call passed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Transport { timeout: true }
    }

    /// Returns true if a setting of the client is wrong: address, credentials or
    /// certificates.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// Marks the error as one of a setting with a wrong value. It stays until the
    /// setting is changed, whatever its code is.
    pub(crate) fn of_setting(mut self) -> Self {
        self.0.kind = ErrorKind::Configuration;
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

/// The platform's error code for an application that is over its quota.
pub(super) const THROTTLED: &str = "1010009";

/// Returns the kind of error behind a code of the platform. If the code is
/// unknown, the HTTP status decides.
pub(super) fn kind_of(code: &str, status: u16) -> ErrorKind {
    match code {
        THROTTLED | "100501" => ErrorKind::Throttled,
        "1010005" | "100002" | "100006" | "100025" | "100208" => ErrorKind::NotAuthenticated,
        "100203" | "100403" | "100418" | "100434" | "101403" | "105005" | "123002" | "123009"
        | "200001" => ErrorKind::NotFound,
        "120015" | "123029" => ErrorKind::Refused,
        "50252" | "100001" | "100023" | "120001" => ErrorKind::ServerFault,
        _ if code == ClientCode::Port.code() => ErrorKind::Transport { timeout: false },
        // A success whose body is not what the operation returns.
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
