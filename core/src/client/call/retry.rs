//! What is tried again, when, and how often.
//!
//! Not by `reqwest::retry`, which waits for nothing and sees no answer's body,
//! nor by backon, which knows neither a deadline nor a budget. Their budgets, and
//! tower's, refill with time; this one refills with successes, so that an outage
//! of any length is met with a bounded number of retries.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use rustls::crypto::aws_lc_rs;

use crate::NorthApiError;
use crate::sdk::Verb;

/// How often a call is tried, and how long it waits in between.
///
/// The pause before the n-th retry is a random time up to `pause` × 2ⁿ⁻¹, and
/// at least what the platform asks for with `Retry-After`. A call is not tried
/// again when the pause would last beyond its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a call is sent, the first time included; at least 1.
    pub attempts: u32,
    /// The longest pause before the first retry.
    pub pause: Duration,
    /// The same after the platform said that the application is over its quota.
    pub pause_throttled: Duration,
    /// No pause is longer, unless the platform asks for it.
    pub longest_pause: Duration,
}

impl Default for Retries {
    /// 3 attempts; 100 ms, 1 s when throttled, 5 s at most.
    fn default() -> Self {
        Self {
            attempts: 3,
            pause: Duration::from_millis(100),
            pause_throttled: Duration::from_secs(1),
            longest_pause: Duration::from_secs(5),
        }
    }
}

impl Retries {
    /// How long to wait before this retry, counted from 1.
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

/// From 0 to 1. By the generator of the TLS library, which does not repeat
/// itself in the child of a fork, as one that was seeded here would: workers
/// that fail together must not come back together.
pub(crate) fn random_fraction() -> f64 {
    let mut bytes = [0; 4];
    match aws_lc_rs::default_provider().secure_random.fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}

/// Why another attempt is safe, and may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryCause {
    /// Nothing was sent.
    Unsent,
    /// Nothing was sent, because no connection came about in time.
    Unconnected,
    /// A call that only reads was not answered, or the platform was not well.
    Broken,
    /// The platform did not carry the call out.
    Throttled,
}

impl RetryCause {
    /// Why to try a call of this verb again after this error, if at all.
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

    /// What a retry takes out of the budget.
    pub(crate) fn cost(self) -> u32 {
        match self {
            RetryCause::Unconnected => 10,
            _ => 5,
        }
    }
}

/// How many tokens there are at most: enough for 100 retries.
const CAPACITY: u32 = 500;

/// A supply of tokens that retries use up: 5 each, 10 after a connection did
/// not come about in time. A retry that succeeds brings its tokens back, and a
/// call that succeeds at once brings one. So retries add no more than a fifth to
/// the load of a platform that is failing, after the first hundred.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Takes so many tokens, if they are there.
    pub(crate) fn take(&self, tokens: u32) -> bool {
        let take = |left: u32| left.checked_sub(tokens);
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.0.fetch_update(set, fetch, take).is_ok()
    }

    /// Brings so many back, at least one.
    pub(crate) fn put_back(&self, tokens: u32) {
        let put = |left: u32| Some(left.saturating_add(tokens.max(1)).min(CAPACITY));
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
    }
}

/// What `Retry-After` asks for: seconds, or a date. A date that has passed
/// asks for nothing.
pub(crate) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
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
            // 200 draws of which none is in the lowest or highest tenth: never.
            assert!(low.is_some_and(|low| *low < longest * 100), "{pauses:?}");
            assert!(high.is_some_and(|high| (longest * 900..=longest * 1000).contains(high)));
        }
        let asked = Duration::from_secs(60);
        assert_eq!(retries.pause(RetryCause::Throttled, 1, Some(asked)), asked);
    }

    #[test]
    fn an_outage_gets_a_hundred_retries_and_then_a_fifth() {
        let budget = RetryBudget::default();
        let mut retried = 0;
        while budget.take(RetryCause::Broken.cost()) {
            retried += 1;
        }
        assert_eq!(retried, 100);
        for _ in 0..4 {
            budget.put_back(0);
        }
        assert!(!budget.take(5));
        budget.put_back(0);
        assert!(budget.take(5));
        budget.put_back(10_000);
        assert!(budget.take(CAPACITY) && !budget.take(1));
    }

    #[test]
    fn retry_after_in_both_forms() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap_or_else(|_| {
            unreachable!();
        });
        for (value, seconds) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sunday, 06-Nov-94 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let wait = retry_after(value, now).map(|wait| wait.as_secs());
            assert_eq!(wait, seconds, "{value:?}");
        }
    }
}
