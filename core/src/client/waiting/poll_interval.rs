//! How long to wait between polls.

use std::collections::VecDeque;
use std::time::Duration;

use super::progress::Counts;
use crate::client::call::retry::random_fraction;

/// The next poll comes after this part of the estimated time left.
const PART: f64 = 0.25;

/// How much longer the next delay is while nothing moves.
const GROWTH: f64 = 1.5;

/// How much longer it is after the platform said that it has had too many
/// calls.
const THROTTLED_GROWTH: f64 = 2.0;

/// Delays differ by so much, since many processes may wait at the same time.
const JITTER: f64 = 0.1;

/// The end need not be seen sooner than after this part of the time that it
/// took: stragglers are not worth a poll every few seconds for half an hour.
const PRECISION: f64 = 0.025;

/// The rate looks back to where so many times more subtasks were running. So
/// it suits a task of a minute as well as one of a day, and stragglers.
const MEMORY: f64 = 1.25;

/// As long as fewer have ended, nobody can tell how long the rest will take.
const TELLING: f64 = 0.01;

/// The client's quota is for more than waiting.
const SHARE: f64 = 0.25;

/// No estimate is longer: ten years.
const FOREVER: f64 = 315_360_000.0;

/// What has been measured, and what follows from it.
#[derive(Debug)]
pub(crate) struct PollInterval {
    min: Duration,
    max: Duration,
    last: Option<Counts>,
    /// When how many subtasks had ended, as far back as the rate looks.
    past: VecDeque<(Duration, u64)>,
    /// Subtasks that end in a second.
    rate: Option<f64>,
    /// Without jitter.
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

    /// How long after the last poll the next one is due.
    pub(crate) fn delay(&self) -> Duration {
        self.delay
    }

    /// Subtasks that end in a second; `None` until two polls were made.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.rate
    }

    /// The estimated time until all have ended; `None` if nobody can tell.
    pub(crate) fn left(&self, counts: &Counts) -> Option<Duration> {
        let is_telling = counts.ended() as f64 >= counts.total as f64 * TELLING;
        let seconds = counts.running() as f64 / self.rate.filter(|_| is_telling)?;
        (seconds <= FOREVER).then(|| Duration::from_secs_f64(seconds))
    }

    /// Learns what a poll told, so long after the beginning.
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

    /// Learns that a poll failed, and how long the platform asked to be left
    /// alone.
    pub(crate) fn failed(&mut self, is_throttled: bool, asked: Duration) {
        self.set(self.base.mul_f64(match is_throttled {
            true => THROTTLED_GROWTH,
            false => GROWTH,
        }));
        self.delay = self.delay.max(asked);
    }

    /// Keeps to a share of the quota, after a poll that took so many calls.
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
        // The first 10 s are forgotten.
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
        // 10 in a second, then one in ten seconds.
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
        // And slower with each second that nothing ends in.
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
