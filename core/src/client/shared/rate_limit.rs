//! The rate limit: the generic cell rate algorithm (GCRA).
//!
//! Its state is one point in time, the "theoretical arrival time" of the next call.
//! Every call advances it by the interval between two calls. So a caller reserves its
//! slot in one step, in the order of arrival, and then only sleeps until it. It holds
//! no lock meanwhile.
//!
//! There are crates for GCRA (`governor` is the best known). But they keep the state in
//! the memory of one process, and check whether a call may start now instead of
//! returning when it may. Here all processes share the state.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Microseconds on the clock of the store.
pub(crate) type Micros = i64;

/// The platform's window, in microseconds: quotas are per minute.
const WINDOW: Micros = 60_000_000;

/// The time without a refusal after which the count of refusals starts again.
const REFUSAL_MEMORY: Micros = 2 * WINDOW;

/// The longest pause after a refusal.
const MAX_PAUSE: Micros = WINDOW;

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
    /// The time between two calls in the long run.
    pub(crate) interval: Micros,
    /// The time by which calls may be early after a period without calls.
    pub(crate) tolerance: Micros,
}

impl Rate {
    /// The latest slot that is given, from now: no call waits longer than for the longest
    /// pause, or for two calls of a very small quota.
    pub(crate) fn longest_wait(self) -> Micros {
        MAX_PAUSE.max(2 * self.interval)
    }

    /// The latest time of a next call, from now. What is further away comes from another
    /// clock, or from a damaged store.
    pub(crate) fn horizon(self) -> Micros {
        self.longest_wait() + self.tolerance + self.interval
    }

    /// The latest next call, from now, that calls without a wait can cause: a login does
    /// not wait, and many that fail must not hold up all calls.
    pub(crate) fn longest_debt(self) -> Micros {
        self.tolerance + self.interval.max(MAX_DEBT)
    }

    /// Creates a rate of 98 % of a quota, with a burst of 1 % of the quota.
    ///
    /// The platform counts calls as they arrive, in a sliding window. In any minute, at
    /// most `0.98 limit + burst` calls are sent. The remainder of the quota is for
    /// calls that the network delays and then delivers together: it allows for the
    /// calls of 600 ms to arrive at the same time.
    pub(crate) fn per_minute(limit: u32) -> Self {
        let limit = Micros::from(limit.max(1));
        let used = limit * 98;
        let interval = (WINDOW * 100 + used - 1) / used;
        Self {
            interval,
            tolerance: limit / 100 * interval,
        }
    }
}

/// The slot of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(crate) enum Slot {
    /// The call may start after this time. The slot is reserved.
    In(Duration),
    /// The next slot is after this time, which is longer than the maximum wait. No slot
    /// is reserved.
    NotWithin(Duration),
}

impl Slot {
    /// Converts the result of a script: the wait in microseconds, negative if it is too
    /// long.
    pub(crate) fn from_script(wait: Micros) -> Self {
        let time = Duration::from_micros(wait.unsigned_abs());
        if wait < 0 {
            Slot::NotWithin(time)
        } else {
            Slot::In(time)
        }
    }
}

/// The state of an application's rate limit. The default is an unused one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// The theoretical arrival time of the next call.
    pub(crate) next: Micros,
    /// The end of the pause after the platform's last refusal.
    pub(crate) paused: Micros,
    /// The number of consecutive refusals by the platform.
    pub(crate) refusals: i64,
}

impl RateLimit {
    /// Reserves the next slot, unless it is later than `max_wait`.
    pub(crate) fn reserve(&mut self, rate: Rate, now: Micros, max_wait: Duration) -> Slot {
        self.disbelieve(rate, now);
        let slot = now.max(self.next.saturating_sub(rate.tolerance));
        let wait = Duration::from_micros((slot - now).unsigned_abs());
        if max_wait == Duration::MAX {
            let debt = now + rate.longest_debt();
            let next = self.next.max(now).saturating_add(rate.interval);
            self.next = next.min(debt.max(self.next));
            return Slot::In(wait);
        }
        if wait > max_wait.min(Duration::from_micros(rate.longest_wait().unsigned_abs())) {
            return Slot::NotWithin(wait);
        }
        self.next = self.next.max(now).saturating_add(rate.interval);
        Slot::In(wait)
    }

