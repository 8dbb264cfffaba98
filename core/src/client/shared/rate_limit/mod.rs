//! The rate limit of an application: when each of its calls may be sent.
//!
//! A window counts the calls of the last minute, as the platform does, so that it never
//! gets more than the quota. Within the window, calls are paced, so that it is not used up
//! at its beginning. There are two kinds of calls:
//!
//! - Single calls, such as those of a web page, take a definite slot, in the order of
//!   arrival. After a rest, a fifth of the quota goes immediately. Then they go at the even
//!   rate, or slower: what is left of the window must last until its oldest calls leave it.
//! - The calls of a batch, such as those of a paginator, queue at the even rate and take
//!   all that is left. They ask again when their turn comes. Each single call moves the
//!   whole queue back by one place. So a single call finds at most the next place taken.
//!
//! A process that brings its calls from another store does not bring those of a process that
//! has ended since. So for a window, no burst is due after a rest, and the calls that a burst
//! could have sent there are left out.
//!
//! The pacing of single calls is the generic cell rate algorithm (GCRA). There are crates
//! for it (`governor` is the best known). But they keep the state in the memory of one
//! process, and check whether a call may start now instead of returning when it may. Here
//! all processes share the state.

mod call_log;
mod file_form;
#[cfg(test)]
pub(crate) mod random;
mod rate;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(crate) use call_log::CallLog;
pub(crate) use file_form::boot;
pub(crate) use rate::{GRAIN, HOLD, MAX_DELAY, MAX_PAUSE, Micros, Rate, now};

/// The time without a refusal after which the count of refusals starts again.
const REFUSAL_MEMORY: Micros = 2 * rate::WINDOW;

/// Purpose of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// A login. It takes a slot, but does not wait for it.
    Login,
    /// A single call.
    Single,
    /// A call of a batch; its place in the queue if it has one.
    Batch(Option<Ticket>),
}

/// A place in the queue of batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket {
    pub(crate) slot: Micros,
    /// [`RateLimit::shift`] at the time of the ticket.
    pub(crate) shift: Micros,
}

/// The slot of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The call may start after this time. The slot is reserved.
    In(Duration),
    /// The call is to ask again after this time, with its ticket.
    Queued(Duration, Ticket),
    /// The next slot is after this time, which is longer than the maximum wait. No slot
    /// is reserved.
    NotWithin(Duration),
}

/// What a process knows from another store, to continue in this one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lead {
    /// The wait for slots that are reserved there.
    pub(crate) wait: Duration,
    /// The calls of this process there: how long ago, and how many.
    pub(crate) calls: Vec<(Duration, i64)>,
}

/// The state of an application's rate limit. The default is an unused one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// The theoretical arrival time of the next single call.
    pub(crate) next: Micros,
    /// The next place in the queue of batches.
    pub(crate) queue: Micros,
    /// The time by which single calls and pauses have moved the queue back so far.
    pub(crate) shift: Micros,
    /// The end of the pause after the platform's last refusal.
    pub(crate) paused: Micros,
    /// The number of consecutive refusals by the platform.
    pub(crate) refusals: i64,
    /// Until when calls go evenly, after a lead; 0 if they do not.
    pub(crate) even_until: Micros,
    pub(crate) log: CallLog,
}

impl RateLimit {
    /// Reserves the next slot, unless it is later than `max_wait`. With a lead, no slot is
    /// earlier than it says.
    pub(crate) fn reserve(
        &mut self,
        rate: Rate,
        now: Micros,
        claim: Claim,
        max_wait: Duration,
        lead: Option<&Lead>,
    ) -> Slot {
        let current = self.rate(rate, now);
        self.log.forget(now);
        let Some(lead) = lead else {
            return self.claim(current, now, claim, max_wait);
        };
        let mut later = self.clone();
        later.follow(rate, now, lead);
        let slot = later.claim(rate.evenly(), now, claim, max_wait);
        if !matches!(slot, Slot::NotWithin(_)) {
            *self = later;
        }
        slot
    }

    fn claim(&mut self, rate: Rate, now: Micros, claim: Claim, max_wait: Duration) -> Slot {
        match claim {
            Claim::Login => self.log_in(rate, now),
            Claim::Single => self.single(rate, now, rate.limited(max_wait)),
            Claim::Batch(ticket) => self.batch(rate, now, ticket, rate.limited(max_wait)),
        }
    }

    fn single(&mut self, rate: Rate, now: Micros, longest: Micros) -> Slot {
        let paced = now.max(self.next.saturating_sub(rate.tolerance()));
        let slot = self.log.free_at(rate, paced);
        if slot - now > longest {
            return Slot::NotWithin(duration(slot - now));
        }
        self.next = self.next.max(slot) + self.log.pace(rate, slot);
        self.take(rate, now, slot);
        Slot::In(duration(slot - now))
    }

