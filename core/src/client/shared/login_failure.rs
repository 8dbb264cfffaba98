//! A failed login, which all processes of an application remember for a while: a login
//! that fails costs the platform's quota as any call does.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::error::Http;
use crate::error::code::ClientCode;
use crate::{ErrorKind, NorthApiError};

/// The wait after wrong credentials. Only other settings help, and they have a record of
/// their own.
const WRONG_CREDENTIALS: Duration = Duration::from_secs(60);

/// The first wait after any other failure. It doubles with each failure.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait after any other failure.
const LONGEST_WAIT: Duration = Duration::from_secs(4);

/// Failures that are further apart do not count together.
const MEMORY: Duration = Duration::from_secs(60);

/// The cause of a failure without a response, as far as it decides what helps.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Cause {
    #[default]
    Network,
    Timeout,
    Tls,
    Setting,
}

/// The last failed login, as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoginFailure {
    /// Milliseconds since 1970.
    failed_at: u64,
    /// The time before which nobody logs in, in the same unit.
    retry_at: u64,
    /// The number of failures in a row.
    count: u32,
    code: String,
    desc: String,
    status: Option<u16>,
    /// The route to the platform, if it did not respond: the failure may be due to settings
    /// that other processes do not have.
    #[serde(default)]
    route: Option<String>,
    #[serde(default)]
    cause: Cause,
}

impl LoginFailure {
    /// Records a failure after the previous one. The settings of the connection are its
    /// route.
    pub(crate) fn new(error: &NorthApiError, previous: Option<&Self>, route: String) -> Self {
        let now = millis(SystemTime::now());
        let previous = previous
            .filter(|previous| now.saturating_sub(previous.failed_at) < MEMORY.as_millis() as u64);
        let count = previous
            .map_or(0, |previous| previous.count)
            .saturating_add(1);
        let wait = match error.is_wrong_credentials() || error.is_not_authenticated() {
            true => WRONG_CREDENTIALS,
            false => {
                let doubled = FIRST_WAIT.saturating_mul(2u32.saturating_pow(count - 1));
                doubled.min(LONGEST_WAIT)
            }
        };
        Self {
            failed_at: now,
            retry_at: now.saturating_add(wait.as_millis() as u64),
            count,
            code: error.code().to_owned(),
            desc: error.desc().to_owned(),
            status: error.http_status(),
            route: error.http_status().is_none().then_some(route),
            cause: match error.kind() {
                ErrorKind::Timeout => Cause::Timeout,
                ErrorKind::Tls => Cause::Tls,
                ErrorKind::Configuration => Cause::Setting,
                _ => Cause::Network,
            },
        }
    }

    /// Returns the time between the failure and the next login.
    pub(crate) fn wait(&self) -> Duration {
        Duration::from_millis(self.retry_at.saturating_sub(self.failed_at))
    }

    /// Returns true if a process with this route to the platform would most likely fail, too.
    pub(crate) fn concerns(&self, route: &str) -> bool {
        self.route.as_deref().is_none_or(|of| of == route)
    }

    /// The error of a call that may not log in yet; `None` if it may. A failure in the
    /// future, or a longer wait than the longest, comes from another clock.
    pub(crate) fn error(&self) -> Option<NorthApiError> {
        let now = millis(SystemTime::now());
        let left = Duration::from_millis(self.retry_at.checked_sub(now)?);
        if left.is_zero() || left > WRONG_CREDENTIALS || now < self.failed_at {
            return None;
        }
        let seconds = left.as_millis().div_ceil(1000);
        let desc = format!(
            "the last login failed, and the next one is in {seconds} s: {}",
            self.desc
        );
        let error = match self.status {
            Some(status) => {
                let http = Http {
                    status,
                    reason: "".into(),
                    body: Bytes::new(),
                    retry_after: None,
                };
                NorthApiError::platform(self.code.clone(), desc, http).of_login()
            }
            None => NorthApiError::client(ClientCode::BeforeCall, desc),
        };
        let error = match self.cause {
            Cause::Network => error,
            Cause::Timeout => error.of_timeout(),
            Cause::Tls => error.of_tls(),
            Cause::Setting => error.of_setting(),
        };
        Some(error.allowed_in(left))
    }
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(code: &'static str, status: u16) -> NorthApiError {
        let http = Http {
            status,
            reason: "".into(),
            body: Bytes::new(),
            retry_after: None,
        };
        NorthApiError::platform(code, "no", http)
    }

    #[test]
    fn waits_grow_to_four_seconds_and_wrong_credentials_wait_a_minute() {
        let error = failed("50252", 503);
        let mut failure = LoginFailure::new(&error, None, String::new());
        for seconds in [1, 2, 4, 4] {
            assert_eq!(failure.wait(), Duration::from_secs(seconds));
            failure = LoginFailure::new(&error, Some(&failure), String::new());
        }
        let wrong = LoginFailure::new(&failed("100208", 401), None, String::new());
        assert_eq!(wrong.wait(), Duration::from_secs(60));
        let told = wrong.error();
        assert!(told.is_some_and(|error| error.is_wrong_credentials()));
    }

    #[test]
    fn a_time_of_another_clock_is_not_believed() {
        let mut failure = LoginFailure::new(&failed("50252", 503), None, String::new());
        failure.retry_at += 3_600_000;
        assert!(failure.error().is_none());
        failure.retry_at = 0;
        assert!(failure.error().is_none());
        // The clock was put back by less than the longest wait.
        let mut failure = LoginFailure::new(&failed("50252", 503), None, String::new());
        failure.failed_at += 30_000;
        failure.retry_at += 30_000;
        assert!(failure.error().is_none());
    }
}
