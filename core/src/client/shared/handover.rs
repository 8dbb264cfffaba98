//! Keeps the quota while processes go from Redis to files, or back.
//!
//! Redis and the files have separate rate limits. Neither knows the slots that were
//! reserved in the other. Suppose that 16 processes wait for slots in Redis when Redis
//! fails. The first process that asks again finds the rate limit of the files unused, so
//! the calls of both rate limits arrive together. Therefore a process that changes starts
//! behind the slots of the others. These slots are about as far ahead as its own last slot
//! was when it was reserved, since all processes wait in the same queue.

use std::time::{Duration, Instant};

use super::rate_limit::Slot;

/// The time after which the last wait no longer describes the queue.
const MEMORY: Duration = Duration::from_secs(60);

/// The store of a rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Redis,
    Files,
}

/// The last slot at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastSlot {
    /// The time since it was asked for.
    pub(super) age: Duration,
    /// The wait for it.
    pub(super) wait: Duration,
}

/// The last slot of an application in this process.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    last: Option<(Place, Duration, Instant)>,
}

impl Handover {
    /// Returns the minimum wait for a slot at this place.
    pub(super) fn lead(&self, place: Place) -> Duration {
        match self.last {
            Some((last, wait, at)) if last != place && at.elapsed() < wait + MEMORY => wait,
            _ => Duration::ZERO,
        }
    }

    /// Returns the last slot at this place; `None` if it was at the other one, or too long
    /// ago to say anything. It shows that the place has lost the rate limit, or that its
    /// clock was put forward.
    pub(super) fn last(&self, place: Place) -> Option<LastSlot> {
        let (last, wait, at) = self.last?;
        let age = at.elapsed();
        (last == place && age < wait + MEMORY).then_some(LastSlot { age, wait })
    }

    /// Records a slot that was asked for at this time.
    pub(super) fn reserved(&mut self, place: Place, slot: Slot, asked: Instant) {
        if let Slot::In(wait) = slot {
            self.last = Some((place, wait, asked));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_of_the_place_needs_a_lead() {
        let wait = Duration::from_secs(3);
        let mut handover = Handover::default();
        assert_eq!(handover.lead(Place::Files), Duration::ZERO);
        handover.reserved(Place::Redis, Slot::In(wait), Instant::now());
        assert_eq!(handover.lead(Place::Redis), Duration::ZERO);
        assert_eq!(handover.lead(Place::Files), wait);
        let last = handover.last(Place::Redis);
        assert_eq!(last.map(|last| last.wait), Some(wait));
        assert_eq!(handover.last(Place::Files), None);
        // Nothing was reserved.
        handover.reserved(Place::Files, Slot::NotWithin(wait * 2), Instant::now());
        assert_eq!(handover.lead(Place::Files), wait);
        handover.reserved(Place::Files, Slot::In(Duration::ZERO), Instant::now());
        assert_eq!(handover.lead(Place::Redis), Duration::ZERO);
    }
}