    /// Forgets what cannot be true: times that are further away than any slot or pause
    /// are those of another clock, or of a damaged store.
    fn disbelieve(&mut self, rate: Rate, now: Micros) {
        if self.next > now + rate.horizon() || self.paused > now + MAX_PAUSE {
            *self = Self::default();
        }
    }

    /// Reserves the next slot; from now on, none is earlier than `lead`.
    pub(crate) fn reserve_after(
        &mut self,
        rate: Rate,
        now: Micros,
        lead: Duration,
        max_wait: Duration,
    ) -> Slot {
        let mut later = *self;
        if let Some(lead) = positive_micros(lead) {
            let first = now.saturating_add(lead).saturating_add(rate.tolerance);
            later.next = later.next.max(first);
        }
        let slot = later.reserve(rate, now, max_wait);
        if let Slot::In(_) = slot {
            *self = later;
        }
        slot
    }

    /// Pauses all calls, since the platform refused a call within the limit: others use
    /// the quota too, or it is smaller than configured. The pause is as long as the
    /// platform requests. If it requests none, the pause doubles with each refusal: 1
    /// s, 2 s, 4 s ... up to a minute. Refusals of calls that were already under way do
    /// not count again.
    pub(crate) fn back_off(&mut self, rate: Rate, now: Micros, retry_after: Option<Duration>) {
        self.disbelieve(rate, now);
        let retry_after = retry_after.and_then(|time| Micros::try_from(time.as_micros()).ok());
        if now >= self.paused {
            let is_first = now.saturating_sub(self.paused) > REFUSAL_MEMORY;
            self.refusals = if is_first { 1 } else { self.refusals + 1 };
            let doubled = 1_000_000 << self.refusals.clamp(1, 7).saturating_sub(1);
            self.paused = now + retry_after.unwrap_or(doubled).min(MAX_PAUSE);
        } else if let Some(retry_after) = retry_after {
            self.paused = self.paused.max(now + retry_after.min(MAX_PAUSE));
        }
        self.next = self.next.max(self.paused.saturating_add(rate.tolerance));
    }
}

