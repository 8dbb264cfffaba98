//! The calls that count against the quota: when each was sent, or will be.

use std::collections::BTreeMap;

use super::rate::{GRAIN, HOLD, Micros, Rate};

/// The number of calls in each step of time. A call counts from its slot until the end of
/// its step is [`HOLD`] ago.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CallLog(BTreeMap<Micros, i64>);

impl CallLog {
    /// The time after which the calls of a step no longer count.
    fn release(step: Micros) -> Micros {
        (step + 1) * GRAIN + HOLD
    }

    pub(super) fn record(&mut self, at: Micros, count: i64) {
        *self.0.entry(at.div_euclid(GRAIN)).or_default() += count;
    }

    pub(super) fn forget(&mut self, now: Micros) {
        self.0.retain(|step, _| Self::release(*step) > now);
    }

    /// Returns the time of the last call; the smallest number if there is none.
    pub(super) fn last(&self) -> Micros {
        let last = self.0.last_key_value();
        last.map_or(Micros::MIN, |(step, _)| step.saturating_mul(GRAIN))
    }

    /// Returns the first time, not before this one, at which another call may be sent.
    pub(super) fn free_at(&self, rate: Rate, mut at: Micros) -> Micros {
        let mut excess = self.0.values().sum::<i64>() - rate.limit + 1;
        for (step, count) in &self.0 {
            if excess <= 0 {
                break;
            }
            excess -= count;
            at = at.max(Self::release(*step));
        }
        at
    }

    /// Returns the time from a call at this time to the next one. It is longer if the
    /// rest of the quota would be used up before the oldest calls no longer count.
    pub(super) fn pace(&self, rate: Rate, at: Micros) -> Micros {
        let counting = || self.0.iter().filter(|(step, _)| Self::release(**step) > at);
        let used: i64 = counting().map(|(_, count)| count).sum();
        let oldest = counting()
            .next()
            .map_or(at, |(step, _)| Self::release(*step));
        match used < rate.burst {
            true => rate.interval,
            false => rate
                .interval
                .max((oldest - at) / (rate.limit - used).max(1)),
        }
    }

    /// The steps and their numbers of calls, for a file.
    pub(crate) fn steps(&self) -> impl ExactSizeIterator<Item = (Micros, i64)> {
        self.0.iter().map(|(step, count)| (*step, *count))
    }

    pub(crate) fn from_steps(steps: impl Iterator<Item = (Micros, i64)>) -> Self {
        Self(steps.filter(|(_, count)| *count > 0).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_forgotten_when_they_no_longer_count() {
        let mut log = CallLog::default();
        log.record(0, 2);
        log.record(GRAIN - 1, 1);
        log.record(GRAIN, 4);
        let steps = |log: &CallLog| log.steps().collect::<Vec<_>>();
        log.forget(GRAIN + HOLD - 1);
        assert_eq!(steps(&log), [(0, 3), (1, 4)]);
        log.forget(GRAIN + HOLD);
        assert_eq!(steps(&log), [(1, 4)]);
        assert_eq!(log.last(), GRAIN);
        log.forget(2 * GRAIN + HOLD);
        assert_eq!((steps(&log), log.last()), (vec![], Micros::MIN));
    }

    #[test]
    fn steps_of_a_file_without_calls_are_left_out() {
        let log = CallLog::from_steps([(1, 2), (2, 0), (3, -5), (4, 1)].into_iter());
        assert_eq!(log.steps().collect::<Vec<_>>(), [(1, 2), (4, 1)]);
    }
}
