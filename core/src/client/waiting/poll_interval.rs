//! The poll interval of a waiter.

use std::collections::VecDeque;
use std::time::Duration;

use super::progress::Counts;
use crate::client::call::retry::random_fraction;

/// The delay before the next poll, as a fraction of the estimated time left.
const TIME_LEFT_FRACTION: f64 = 0.25;

/// The factor by which the delay grows while no subtask ends.
const GROWTH: f64 = 1.5;

/// The factor by which the delay grows after the platform was throttling.
const THROTTLED_GROWTH: f64 = 2.0;

/// The random variation of a delay, since many processes may wait at the same time.
const JITTER: f64 = 0.1;

/// The minimum delay, as a fraction of the elapsed time. A few last subtasks do not
/// justify a poll every few seconds for half an hour.
const ELAPSED_FRACTION: f64 = 0.025;

/// The rate is measured from the time when this factor more subtasks were running. So
/// it suits tasks of a minute and of a day, and a few last subtasks.
const RATE_WINDOW: f64 = 1.25;

/// The fraction of subtasks that must have ended before the time left can be estimated.
const MIN_ENDED_FRACTION: f64 = 0.01;

/// The fraction of the client's quota that polling may use.
const QUOTA_FRACTION: f64 = 0.25;

/// The maximum estimate, in seconds: ten years.
const MAX_ESTIMATE: f64 = 315_360_000.0;

