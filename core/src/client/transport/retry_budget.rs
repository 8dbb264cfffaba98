//! The retry budget: limits the load that retries add to an outage.
//!
//! The budgets of reqwest and tower refill with time. This one refills with successes,
//! so that the number of retries is limited in an outage of any length.

use std::sync::atomic::{AtomicU32, Ordering};

/// The maximum number of tokens: enough for 100 retries.
const CAPACITY: u32 = 500;

/// A number of tokens that retries use up: 5 each, or 10 after a connection timed out.
/// A retry that succeeds returns its tokens, and a call that succeeds without a retry
/// returns one. So after the first hundred, retries add no more than a fifth to the
/// load of a platform that is failing.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Takes tokens, if there are enough.
    pub(crate) fn take(&self, tokens: u32) -> bool {
        let take = |left: u32| left.checked_sub(tokens);
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.0.fetch_update(set, fetch, take).is_ok()
    }

    /// Returns tokens, at least one.
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
