//! The rate of calls that a quota allows.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Microseconds on the clock of the store.
pub(crate) type Micros = i64;

/// The platform's window, in microseconds: quotas are per minute.
pub(super) const WINDOW: Micros = 60_000_000;

/// The longest pause after a refusal.
pub(crate) const MAX_PAUSE: Micros = WINDOW;

/// The time by which calls may arrive after their slots. The calls of this time may arrive
/// together.
pub(crate) const MAX_DELAY: Micros = 600_000;

/// The time for which a call counts: the platform's window, and a reserve for calls that
/// the network delays.
pub(crate) const HOLD: Micros = WINDOW + MAX_DELAY;

/// Calls are counted in steps of this time.
pub(crate) const GRAIN: Micros = 200_000;

/// The longest debt of calls that take a slot without waiting for it.
const MAX_DEBT: Micros = 5_000_000;

/// Returns the time on a monotonic clock that all processes of a host share.
pub(crate) fn now() -> Micros {
    let time = clock_gettime(ClockId::Boottime);
    time.tv_sec * 1_000_000 + time.tv_nsec / 1000
}

/// The rate of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// The quota: the calls of a minute.
    pub(crate) limit: i64,
    /// The time between two calls in the long run.
    pub(crate) interval: Micros,
    /// The number of calls that may go together after a rest.
    pub(crate) burst: i64,
}

impl Rate {
    /// Creates the rate of a quota. In the long run, it uses 97.5 % of the quota. After a
    /// rest, a fifth of the quota may go together.
    pub(crate) fn per_minute(limit: u32) -> Self {
        let limit = Micros::from(limit.max(1));
        let used = limit * 975;
        Self {
            limit,
            interval: (WINDOW * 1000 + used - 1) / used,
            burst: (limit / 5).max(1),
        }
    }

    /// Returns the rate without calls that go together after a rest, and without their part
    /// of the quota.
    pub(crate) fn evenly(self) -> Self {
        Self {
            interval: self.interval * self.limit / (self.limit - self.burst + 1),
            burst: 1,
            ..self
        }
    }

    /// The time by which calls may be early after a rest.
    pub(crate) fn tolerance(self) -> Micros {
        (self.burst - 1) * self.interval
    }

    /// The latest slot that is given, from now: no call waits longer than for the longest
    /// pause, or for two calls of a very small quota.
    pub(crate) fn longest_wait(self) -> Micros {
        MAX_PAUSE.max(2 * self.interval)
    }

    /// The longest wait of a call that may wait for this time.
    pub(super) fn limited(self, max_wait: Duration) -> Micros {
        let max_wait = Micros::try_from(max_wait.as_micros()).unwrap_or(Micros::MAX);
        max_wait.min(self.longest_wait())
    }

    /// The latest time of a next call, from now. What is further away comes from another
    /// clock, or from a damaged store.
    pub(crate) fn horizon(self) -> Micros {
        self.longest_wait() + self.tolerance() + self.interval.max(HOLD)
    }

    /// The latest next call, from now, that calls without a wait can cause: a login does
    /// not wait, and many that fail must not hold up all calls.
    pub(crate) fn longest_debt(self) -> Micros {
        self.tolerance() + self.interval.max(MAX_DEBT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_a_quota() {
        let rate = Rate::per_minute(100);
        // 97.5 calls in 60 s.
        let expected = Rate {
            limit: 100,
            interval: 615_385,
            burst: 20,
        };
        assert_eq!(rate, expected);
        assert_eq!(rate.tolerance(), 19 * 615_385);
        assert_eq!(rate.longest_wait(), MAX_PAUSE);
        assert_eq!(rate.longest_debt(), 19 * 615_385 + MAX_DEBT);
        assert_eq!(rate.horizon(), MAX_PAUSE + 19 * 615_385 + HOLD);
    }

    #[test]
    fn without_a_burst_its_part_of_the_quota_is_left() {
        let expected = Rate {
            limit: 100,
            interval: 615_385 * 100 / 81,
            burst: 1,
        };
        assert_eq!(Rate::per_minute(100).evenly(), expected);
    }

    #[test]
    fn the_smallest_quota() {
        let rate = Rate::per_minute(1);
        assert_eq!((rate.limit, rate.burst, rate.tolerance()), (1, 1, 0));
        assert_eq!(rate.interval, 61_538_462);
        assert_eq!(rate.longest_wait(), MAX_PAUSE.max(2 * 61_538_462));
        assert_eq!(rate.longest_debt(), 61_538_462);
        assert_eq!(Rate::per_minute(0), rate);
    }

    #[test]
    fn the_clock_counts_microseconds() {
        let before = now();
        std::thread::sleep(Duration::from_millis(20));
        let passed = now() - before;
        assert!((20_000..10_000_000).contains(&passed), "{passed}");
    }
}
