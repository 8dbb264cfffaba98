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
///     let timeouts = Timeouts::default().with_call(Duration::from_secs(10));
///     config.with_timeouts(timeouts)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Timeouts {
    /// The limit for opening a connection, TLS handshake included.
    pub connect: Duration,
    /// The limit for the whole call, from its start to the end of the response, with
    /// all its attempts.
    pub call: Duration,
}

impl Timeouts {
    /// Sets the limit for opening a connection.
    #[must_use]
    pub fn with_connect(mut self, connect: Duration) -> Self {
        self.connect = connect;
        self
    }

    /// Sets the limit for the whole call.
    #[must_use]
    pub fn with_call(mut self, call: Duration) -> Self {
        self.call = call;
        self
    }
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
///     let retries = Retries::default()
///         .with_attempts(5)
///         .with_longest_pause(Duration::from_secs(20));
///     config.with_retries(retries)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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

impl Retries {
    /// Sets the maximum number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the maximum pause before the first retry.
    #[must_use]
    pub fn with_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Sets the maximum pause before the first retry if the application is over its quota.
    #[must_use]
    pub fn with_pause_throttled(mut self, pause: Duration) -> Self {
        self.pause_throttled = pause;
        self
    }

    /// Sets the upper limit of each pause.
    #[must_use]
    pub fn with_longest_pause(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self
    }
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
