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

    pub(super) fn reserved(&mut self, place: Place, slot: Slot) {
        if let Slot::In(wait) = slot {
            self.last = Some((place, wait, Instant::now()));
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
        handover.reserved(Place::Redis, Slot::In(wait));
        assert_eq!(handover.lead(Place::Redis), Duration::ZERO);
        assert_eq!(handover.lead(Place::Files), wait);
        // Nothing was reserved.
        handover.reserved(Place::Files, Slot::NotWithin(wait * 2));
        assert_eq!(handover.lead(Place::Files), wait);
        handover.reserved(Place::Files, Slot::In(Duration::ZERO));
        assert_eq!(handover.lead(Place::Redis), Duration::ZERO);
    }
}
