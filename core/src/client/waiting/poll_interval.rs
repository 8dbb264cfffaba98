//! The poll interval of a waiter.

use std::collections::VecDeque;
use std::time::Duration;

use super::progress::Counts;
use crate::client::call::retry::random_fraction;

/// The delay before the next poll, as a fraction of the estimated time left.
const PART: f64 = 0.25;

/// The factor by which the delay grows while no subtask ends.
const GROWTH: f64 = 1.5;

/// The factor by which the delay grows after the platform was throttling.
const THROTTLED_GROWTH: f64 = 2.0;

/// The random variation of a delay, since many processes may wait at the same time.
const JITTER: f64 = 0.1;

/// The minimum delay, as a fraction of the elapsed time. A few last subtasks do not
/// justify a poll every few seconds for half an hour.
const PRECISION: f64 = 0.025;

/// The rate is measured from the time when this factor more subtasks were running. So
/// it suits tasks of a minute and of a day, and a few last subtasks.
const MEMORY: f64 = 1.25;

/// The fraction of subtasks that must have ended before the time left can be estimated.
const TELLING: f64 = 0.01;

/// The fraction of the client's quota that polling may use.
const SHARE: f64 = 0.25;

/// The maximum estimate, in seconds: ten years.
const FOREVER: f64 = 315_360_000.0;

/// Measurements of a task, and the delay that follows from them.
#[derive(Debug)]
pub(crate) struct PollInterval {
    min: Duration,
    max: Duration,
    last: Option<Counts>,
    /// The times at which a number of subtasks had ended, as far back as the rate is
    /// measured.
    past: VecDeque<(Duration, u64)>,
    /// The number of subtasks that end per second.
    rate: Option<f64>,
    /// The delay without jitter.
    base: Duration,
    delay: Duration,
}

impl PollInterval {
    pub(crate) fn new(min: Duration, max: Duration) -> Self {
        Self {
            min,
            max,
            last: None,
            past: VecDeque::new(),
            rate: None,
            base: min,
            delay: min,
        }
    }

    /// Returns the time from the last poll to the next one.
    pub(crate) fn delay(&self) -> Duration {
        self.delay
    }

