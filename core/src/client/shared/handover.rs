//! Keeps the quota while processes go from Redis to files, or back, and when Redis loses
//! the rate limit.
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
//!
//! A Redis that has lost the rate limit begins another one, with another id. That is
//! another place too.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::rate_limit::{Claim, GRAIN, HOLD, Lead, Micros, Slot};

/// The time after which the last wait no longer describes the queue.
const MEMORY: Duration = Duration::from_secs(60);

/// The time for which a call counts.
const COUNTS_FOR: Duration = Duration::from_micros(HOLD.unsigned_abs());
const STEP: Duration = Duration::from_micros(GRAIN.unsigned_abs());

/// Identifies a rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RateLimitId {
    /// One in Redis, with this number.
    Redis(Micros),
    /// The one in files.
    Files,
}

/// What a process knows of a rate limit in Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) id: Micros,
    /// The time since this process reserved a slot there.
    pub(crate) age: Duration,
}

/// What a process says when it asks for a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) claim: Claim,
    /// What it brings from another place.
    pub(crate) lead: Option<Lead>,
    /// The rate limit that it was at before, if that is in Redis.
    pub(crate) known: Option<Known>,
}

/// The last slot of an application in this process, and its calls where that is.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    /// Where it was, the wait for it, and when it was asked for.
    last: Option<(RateLimitId, Duration, Instant)>,
    /// When calls were sent since the place has changed, and how many.
    calls: VecDeque<(Instant, i64)>,
}

impl Handover {
    /// Returns the entry to the rate limit in Redis.
    pub(super) fn enter_redis(&mut self, claim: Claim) -> Entry {
        match self.recent() {
            Some((RateLimitId::Redis(id), _, asked)) => Entry {
                claim,
                lead: None,
                known: Some(Known {
                    id,
                    age: asked.elapsed(),
                }),
            },
            _ if matches!(self.last, Some((RateLimitId::Files, ..))) => self.enter_another(claim),
            _ => Entry::first(claim),
        }
    }

    /// Returns the entry to the rate limit in files.
    pub(super) fn enter_files(&mut self, claim: Claim) -> Entry {
        match self.last {
            Some((RateLimitId::Redis(_), ..)) => self.enter_another(claim),
            _ => Entry::first(claim),
        }
    }

    /// Returns the entry to a place that is not the last one. A ticket is of no use there.
    pub(super) fn enter_another(&mut self, claim: Claim) -> Entry {
        let claim = match claim {
            Claim::Batch(_) => Claim::Batch(None),
            other => other,
        };
        let lead = self.recent().map(|(_, wait, _)| {
            self.forget();
            let calls = self.calls.iter();
            let calls = calls.map(|(at, count)| (at.elapsed(), *count)).collect();
            Lead { wait, calls }
        });
        Entry {
            lead,
            ..Entry::first(claim)
        }
    }

    /// Returns the last slot, unless it was too long ago to say anything.
    fn recent(&self) -> Option<(RateLimitId, Duration, Instant)> {
        self.last
            .filter(|(_, wait, asked)| asked.elapsed() < *wait + MEMORY)
    }