fn positive_micros(time: Duration) -> Option<Micros> {
    let micros = Micros::try_from(time.as_micros()).ok();
    micros.filter(|micros| *micros > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Micros = 1_000_000;
    const FOREVER: Duration = Duration::from_secs(86_400);

    /// Returns the times of the calls of ten minutes under full load.
    fn under_load(limit: u32) -> Vec<Micros> {
        let (rate, mut rate_limit) = (Rate::per_minute(limit), RateLimit::default());
        let mut calls = Vec::new();
        while calls.last().is_none_or(|last| *last < 10 * WINDOW) {
            // Each call asks when the previous one has gone.
            let now = calls.last().copied().unwrap_or_default();
            match rate_limit.reserve(rate, now, FOREVER) {
                Slot::In(wait) => calls.push(now + wait.as_micros() as Micros),
                Slot::NotWithin(_) => break,
            }
        }
        calls
    }

    #[test]
    fn no_window_has_more_calls_than_the_quota_even_if_some_are_late() {
        for limit in [1, 2, 10, 60, 99, 100, 250, 1000, 6000, 100_000] {
            let calls = under_load(limit);
            let apart = calls
                .windows(limit as usize + 1)
                .map(|calls| calls[limit as usize] - calls[0])
                .min();
            // The calls of the quota and one more span the window and 600 ms.
            assert!(
                apart >= Some(WINDOW + 6 * SECOND / 10),
                "{limit}: {apart:?}"
            );
        }
    }

    #[test]
    fn at_least_97_percent_of_the_quota_are_used() {
        for limit in [10, 60, 99, 100, 250, 1000, 6000, 100_000] {
            let used = under_load(limit).len();
            assert!(used * 100 >= limit as usize * 10 * 97, "{limit}: {used}");
        }
    }

    #[test]
    fn after_a_rest_a_burst_is_allowed() {
        let (rate, mut rate_limit) = (Rate::per_minute(1000), RateLimit::default());
        let now = 5 * WINDOW;
        let burst =
            (0..100).filter(|_| rate_limit.reserve(rate, now, FOREVER) == Slot::In(Duration::ZERO));
        assert_eq!(burst.count(), 11);
    }

    #[test]
    fn a_lead_delays_the_slot_and_those_behind_it() {
        let (rate, mut rate_limit) = (Rate::per_minute(600), RateLimit::default());
        let lead = Duration::from_secs(2);
        let too_long = rate_limit.reserve_after(rate, SECOND, lead, Duration::from_secs(1));
        assert_eq!(too_long, Slot::NotWithin(lead));
        assert_eq!(rate_limit, RateLimit::default());
        let slot = rate_limit.reserve_after(rate, SECOND, lead, FOREVER);
        assert_eq!(slot, Slot::In(lead));
        let slot = rate_limit.reserve_after(rate, SECOND, Duration::ZERO, FOREVER);
        let next = lead + Duration::from_micros(rate.interval.unsigned_abs());
        assert_eq!(slot, Slot::In(next));
    }

    #[test]
    fn a_slot_after_the_maximum_wait_is_not_reserved() {
        let (rate, mut rate_limit) = (Rate::per_minute(60), RateLimit::default());
        assert_eq!(
            rate_limit.reserve(rate, 0, Duration::ZERO),
            Slot::In(Duration::ZERO)
        );
        let before = rate_limit;
        let slot = rate_limit.reserve(rate, 0, Duration::from_secs(1));
        assert_eq!(slot, Slot::NotWithin(Duration::from_micros(1_020_409)));
        assert_eq!(rate_limit, before);
    }

    #[test]
    fn pauses_double_with_each_refusal() {
        let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
        let mut now = WINDOW;
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            rate_limit.back_off(rate, now, None);
            // Calls under way at the same time are part of the same refusal.
            rate_limit.back_off(rate, now + SECOND / 2, None);
            let slot = rate_limit.reserve(rate, now, FOREVER);
            assert_eq!(slot, Slot::In(Duration::from_secs(seconds)));
            now += (seconds as Micros) * SECOND + rate.interval;
        }
        now += REFUSAL_MEMORY;
        rate_limit.back_off(rate, now, None);
        let slot = rate_limit.reserve(rate, now, FOREVER);
        assert_eq!(slot, Slot::In(Duration::from_secs(1)), "forgiven");
    }

    #[test]
    fn a_requested_pause_is_limited() {
        let rate = Rate::per_minute(100);
        for (retry_after, expected) in [(5, 5), (3600, 60)] {
            let mut rate_limit = RateLimit::default();
            rate_limit.back_off(rate, WINDOW, Some(Duration::from_secs(retry_after)));
            let slot = rate_limit.reserve(rate, WINDOW, FOREVER);
            assert_eq!(slot, Slot::In(Duration::from_secs(expected)));
        }
    }

    #[test]
    fn logins_that_fail_hold_up_nobody_for_long() {
        let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
        for _ in 0..6000 {
            rate_limit.reserve(rate, WINDOW, Duration::MAX);
        }
        let slot = rate_limit.reserve(rate, WINDOW, FOREVER);
        assert!(slot <= Slot::In(Duration::from_secs(5)), "{slot:?}");
    }

    #[test]
    fn a_time_of_another_clock_is_not_believed() {
        let rate = Rate::per_minute(100);
        for (next, paused) in [
            (i64::MAX, 0),
            (3600 * SECOND, 0),
            (0, i64::MAX),
            (0, 3600 * SECOND),
        ] {
            let mut rate_limit = RateLimit {
                next,
                paused,
                refusals: 3,
            };
            let slot = rate_limit.reserve(rate, WINDOW, Duration::ZERO);
            assert_eq!(slot, Slot::In(Duration::ZERO), "{next} {paused}");
        }
        // What the algorithm itself writes is.
        let mut rate_limit = RateLimit::default();
        rate_limit.back_off(rate, WINDOW, Some(Duration::from_secs(60)));
        let slot = rate_limit.reserve(rate, WINDOW, FOREVER);
        assert_eq!(slot, Slot::In(Duration::from_secs(60)));
    }
}