    fn log_in(&mut self, rate: Rate, now: Micros) -> Slot {
        let next = self.next.max(now) + rate.interval;
        if next <= now + rate.longest_debt() {
            self.next = next;
            self.take(rate, now, now);
        }
        Slot::In(Duration::ZERO)
    }

    /// Counts a call, and moves the queue of batches back by one place.
    fn take(&mut self, rate: Rate, now: Micros, slot: Micros) {
        self.log.record(slot, 1);
        let latest = self.queue.max(now + rate.horizon());
        self.queue = (self.queue.max(now) + rate.interval).min(latest);
        self.shift += rate.interval;
    }

    fn batch(&mut self, rate: Rate, now: Micros, ticket: Option<Ticket>, longest: Micros) -> Slot {
        // A ticket of a state that is lost is none.
        let latest = now + rate.horizon();
        let ticket = ticket.filter(|it| it.shift <= self.shift && it.slot <= latest);
        let is_new = ticket.is_none();
        let ticket = ticket.unwrap_or(Ticket {
            slot: self.queue.max(now),
            shift: self.shift,
        });
        let moved = self.shift.saturating_sub(ticket.shift);
        let place = ticket.slot.saturating_add(moved);
        let slot = match place > now {
            true => place,
            false => self.log.free_at(rate, now),
        };
        if slot - now > longest {
            return Slot::NotWithin(duration(slot - now));
        }
        if is_new {
            self.queue = ticket.slot + rate.interval;
        }
        if slot > now {
            return Slot::Queued(duration(slot - now), ticket);
        }
        self.log.record(now, 1);
        Slot::In(Duration::ZERO)
    }

    /// Continues behind the slots of another store, evenly.
    fn follow(&mut self, rate: Rate, now: Micros, lead: &Lead) {
        let first = now.saturating_add(micros(lead.wait));
        if self.even_until == 0 {
            self.next = self.next.saturating_sub(rate.tolerance());
        }
        self.even_until = now + HOLD;
        self.next = self.next.max(first);
        self.queue = self.queue.max(first);
        for (age, count) in &lead.calls {
            self.log.record(now - micros(*age), *count);
        }
        self.log.forget(now);
    }

    /// Forgets what cannot be true: times that are further away than any slot or pause
    /// are those of another clock, or of a damaged store.
    fn disbelieve(&mut self, rate: Rate, now: Micros) {
        let latest = self.next.max(self.queue).max(self.log.last());
        if latest > now + rate.horizon()
            || self.paused > now + MAX_PAUSE
            || self.even_until > now + HOLD
        {
            *self = Self::default();
        }
    }

    /// Returns the rate at which calls go now.
    fn rate(&mut self, rate: Rate, now: Micros) -> Rate {
        self.disbelieve(rate, now);
        if now < self.even_until {
            return rate.evenly();
        }
        if self.even_until > 0 {
            self.even_until = 0;
            self.next = self.next.saturating_add(rate.tolerance());
        }
        rate
    }

    /// Pauses all calls, since the platform refused a call within the limit: others use
    /// the quota too, or it is smaller than configured. The pause is as long as the
    /// platform requests. If it requests none, the pause doubles with each refusal: 1
    /// s, 2 s, 4 s ... up to a minute. Refusals of calls that were already under way do
    /// not count again.
    pub(crate) fn back_off(&mut self, rate: Rate, now: Micros, retry_after: Option<Duration>) {
        let rate = self.rate(rate, now);
        let before = self.paused.max(now);
        if now >= self.paused {
            let is_first = now.saturating_sub(self.paused) > REFUSAL_MEMORY;
            self.refusals = if is_first { 1 } else { self.refusals + 1 };
            let doubled = 1_000_000 << self.refusals.clamp(1, 7).saturating_sub(1);
            self.paused = now + retry_after.map_or(doubled, micros).min(MAX_PAUSE);
        } else if let Some(retry_after) = retry_after {
            self.paused = self.paused.max(now + micros(retry_after).min(MAX_PAUSE));
        }
        self.next = self.next.max(self.paused.saturating_add(rate.tolerance()));
        let longer = (self.paused - before).max(0);
        let latest = self.queue.max(now + rate.horizon());
        self.queue = (self.queue.max(now) + longer).min(latest);
        self.shift += longer;
    }
}

fn duration(micros: Micros) -> Duration {
    Duration::from_micros(micros.unsigned_abs())
}

/// Converts to microseconds: at most about a year, which the numbers of a script can
/// represent exactly.
pub(crate) fn micros(time: Duration) -> Micros {
    Micros::try_from(time.as_micros())
        .unwrap_or(Micros::MAX)
        .min(1 << 45)
}