/// Measurements of a task, and the delay that follows from them.
#[derive(Debug)]
pub(crate) struct PollInterval {
    min: Duration,
    max: Duration,
    last: Option<Counts>,
    /// The times at which a number of subtasks had ended, as far back as the rate is
    /// measured.
    history: VecDeque<(Duration, u64)>,
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
            history: VecDeque::new(),
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
        let is_reliable = counts.ended() as f64 >= counts.total as f64 * MIN_ENDED_FRACTION;
        let seconds = counts.running() as f64 / self.rate.filter(|_| is_reliable)?;
        (seconds <= MAX_ESTIMATE).then(|| Duration::from_secs_f64(seconds))
    }

    /// Records the counts of a poll. `elapsed` is the time since the waiting began.
    pub(crate) fn record_poll(&mut self, elapsed: Duration, counts: &Counts) {
        self.measure(elapsed, counts);
        let before = self.last.replace(*counts);
        let fraction = self
            .left(counts)
            .map(|left| left.mul_f64(TIME_LEFT_FRACTION));
        let grown = self.base.mul_f64(GROWTH);
        let next = match (before, fraction) {
            (None, _) => self.base,
            (Some(before), Some(fraction)) if before != *counts => fraction,
            (_, fraction) => grown.max(fraction.unwrap_or_default()),
        };
        self.set(next.max(elapsed.mul_f64(ELAPSED_FRACTION)));
    }

    fn measure(&mut self, elapsed: Duration, counts: &Counts) {
        let ended = counts.ended();
        let had_ended = |before: &(Duration, u64)| before.1;
        if self.history.back().map(had_ended) != Some(ended) {
            self.history.push_back((elapsed, ended));
        }
        let running = |before: &(Duration, u64)| counts.total.saturating_sub(before.1) as f64;
        let window = counts.running() as f64 * RATE_WINDOW;
        while self
            .history
            .get(1)
            .is_some_and(|second| running(second) >= window)
        {
            self.history.pop_front();
        }
        if let Some((since, before)) = self.history.front() {
            let seconds = elapsed.saturating_sub(*since).as_secs_f64();
            if seconds > 0.0 {
                self.rate = Some(ended.saturating_sub(*before) as f64 / seconds);
            }
        }
    }

    /// Records a failed poll. `retry_after` is the pause that the platform requested.
    pub(crate) fn record_failure(&mut self, is_throttled: bool, retry_after: Duration) {
        self.set(self.base.mul_f64(match is_throttled {
            true => THROTTLED_GROWTH,
            false => GROWTH,
        }));
        self.delay = self.delay.max(retry_after);
    }

    /// Increases the delay to stay within a fraction of the quota, after a poll that
    /// made this many calls.
    pub(crate) fn limit_to_quota(&mut self, calls_per_minute: u32, calls: u32) {
        let rate = f64::from(calls_per_minute) / 60.0 * QUOTA_FRACTION;
        let min_delay = Duration::from_secs_f64(f64::from(calls) / rate);
        self.delay = self.delay.max(min_delay);
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

    fn interval() -> PollInterval {
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
        let actual = delay.as_secs_f64();
        let range = seconds * (1.0 - JITTER) - 1e-6..=seconds * (1.0 + JITTER) + 1e-6;
        assert!(
            (5.0..=120.0).contains(&actual),
            "{actual} is beyond the limits"
        );
        assert!(range.contains(&actual), "{actual} is not about {seconds}");
    }

    #[test]
    fn a_part_of_the_time_left() {
        let mut interval = interval();
        interval.record_poll(Duration::ZERO, &ended(0));
        assert_eq!((interval.rate(), interval.left(&ended(0))), (None, None));
        assert_about(interval.delay(), 5.0);
        interval.record_poll(10 * SECOND, &ended(20));
        assert_eq!(interval.rate(), Some(2.0));
        assert_eq!(interval.left(&ended(20)), Some(490 * SECOND));
        assert_about(interval.delay(), 120.0);
        interval.record_poll(100 * SECOND, &ended(600));
        // The first 10 s are no longer in the measurement.
        let rate = 580.0 / 90.0;
        assert_eq!(interval.rate(), Some(rate));
        assert_about(interval.delay(), 400.0 / rate / 4.0);
        interval.record_poll(200 * SECOND, &ended(999));
        assert_about(interval.delay(), 5.0);
    }

    #[test]
    fn longer_without_progress_or_estimate() {
        for moving in [0, 1] {
            let mut interval = interval();
            interval.record_poll(Duration::ZERO, &ended(0));
            for (poll, seconds) in [(1, 7.5), (2, 11.25), (3, 16.875)] {
                interval.record_poll(poll * SECOND, &ended(u64::from(poll) * moving));
                assert_about(interval.delay(), seconds);
            }
            for poll in 4..9 {
                interval.record_poll(poll * SECOND, &ended(u64::from(poll) * moving));
                assert_eq!(interval.left(&ended(9)), None);
            }
            assert_about(interval.delay(), 120.0);
        }
    }

    #[test]
    fn the_rate_is_the_recent_one() {
        let mut interval = interval();
        // 10 per second, then one in ten seconds.
        for second in 0..=90 {
            interval.record_poll(second * SECOND, &ended(u64::from(second) * 10));
        }
        assert_eq!(interval.rate(), Some(10.0));
        for ended_late in 1..=30 {
            let at = Duration::from_secs(90 + ended_late * 10);
            interval.record_poll(at, &ended(900 + ended_late));
        }
        let rate = interval.rate().unwrap_or_default();
        assert!((0.1..0.11).contains(&rate), "{rate}");
        // The rate decreases with each second in which no subtask ends.
        interval.record_poll(1000 * SECOND, &ended(930));
        assert!(interval.rate().is_some_and(|rate| rate < 0.03));
        assert!(interval.history.len() < 30, "{:?}", interval.history);
    }

    #[test]
    fn last_subtasks_are_not_polled_every_few_seconds() {
        let mut interval = interval();
        interval.record_poll(Duration::ZERO, &ended(0));
        interval.record_poll(3600 * SECOND, &ended(999));
        assert_about(interval.delay(), 90.0);
    }

    #[test]
    fn throttling_and_failures_increase_the_delay() {
        let mut interval = interval();
        interval.record_failure(true, Duration::ZERO);
        assert_about(interval.delay(), 10.0);
        interval.record_failure(false, Duration::ZERO);
        assert_about(interval.delay(), 15.0);
        interval.record_failure(true, 600 * SECOND);
        assert_eq!(interval.delay(), 600 * SECOND);
    }

    #[test]
    fn a_quarter_of_the_quota() {
        let mut interval = interval();
        interval.record_poll(Duration::ZERO, &ended(0));
        interval.limit_to_quota(100, 2);
        assert!(interval.delay() < 6 * SECOND);
        interval.limit_to_quota(10, 2);
        assert_eq!(interval.delay(), 48 * SECOND);
        interval.limit_to_quota(1, 11);
        assert_eq!(interval.delay(), 2640 * SECOND);
    }

    #[test]
    fn delays_differ() {
        let mut interval = interval();
        let mut delays: Vec<_> = (0..50)
            .map(|_| {
                interval.set(50 * SECOND);
                interval.delay()
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

    #[test]
    fn a_poll_without_news_is_not_followed_by_a_quick_one() {
        let mut interval = interval();
        interval.record_poll(Duration::ZERO, &ended(0));
        interval.record_poll(10 * SECOND, &ended(500));
        assert_about(interval.delay(), 5.0);
        // A quarter of the 20 s that seem to be left would be 5 s again.
        interval.record_poll(20 * SECOND, &ended(500));
        assert_eq!(interval.left(&ended(500)), Some(20 * SECOND));
        assert_about(interval.delay(), 7.5);
    }

    #[test]
    fn the_rate_goes_back_to_a_quarter_more_than_what_is_left() {
        for (first, rate) in [(625, 7.5), (626, 35.0)] {
            let mut interval = interval();
            interval.record_poll(Duration::ZERO, &ended(0));
            interval.record_poll(10 * SECOND, &ended(first));
            interval.record_poll(20 * SECOND, &ended(700));
            assert_eq!(interval.rate(), Some(rate));
        }
    }
}
