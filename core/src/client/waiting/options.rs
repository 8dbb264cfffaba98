//! How to wait.

use std::time::Duration;

use crate::NorthApiError;
use crate::error::code::ClientCode;

/// How a [`Waiter`](crate::client::waiting::waiter::Waiter) waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitOptions {
    /// How long to wait at most; without end if `None`. A last poll is made
    /// when the time is up, and is waited for.
    pub timeout: Option<Duration>,
    /// The shortest time between two polls, at least 1 ms.
    pub min_delay: Duration,
    /// The longest time between two polls, at most a day.
    pub max_delay: Duration,
    /// How many pages of subtasks to read for each poll, on average; ten times
    /// as many at the end. 0 for none, `None` for as many as it takes to see
    /// every change, whatever that costs of the quota.
    pub pages_per_poll: Option<u32>,
}

impl Default for WaitOptions {
    /// Without end, 5 s to 2 min between polls, 1 page for each.
    fn default() -> Self {
        Self {
            timeout: None,
            min_delay: Duration::from_secs(5),
            max_delay: Duration::from_secs(120),
            pages_per_poll: Some(1),
        }
    }
}

impl WaitOptions {
    /// The shortest `min_delay`.
    pub const SHORTEST: Duration = Duration::from_millis(1);
    /// The longest `max_delay`.
    pub const LONGEST: Duration = Duration::from_secs(86_400);

    pub(crate) fn check(&self) -> Result<(), NorthApiError> {
        let refuse =
            |what: &'static str| Err(NorthApiError::client(ClientCode::InvalidInput, what));
        if self.timeout.is_some_and(|timeout| timeout.is_zero()) {
            return refuse("timeout must be more than 0");
        }
        if self.min_delay < Self::SHORTEST || self.max_delay > Self::LONGEST {
            return refuse("minDelay must be at least 1 ms, and maxDelay at most a day");
        }
        if self.min_delay > self.max_delay {
            return refuse("minDelay must not be longer than maxDelay");
        }
        Ok(())
    }
}