    /// Returns the number of subtasks that end per second; `None` before the second
    /// poll.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.rate
    }

    /// Returns the estimated time until all subtasks have ended; `None` if it cannot be
    /// estimated.
    pub(crate) fn left(&self, counts: &Counts) -> Option<Duration> {
        let is_telling = counts.ended() as f64 >= counts.total as f64 * TELLING;
        let seconds = counts.running() as f64 / self.rate.filter(|_| is_telling)?;
        (seconds <= FOREVER).then(|| Duration::from_secs_f64(seconds))
    }

    /// Records the counts of a poll. `elapsed` is the time since the waiting began.
    pub(crate) fn polled(&mut self, elapsed: Duration, counts: &Counts) {
        self.measure(elapsed, counts);
        let before = self.last.replace(*counts);
        let part = self.left(counts).map(|left| left.mul_f64(PART));
        let grown = self.base.mul_f64(GROWTH);
        let next = match (before, part) {
            (None, _) => self.base,
            (Some(before), Some(part)) if before != *counts => part,
            (_, part) => grown.max(part.unwrap_or_default()),
        };
        self.set(next.max(elapsed.mul_f64(PRECISION)));
    }

    fn measure(&mut self, elapsed: Duration, counts: &Counts) {
        let ended = counts.ended();
        let had_ended = |before: &(Duration, u64)| before.1;
        if self.past.back().map(had_ended) != Some(ended) {
            self.past.push_back((elapsed, ended));
        }
        let running = |before: &(Duration, u64)| counts.total.saturating_sub(before.1) as f64;
        let enough = counts.running() as f64 * MEMORY;
        while self
            .past
            .get(1)
            .is_some_and(|second| running(second) >= enough)
        {
            self.past.pop_front();
        }
        if let Some((since, before)) = self.past.front() {
            let seconds = elapsed.saturating_sub(*since).as_secs_f64();
            if seconds > 0.0 {
                self.rate = Some(ended.saturating_sub(*before) as f64 / seconds);
            }
        }
    }

    /// Records a failed poll. `retry_after` is the pause that the platform requested.
    pub(crate) fn failed(&mut self, is_throttled: bool, asked: Duration) {
        self.set(self.base.mul_f64(match is_throttled {
            true => THROTTLED_GROWTH,
            false => GROWTH,
        }));
        self.delay = self.delay.max(asked);
    }

    /// Increases the delay to stay within a fraction of the quota, after a poll that
    /// made this many calls.
    pub(crate) fn share(&mut self, calls_per_minute: u32, calls: u32) {
        let rate = f64::from(calls_per_minute) / 60.0 * SHARE;
        let least = Duration::from_secs_f64(f64::from(calls) / rate);
        self.delay = self.delay.max(least);
    }

    fn set(&mut self, next: Duration) {
        self.base = next.clamp(self.min, self.max);
        let shortest = self.base.mul_f64(1.0 - JITTER).max(self.min);
        let longest = self.base.mul_f64(1.0 + JITTER).min(self.max);
        let spread = longest.saturating_sub(shortest);
        self.delay = shortest + spread.mul_f64(random_fraction());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pace() -> PollInterval {
        PollInterval::new(5 * SECOND, 120 * SECOND)
    }

    fn ended(success: u64) -> Counts {
        Counts {
            total: 1000,
            success,
            wait: 1000 - success,
            ..Counts::default()
        }
    }

    fn assert_about(delay: Duration, seconds: f64) {
        let found = delay.as_secs_f64();
        let range = seconds * (1.0 - JITTER) - 1e-6..=seconds * (1.0 + JITTER) + 1e-6;
        assert!(
            (5.0..=120.0).contains(&found),
            "{found} is beyond the limits"
        );
        assert!(range.contains(&found), "{found} is not about {seconds}");
    }

    #[test]
    fn a_part_of_the_time_left() {
        let mut pace = pace();
        pace.polled(Duration::ZERO, &ended(0));
        assert_eq!((pace.rate(), pace.left(&ended(0))), (None, None));
        assert_about(pace.delay(), 5.0);
        pace.polled(10 * SECOND, &ended(20));
        assert_eq!(pace.rate(), Some(2.0));
        assert_eq!(pace.left(&ended(20)), Some(490 * SECOND));
        assert_about(pace.delay(), 120.0);
        pace.polled(100 * SECOND, &ended(600));
        // The first 10 s are no longer in the measurement.
        let rate = 580.0 / 90.0;
        assert_eq!(pace.rate(), Some(rate));
        assert_about(pace.delay(), 400.0 / rate / 4.0);
        pace.polled(200 * SECOND, &ended(999));
        assert_about(pace.delay(), 5.0);
    }

    #[test]
    fn longer_while_nothing_moves_or_nobody_can_tell() {
        for moving in [0, 1] {
            let mut pace = pace();
            pace.polled(Duration::ZERO, &ended(0));
            for (poll, seconds) in [(1, 7.5), (2, 11.25), (3, 16.875)] {
                pace.polled(poll * SECOND, &ended(u64::from(poll) * moving));
                assert_about(pace.delay(), seconds);
            }
            for poll in 4..9 {
                pace.polled(poll * SECOND, &ended(u64::from(poll) * moving));
                assert_eq!(pace.left(&ended(9)), None);
            }
            assert_about(pace.delay(), 120.0);
        }
    }

    #[test]
    fn the_rate_is_that_of_late() {
        let mut pace = pace();
        // 10 per second, then one in ten seconds.
        for second in 0..=90 {
            pace.polled(second * SECOND, &ended(u64::from(second) * 10));
        }
        assert_eq!(pace.rate(), Some(10.0));
        for ended_late in 1..=30 {
            let at = Duration::from_secs(90 + ended_late * 10);
            pace.polled(at, &ended(900 + ended_late));
        }
        let rate = pace.rate().unwrap_or_default();
        assert!((0.1..0.11).contains(&rate), "{rate}");
        // The rate decreases with each second in which no subtask ends.
        pace.polled(1000 * SECOND, &ended(930));
        assert!(pace.rate().is_some_and(|rate| rate < 0.03));
        assert!(pace.past.len() < 30, "{:?}", pace.past);
    }

    #[test]
    fn stragglers_are_not_looked_at_every_few_seconds() {
        let mut pace = pace();
        pace.polled(Duration::ZERO, &ended(0));
        pace.polled(3600 * SECOND, &ended(999));
        assert_about(pace.delay(), 90.0);
    }

    #[test]
    fn a_platform_that_has_had_enough_is_left_alone() {
        let mut pace = pace();
        pace.failed(true, Duration::ZERO);
        assert_about(pace.delay(), 10.0);
        pace.failed(false, Duration::ZERO);
        assert_about(pace.delay(), 15.0);
        pace.failed(true, 600 * SECOND);
        assert_eq!(pace.delay(), 600 * SECOND);
    }

    #[test]
    fn a_quarter_of_the_quota() {
        let mut pace = pace();
        pace.polled(Duration::ZERO, &ended(0));
        pace.share(100, 2);
        assert!(pace.delay() < 6 * SECOND);
        pace.share(10, 2);
        assert_eq!(pace.delay(), 48 * SECOND);
        pace.share(1, 11);
        assert_eq!(pace.delay(), 2640 * SECOND);
    }

    #[test]
    fn delays_differ() {
        let mut pace = pace();
        let mut delays: Vec<_> = (0..50)
            .map(|_| {
                pace.set(50 * SECOND);
                pace.delay()
            })
            .collect();
        delays.sort_unstable();
        assert!(
            delays
                .iter()
                .all(|delay| (45 * SECOND..=55 * SECOND).contains(delay))
        );
        delays.dedup();
        assert!(delays.len() > 25, "{delays:?}");
    }
}
