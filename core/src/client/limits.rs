//! The limits of a call: its time, and its attempts.

use std::time::Duration;

/// Time limits of a call.
///
/// ```no_run
/// use std::time::Duration;
///
/// use northbound::ClientConfig;
/// use northbound::client::Timeouts;
///
/// fn with_short_timeouts(config: ClientConfig) -> ClientConfig {
///     config.with_timeouts(Timeouts {
///         connect: Duration::from_secs(2),
///         call: Duration::from_secs(10),
///     })
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timeouts {
    /// The limit for opening a connection, TLS handshake included.
    pub connect: Duration,
    /// The limit for the whole call, from its start to the end of the response, with
    /// all its attempts.
    pub call: Duration,
}

impl Default for Timeouts {
    /// Returns 5 s to connect and 30 s for the call.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            call: Duration::from_secs(30),
        }
    }
}

/// The number of attempts of a call, and the pauses between them.
///
/// The pause before the n-th retry is a random time up to `pause` × 2ⁿ⁻¹, and at least
/// the time that the platform requests with `Retry-After`. A call is not retried if the
/// pause would exceed its deadline.
///
/// ```no_run
/// use std::time::Duration;
///
/// use northbound::ClientConfig;
/// use northbound::client::Retries;
///
/// fn with_patient_retries(config: ClientConfig) -> ClientConfig {
///     config.with_retries(Retries {
///         attempts: 5,
///         longest_pause: Duration::from_secs(20),
///         ..Retries::default()
///     })
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// The maximum number of attempts, the first one included; at least 1.
    pub attempts: u32,
    /// The maximum pause before the first retry.
    pub pause: Duration,
    /// The maximum pause before the first retry, if the platform said that the
    /// application is over its quota.
    pub pause_throttled: Duration,
    /// The upper limit of each pause, unless the platform requests a longer one.
    pub longest_pause: Duration,
}

impl Default for Retries {
    /// Returns 3 attempts, with pauses of 100 ms (1 s when throttled) that grow up to 5
    /// s.
    fn default() -> Self {
        Self {
            attempts: 3,
            pause: Duration::from_millis(100),
            pause_throttled: Duration::from_secs(1),
            longest_pause: Duration::from_secs(5),
        }
    }
}
