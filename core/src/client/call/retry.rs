//! Retries: which failed attempts are repeated, and after which pause.
//!
//! This does not use `reqwest::retry`, which does not pause and does not see the body
//! of a response, nor backon, which has neither a deadline nor a budget.

use std::time::Duration;

use rustls::crypto::aws_lc_rs;

use crate::NorthApiError;
use crate::client::Retries;
use crate::sdk::Verb;

impl Retries {
    /// Returns the pause before this retry, counted from 1.
    pub(crate) fn pause(
        &self,
        cause: RetryCause,
        retry: u32,
        at_least: Option<Duration>,
    ) -> Duration {
        let first = match cause {
            RetryCause::Throttled => self.pause_throttled,
            _ => self.pause,
        };
        let doubled = 2u32.saturating_pow(retry.saturating_sub(1));
        let longest = first.saturating_mul(doubled).min(self.longest_pause);
        longest
            .mul_f64(random_fraction())
            .max(at_least.unwrap_or_default())
    }
}

/// Returns a random number from 0 to 1. It uses the generator of the TLS library, which
/// does not repeat its numbers in a forked child, as a seeded generator would. Workers
/// that fail together must not retry together.
pub(crate) fn random_fraction() -> f64 {
    let mut bytes = [0; 4];
    match aws_lc_rs::default_provider().secure_random.fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}

/// The reason why a retry is safe and may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryCause {
    /// Nothing was sent.
    Unsent,
    /// Nothing was sent, because the connection timed out.
    Unconnected,
    /// A call that only reads got no response, or the platform failed (502 to 504).
    Broken,
    /// The platform did not execute the call.
    Throttled,
}

impl RetryCause {
    /// Returns the reason to retry a call of this verb after this error; `None` if it
    /// must not be retried.
    pub(crate) fn of(error: &NorthApiError, verb: Verb) -> Option<Self> {
        if let Some(status) = error.http_status() {
            return match status {
                _ if error.is_throttled() => Some(RetryCause::Throttled),
                502..=504 if verb == Verb::Get && error.is_server_fault() => {
                    Some(RetryCause::Broken)
                }
                _ => None,
            };
        }
        match error.is_transient() {
            false => None,
            true if error.may_have_reached_platform() => {
                (verb == Verb::Get).then_some(RetryCause::Broken)
            }
            true if error.is_timeout() => Some(RetryCause::Unconnected),
            true => Some(RetryCause::Unsent),
        }
    }

    /// Returns the tokens that a retry takes from the retry budget.
    pub(crate) fn token_cost(self) -> u32 {
        match self {
            RetryCause::Unconnected => 10,
            _ => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_differ() {
        let retries = Retries {
            longest_pause: Duration::from_millis(700),
            ..Retries::default()
        };
        for (cause, retry, longest) in [
            (RetryCause::Broken, 1, 100),
            (RetryCause::Unsent, 2, 200),
            (RetryCause::Unconnected, 3, 400),
            (RetryCause::Broken, 4, 700),
            (RetryCause::Broken, u32::MAX, 700),
            (RetryCause::Throttled, 1, 700),
        ] {
            let pauses: Vec<_> = (0..200)
                .map(|_| retries.pause(cause, retry, None).as_micros())
                .collect();
            let (low, high) = (pauses.iter().min(), pauses.iter().max());
            // 200 random numbers without one in the lowest or highest tenth:
            // practically impossible.
            assert!(low.is_some_and(|low| *low < longest * 100), "{pauses:?}");
            assert!(high.is_some_and(|high| (longest * 900..=longest * 1000).contains(high)));
        }
        let retry_after = Duration::from_secs(60);
        assert_eq!(
            retries.pause(RetryCause::Throttled, 1, Some(retry_after)),
            retry_after
        );
    }

    #[test]
    fn a_retry_after_a_connection_that_timed_out_costs_more() {
        assert_eq!(RetryCause::Unconnected.token_cost(), 10);
        for cause in [
            RetryCause::Unsent,
            RetryCause::Broken,
            RetryCause::Throttled,
        ] {
            assert_eq!(cause.token_cost(), 5, "{cause:?}");
        }
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        for (is_sent, is_timeout, read, write) in [
            (
                false,
                false,
                Some(RetryCause::Unsent),
                Some(RetryCause::Unsent),
            ),
            (
                false,
                true,
                Some(RetryCause::Unconnected),
                Some(RetryCause::Unconnected),
            ),
            (true, false, Some(RetryCause::Broken), None),
            (true, true, Some(RetryCause::Broken), None),
        ] {
            let cause = std::io::Error::other("no");
            let error = NorthApiError::transport(is_sent, is_timeout, "no", cause);
            assert_eq!(RetryCause::of(&error, Verb::Get), None, "it may not help");
            let error = error.transient();
            assert_eq!(RetryCause::of(&error, Verb::Get), read);
            assert_eq!(RetryCause::of(&error, Verb::Post), write);
        }
    }
}
