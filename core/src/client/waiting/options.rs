//! Options for waiting.

use std::time::Duration;

use crate::NorthApiError;
use crate::error::code::ClientCode;
use crate::error::term::Term;

/// Options of a [`Waiter`](crate::client::Waiter).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct WaitOptions {
    /// The maximum time to wait; `None` for no limit. When the time is up, one last
    /// poll is made and awaited.
    pub timeout: Option<Duration>,
    /// The minimum time between two polls, at least 1 ms.
    pub min_delay: Duration,
    /// The maximum time between two polls, at most a day.
    pub max_delay: Duration,
    /// The average number of pages of subtasks to read per poll. The last poll may read
    /// ten times as many. 0 reads none. `None` reads as many as necessary to see every
    /// change, regardless of the quota.
    pub pages_per_poll: Option<u32>,
}

impl WaitOptions {
    /// Sets the maximum time to wait.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the minimum time between two polls.
    #[must_use]
    pub fn with_min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = delay;
        self
    }

    /// Sets the maximum time between two polls.
    #[must_use]
    pub fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the average number of pages of subtasks to read per poll, or `None` for as many
    /// as necessary.
    #[must_use]
    pub fn with_pages_per_poll(mut self, pages: impl Into<Option<u32>>) -> Self {
        self.pages_per_poll = pages.into();
        self
    }
}

impl Default for WaitOptions {
    /// Returns no time limit, 5 s to 2 min between polls, and 1 page per poll.
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
    /// The minimum of `min_delay`.
    pub const SHORTEST: Duration = Duration::from_millis(1);
    /// The maximum of `max_delay`.
    pub const LONGEST: Duration = Duration::from_secs(86_400);

    pub(crate) fn check(&self) -> Result<(), NorthApiError> {
        let refuse = |what: String| Err(NorthApiError::client(ClientCode::InvalidInput, what));
        let (min, max) = (Term::MinDelay, Term::MaxDelay);
        if self.timeout.is_some_and(|timeout| timeout.is_zero()) {
            return refuse("timeout must be more than 0".to_owned());
        }
        if self.min_delay < Self::SHORTEST || self.max_delay > Self::LONGEST {
            return refuse(format!(
                "{min} must be at least 1 ms, and {max} at most a day"
            ));
        }
        if self.min_delay > self.max_delay {
            return refuse(format!("{min} must not be longer than {max}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_from_a_millisecond_to_a_day() {
        let options = |min_delay, max_delay| WaitOptions {
            min_delay,
            max_delay,
            ..WaitOptions::default()
        };
        let (shortest, longest) = (WaitOptions::SHORTEST, WaitOptions::LONGEST);
        let instant = Duration::from_nanos(1);
        assert!(options(shortest, longest).check().is_ok());
        assert!(options(longest, longest).check().is_ok());
        assert!(options(shortest - instant, longest).check().is_err());
        assert!(options(shortest, longest + instant).check().is_err());
    }
}
