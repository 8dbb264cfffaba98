//! The kinds of errors: what helps after each of them.

use super::code::ClientCode;

/// The kind of a [`NorthApiError`](crate::NorthApiError): what went wrong, as far as it decides
/// what helps now.
///
/// ```
/// use northbound::{ErrorKind, NorthApiError};
///
/// fn advice(error: &NorthApiError) -> &'static str {
///     match error.kind() {
///         ErrorKind::Throttled => "wait and repeat",
///         ErrorKind::NotAuthenticated => "log in and repeat",
///         ErrorKind::WrongCredentials | ErrorKind::Configuration => "change the settings",
///         ErrorKind::Tls => "change the certificates, here or at the platform",
///         ErrorKind::NotFound | ErrorKind::Refused => "change the request",
///         _ if error.may_have_reached_platform() => "query if it was carried out",
///         _ => "repeat",
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The application is over its quota, or the platform is congested. The call was not
    /// carried out; repeat it later.
    Throttled,
    /// The access token or the refresh token is missing, invalid or expired. The call was not
    /// carried out; log in and repeat it.
    NotAuthenticated,
    /// The platform refused a login: appId or secret is wrong. Another login fails too.
    WrongCredentials,
    /// The subject of the call, such as a device or a task, does not exist.
    NotFound,
    /// The client or the platform does not accept the request. Change it before you repeat it.
    Refused,
    /// The platform failed: HTTP status 5xx, a code of an internal error, or a success with a
    /// body that the operation does not return. The call may have been carried out.
    ServerFault,
    /// There is no usable response: connection refused or broken, or no northbound API at this
    /// address.
    Transport,
    /// TLS failed for good: the client does not accept the platform's certificate, the platform
    /// does not accept the client's, or they have no version or cipher suite in common. Another
    /// attempt fails, too.
    Tls,
    /// A deadline passed: of the connection, of the call, or of the wait for a login.
    Timeout,
    /// A setting of the client is wrong. It stays wrong until it is changed.
    Configuration,
    /// A task that was waited for has not ended in time. It goes on.
    StillRunning,
    /// A fault of this crate, or a login without a token in the response.
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
        _ if code == ClientCode::Port.code() => ErrorKind::Transport,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_known_decides() {
        for (kind, codes) in [
            (ErrorKind::Throttled, &["1010009", "100501"][..]),
            (
                ErrorKind::NotAuthenticated,
                &["1010005", "100002", "100006", "100025", "100208"],
            ),
            (ErrorKind::NotFound, &["100403", "123009", "200001"]),
            (ErrorKind::Refused, &["120015", "123029"]),
            (
                ErrorKind::ServerFault,
                &["50252", "100001", "100023", "120001"],
            ),
            (ErrorKind::Transport, &["1011"]),
        ] {
            for code in codes {
                for status in [200, 400, 404, 429, 503] {
                    assert_eq!(kind_of(code, status), kind, "{code} with {status}");
                }
            }
        }
    }

    #[test]
    fn otherwise_the_status_decides() {
        for (status, kind) in [
            (200, ErrorKind::Refused),
            (400, ErrorKind::Refused),
            (401, ErrorKind::NotAuthenticated),
            (404, ErrorKind::NotFound),
            (429, ErrorKind::Throttled),
            (499, ErrorKind::Refused),
            (500, ErrorKind::ServerFault),
            (599, ErrorKind::ServerFault),
        ] {
            assert_eq!(kind_of("77", status), kind, "{status}");
        }
        // A response without a code is a fault, unless its status says what it is.
        assert_eq!(kind_of("1005", 299), ErrorKind::ServerFault);
        assert_eq!(kind_of("1005", 300), ErrorKind::Refused);
    }
}
