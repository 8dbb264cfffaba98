//! The kinds of errors: what helps after each of them.

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
