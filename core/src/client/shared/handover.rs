//! Keeps the quota while processes go from Redis to files, or back.
//!
//! Redis and the files have separate rate limits. Neither knows the slots that were
//! reserved in the other. Suppose that 16 processes wait for slots in Redis when Redis
//! fails. The first process that asks again finds the rate limit of the files unused, so
//! the calls of both rate limits arrive together. Therefore a process that changes takes
//! two things along:
//!
//! - It starts behind the slots of the others. These slots are about as far ahead as its
//!   own last slot was when it was reserved, since all processes wait in the same queue.
//! - It brings its own calls of the last minute, so that they count in the other place
//!   too. Every process does so, and all of them together bring all calls.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::rate_limit::{Claim, GRAIN, HOLD, Lead, Slot};

/// The time after which the last wait no longer describes the queue.
const MEMORY: Duration = Duration::from_secs(60);

/// The time for which a call counts.
const COUNTS_FOR: Duration = Duration::from_micros(HOLD.unsigned_abs());
const STEP: Duration = Duration::from_micros(GRAIN.unsigned_abs());

/// The store of a rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Redis,
    Files,
}

/// The last slot of an application in this process, and its calls where that is.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    last: Option<(Place, Duration, Instant)>,
    /// When calls were sent since the place has changed, and how many.
    calls: VecDeque<(Instant, i64)>,
}

impl Handover {
    /// Returns what to bring to this place if it is another one, and the claim as it is
    /// there: a ticket is of no use in another place.
    pub(super) fn enter(&mut self, place: Place, claim: Claim) -> (Option<Lead>, Claim) {
        let (wait, at) = match self.last {
            Some((last, wait, at)) if last != place => (wait, at),
            _ => return (None, claim),
        };
        let there = match claim {
            Claim::Batch(_) => Claim::Batch(None),
            other => other,
        };
        if at.elapsed() >= wait + MEMORY {
            return (None, there);
        }
        self.forget();
        let calls = self.calls.iter();
        let calls = calls.map(|(at, count)| (at.elapsed(), *count)).collect();
        (Some(Lead { wait, calls }), there)
    }

    pub(super) fn reserved(&mut self, place: Place, slot: Slot) {
        let wait = match slot {
            Slot::In(wait) | Slot::Queued(wait, _) => wait,
            Slot::NotWithin(_) => return,
        };
        let now = Instant::now();
        if self.last.is_some_and(|(last, ..)| last != place) {
            self.calls.clear();
        }
        self.last = Some((place, wait, now));
        if let Slot::In(wait) = slot {
            self.record(now + wait);
        }
    }

    fn record(&mut self, at: Instant) {
        self.forget();
        match self.calls.back_mut() {
            Some((last, count)) if at < *last + STEP => *count += 1,
            _ => self.calls.push_back((at, 1)),
        }
    }

    fn forget(&mut self) {
        while self
            .calls
            .front()
            .is_some_and(|(at, _)| at.elapsed() >= COUNTS_FOR)
        {
            self.calls.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rate_limit::Ticket;
    use super::*;

    #[test]
    fn only_a_change_of_the_place_needs_a_lead() {
        let wait = Duration::from_secs(3);
        let mut handover = Handover::default();
        let lead = |handover: &mut Handover, place| {
            let (lead, _) = handover.enter(place, Claim::Single);
            lead.map(|lead| (lead.wait, lead.calls.iter().map(|(_, count)| count).sum()))
        };
        assert_eq!(lead(&mut handover, Place::Files), None);
        handover.reserved(Place::Redis, Slot::In(Duration::ZERO));
        handover.reserved(Place::Redis, Slot::In(wait));
        assert_eq!(lead(&mut handover, Place::Redis), None);
        assert_eq!(lead(&mut handover, Place::Files), Some((wait, 2)));
        // Nothing was reserved.
        handover.reserved(Place::Files, Slot::NotWithin(wait * 2));
        assert_eq!(lead(&mut handover, Place::Files), Some((wait, 2)));
        handover.reserved(Place::Files, Slot::In(Duration::ZERO));
        assert_eq!(lead(&mut handover, Place::Redis), Some((Duration::ZERO, 1)));
    }

    #[test]
    fn a_ticket_is_for_one_place() {
        let mut handover = Handover::default();
        let ticket = Ticket { slot: 7, shift: 0 };
        handover.reserved(Place::Redis, Slot::Queued(Duration::ZERO, ticket));
        let claim = Claim::Batch(Some(ticket));
        assert_eq!(handover.enter(Place::Redis, claim).1, claim);
        assert_eq!(handover.enter(Place::Files, claim).1, Claim::Batch(None));
    }
}