    /// Records a slot that was asked for at this time.
    pub(super) fn reserved(&mut self, place: RateLimitId, slot: Slot, asked: Instant) {
        let wait = match slot {
            Slot::In(wait) | Slot::Queued(wait, _) => wait,
            Slot::NotWithin(_) => return,
        };
        let is_files = |place| place == RateLimitId::Files;
        if let Some((last, ..)) = self.last
            && is_files(last) != is_files(place)
        {
            self.calls.clear();
        }
        self.last = Some((place, wait, asked));
        if let Slot::In(wait) = slot {
            self.record(Instant::now() + wait);
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

impl Entry {
    /// The entry of a process that comes from nowhere.
    fn first(claim: Claim) -> Self {
        Self {
            claim,
            lead: None,
            known: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rate_limit::Ticket;
    use super::*;

    fn brought(entry: &Entry) -> Option<(Duration, i64)> {
        let lead = entry.lead.as_ref()?;
        let calls = lead.calls.iter().map(|(_, count)| count).sum();
        Some((lead.wait, calls))
    }

    #[test]
    fn only_a_change_of_the_place_needs_a_lead() {
        let wait = Duration::from_secs(3);
        let mut handover = Handover::default();
        let files = |handover: &mut Handover| brought(&handover.enter_files(Claim::Single));
        assert_eq!(files(&mut handover), None);
        let now = Instant::now();
        handover.reserved(RateLimitId::Redis(5), Slot::In(Duration::ZERO), now);
        handover.reserved(RateLimitId::Redis(5), Slot::In(wait), now);
        let entry = handover.enter_redis(Claim::Single);
        assert_eq!(
            (brought(&entry), entry.known.map(|known| known.id)),
            (None, Some(5))
        );
        assert_eq!(files(&mut handover), Some((wait, 2)));
        // Nothing was reserved.
        handover.reserved(RateLimitId::Files, Slot::NotWithin(wait * 2), now);
        assert_eq!(files(&mut handover), Some((wait, 2)));
        handover.reserved(RateLimitId::Files, Slot::In(Duration::ZERO), now);
        let entry = handover.enter_redis(Claim::Single);
        assert_eq!(
            (brought(&entry), entry.known),
            (Some((Duration::ZERO, 1)), None)
        );
    }

    #[test]
    fn all_calls_are_brought_to_a_redis_that_has_lost_the_rate_limit() {
        let mut handover = Handover::default();
        let now = Instant::now();
        for id in 1..4 {
            handover.reserved(RateLimitId::Redis(id), Slot::In(Duration::ZERO), now);
        }
        let entry = handover.enter_another(Claim::Single);
        assert_eq!(
            (brought(&entry), entry.known),
            (Some((Duration::ZERO, 3)), None)
        );
    }

    #[test]
    fn a_ticket_is_for_one_place() {
        let mut handover = Handover::default();
        let ticket = Ticket { slot: 7, shift: 0 };
        let queued = Slot::Queued(Duration::ZERO, ticket);
        handover.reserved(RateLimitId::Redis(5), queued, Instant::now());
        let claim = Claim::Batch(Some(ticket));
        assert_eq!(handover.enter_redis(claim).claim, claim);
        for entry in [handover.enter_files(claim), handover.enter_another(claim)] {
            assert_eq!(entry.claim, Claim::Batch(None));
        }
    }

    #[test]
    fn calls_are_counted_together_while_they_are_close() {
        let mut handover = Handover::default();
        let now = Instant::now();
        for after in [STEP / 2, STEP - STEP / 100, STEP, STEP * 3 / 2, STEP * 3] {
            handover.record(now + after);
        }
        let begins = [STEP / 2, STEP * 3 / 2, STEP * 3].map(|after| now + after);
        let counted: Vec<_> = handover.calls.into();
        assert_eq!(counted, [(begins[0], 3), (begins[1], 1), (begins[2], 1)]);
    }

    #[test]
    fn calls_that_no_longer_count_are_forgotten() {
        let mut handover = Handover::default();
        let now = Instant::now();
        let long_ago = now.checked_sub(COUNTS_FOR).expect("a time since the start");
        handover.calls.push_back((long_ago, 5));
        handover.record(now);
        assert_eq!(handover.calls, [(now, 1)]);
    }

    #[test]
    fn a_call_counts_when_it_is_sent() {
        let mut handover = Handover::default();
        let wait = Duration::from_secs(30);
        let now = Instant::now();
        handover.reserved(RateLimitId::Files, Slot::In(wait), now);
        let sent = handover.calls.front().map(|(at, _)| *at);
        assert!(sent.is_some_and(|sent| sent >= now + wait));
    }

    #[test]
    fn a_change_within_redis_keeps_the_calls_and_another_does_not() {
        let mut handover = Handover::default();
        for (place, expected) in [
            (RateLimitId::Redis(1), 1),
            (RateLimitId::Redis(2), 2),
            (RateLimitId::Files, 1),
            (RateLimitId::Files, 2),
            (RateLimitId::Redis(2), 1),
        ] {
            handover.reserved(place, Slot::In(Duration::ZERO), Instant::now());
            let count: i64 = handover.calls.iter().map(|(_, count)| count).sum();
            assert_eq!(count, expected, "{place:?}");
        }
    }
}
