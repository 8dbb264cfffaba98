//! The budget that keeps retries from adding to an outage.
//!
//! The budgets of reqwest and tower refill with time. This one refills with
//! successes, so that an outage of any length is met with a bounded number of
//! retries.

use std::sync::atomic::{AtomicU32, Ordering};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_gets_a_hundred_retries_and_then_a_fifth() {
        let budget = RetryBudget::default();
        let mut retried = 0;
        while budget.take(5) {
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
}
