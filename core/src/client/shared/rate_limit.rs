//! The budget of calls: the generic cell rate algorithm (GCRA).
//!
//! All of it is one point in time, the "theoretical arrival time" of the next
//! call, which every call moves on by the interval between two calls. So a
//! caller takes its turn in one step, in the order of asking, and then only has
//! to wait for it; nobody holds anything meanwhile.
//!
//! There are crates for GCRA (`governor` is the best known), but they keep that
//! point in the memory of one process, and are asked "now?" and not "when?".
//! Here it lies where all processes reach it.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Microseconds on the clock of the store.
pub(crate) type Micros = i64;

/// The platform's window, in microseconds: quotas are per minute.
const WINDOW: Micros = 60_000_000;

/// After so long without a refusal, the budget is trusted again.
const FORGIVEN: Micros = 2 * WINDOW;

/// The longest pause after a refusal that names none itself.
const LONGEST_PAUSE: Micros = WINDOW;

/// Time on the clock that all processes of a host share, and that nobody sets.
pub(crate) fn now() -> Micros {
    let time = clock_gettime(ClockId::Boottime);
    time.tv_sec * 1_000_000 + time.tv_nsec / 1000
}

/// How fast calls may follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// Between two calls in the long run.
    pub(crate) interval: Micros,
    /// How far calls may be ahead of that after a rest.
    pub(crate) tolerance: Micros,
}

impl Rate {
    /// The pace that uses 98 % of a quota, and lets 1 % of it go at once.
    ///
    /// The platform counts calls as they arrive, in a window that slides. In
    /// any minute at most `0.98 limit + burst` calls are let go; what is left
    /// of the quota makes up for calls that the network has held up and then
    /// delivers together: so many that those of 600 ms may arrive at once.
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

/// When a call may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// After this time. The turn is taken.
    In(Duration),
    /// Only after this time, which is too long. No turn is taken.
    NotWithin(Duration),
}

impl Slot {
    /// Waiting time in microseconds; below zero, it is too long.
    pub(crate) fn from_script(wait: Micros) -> Self {
        let time = Duration::from_micros(wait.unsigned_abs());
        if wait < 0 {
            Slot::NotWithin(time)
        } else {
            Slot::In(time)
        }
    }
}

/// What is known of an application's budget. New ones are unused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// The theoretical arrival time of the next call.
    pub(crate) next: Micros,
    /// Until when the platform's last refusal holds calls back.
    pub(crate) paused: Micros,
    /// How often in a row the platform has refused.
    pub(crate) refusals: i64,
}

impl RateLimit {
    /// Takes the next turn, unless it is further away than `patience`.
    pub(crate) fn reserve(&mut self, pace: Rate, now: Micros, patience: Duration) -> Slot {
        let turn = now.max(self.next.saturating_sub(pace.tolerance));
        let wait = Duration::from_micros((turn - now).unsigned_abs());
        if wait > patience {
            return Slot::NotWithin(wait);
        }
        self.next = self.next.max(now).saturating_add(pace.interval);
        Slot::In(wait)
    }

    /// The platform refused a call although it had its turn: others use the
    /// quota too, or it is smaller than was said. Everybody pauses, for as long
    /// as the platform asks, else for longer each time that it happens again:
    /// 1 s, 2 s, 4 s ... up to a minute. Refusals of calls that were under way
    /// already do not count again.
    pub(crate) fn hold_back(&mut self, pace: Rate, now: Micros, asked: Option<Duration>) {
        let asked = asked.and_then(|time| Micros::try_from(time.as_micros()).ok());
        if now >= self.paused {
            let forgiven = now.saturating_sub(self.paused) > FORGIVEN;
            self.refusals = if forgiven { 1 } else { self.refusals + 1 };
            let doubled = 1_000_000 << self.refusals.clamp(1, 7).saturating_sub(1);
            self.paused = now + asked.unwrap_or(doubled).min(LONGEST_PAUSE);
        } else if let Some(asked) = asked {
            self.paused = self.paused.max(now + asked.min(LONGEST_PAUSE));
        }
        self.next = self.next.max(self.paused.saturating_add(pace.tolerance));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Micros = 1_000_000;
    const FOREVER: Duration = Duration::from_secs(86_400);

    /// The calls of ten minutes under full load, as points in time.
    fn under_load(limit: u32) -> Vec<Micros> {
        let (pace, mut budget) = (Rate::per_minute(limit), RateLimit::default());
        let mut calls = Vec::new();
        while calls.last().is_none_or(|last| *last < 10 * WINDOW) {
            match budget.reserve(pace, 0, FOREVER) {
                Slot::In(wait) => calls.push(wait.as_micros() as Micros),
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
            // One more than the quota spans the window, and 600 ms more.
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
    fn after_a_rest_some_calls_go_at_once() {
        let (pace, mut budget) = (Rate::per_minute(1000), RateLimit::default());
        let now = 5 * WINDOW;
        let at_once =
            (0..100).filter(|_| budget.reserve(pace, now, FOREVER) == Slot::In(Duration::ZERO));
        assert_eq!(at_once.count(), 11);
    }

    #[test]
    fn a_turn_that_is_too_far_away_is_not_taken() {
        let (pace, mut budget) = (Rate::per_minute(60), RateLimit::default());
        assert_eq!(
            budget.reserve(pace, 0, Duration::ZERO),
            Slot::In(Duration::ZERO)
        );
        let before = budget;
        let turn = budget.reserve(pace, 0, Duration::from_secs(1));
        assert_eq!(turn, Slot::NotWithin(Duration::from_micros(1_020_409)));
        assert_eq!(budget, before);
    }

    #[test]
    fn refusals_hold_everybody_back_longer_each_time() {
        let (pace, mut budget) = (Rate::per_minute(100), RateLimit::default());
        let mut now = WINDOW;
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            budget.hold_back(pace, now, None);
            // Those under way at the same time are part of the same refusal.
            budget.hold_back(pace, now + SECOND / 2, None);
            let turn = budget.reserve(pace, now, FOREVER);
            assert_eq!(turn, Slot::In(Duration::from_secs(seconds)));
            now += (seconds as Micros) * SECOND + pace.interval;
        }
        now += FORGIVEN;
        budget.hold_back(pace, now, None);
        let turn = budget.reserve(pace, now, FOREVER);
        assert_eq!(turn, Slot::In(Duration::from_secs(1)), "forgiven");
    }

    #[test]
    fn a_pause_that_the_platform_asks_for_is_kept_within_reason() {
        let pace = Rate::per_minute(100);
        for (asked, kept) in [(5, 5), (3600, 60)] {
            let mut budget = RateLimit::default();
            budget.hold_back(pace, WINDOW, Some(Duration::from_secs(asked)));
            let turn = budget.reserve(pace, WINDOW, FOREVER);
            assert_eq!(turn, Slot::In(Duration::from_secs(kept)));
        }
    }
}
