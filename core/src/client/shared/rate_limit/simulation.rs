//! Simulates visitors and the platform, with random arrivals of fixed seeds.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::random::Random;
use super::rate::WINDOW;
use super::*;

const SECOND: Micros = 1_000_000;
const MINUTE: Micros = WINDOW;
const SEEDS: std::ops::Range<u64> = 1..3;

/// A visitor that waits for its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Visitor {
    /// The next page of the site.
    Page,
    /// A worker of a batch, with its place in the queue.
    Batch(Option<(Micros, Micros)>),
    /// A program that makes one single call after the other.
    Loop,
    LogIn,
}

/// Who calls, and how much.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    limit: u32,
    minutes: i64,
    /// Workers of batches.
    batch: usize,
    /// Programs that make one single call after the other.
    loops: usize,
    /// Pages per minute, on average.
    pages: i64,
    /// The most calls of a page, all at the same time.
    calls_per_page: u64,
    logins: usize,
    /// Visitors take turns: five minutes of everything, then a rest of random length.
    rests: bool,
}

#[derive(Default)]
struct Outcome {
    /// When each call arrived at the platform. Without logins, which do not wait: they may
    /// come on top.
    arrivals: Vec<Micros>,
    /// When each call was sent, and the longest wait of a page's call.
    sent: Vec<Micros>,
    longest_page_wait: Micros,
    page_calls: usize,
}

impl Random {
    fn micros(&mut self, limit: Micros) -> Micros {
        self.below(limit.unsigned_abs()).cast_signed()
    }

    /// A time between arrivals that do not depend on each other.
    fn pause(&mut self, mean: Micros) -> Micros {
        let fraction = (self.below(1 << 32) as f64 + 1.0) / (1u64 << 32) as f64;
        (-fraction.ln() * mean as f64) as Micros
    }
}

struct Simulation {
    load: Load,
    rate: Rate,
    rate_limit: RateLimit,
    random: Random,
    waiting: BinaryHeap<Reverse<(Micros, usize, Visitor)>>,
    number: usize,
    outcome: Outcome,
}

impl Simulation {
    fn run(load: Load, seed: u64) -> Outcome {
        let mut this = Self {
            load,
            rate: Rate::per_minute(load.limit),
            rate_limit: RateLimit::default(),
            random: Random::new(seed),
            waiting: BinaryHeap::new(),
            number: 0,
            outcome: Outcome::default(),
        };
        let start = 10 * MINUTE;
        for (count, visitor) in [
            (load.batch, Visitor::Batch(None)),
            (load.loops, Visitor::Loop),
            (usize::from(load.pages > 0), Visitor::Page),
            (load.logins, Visitor::LogIn),
        ] {
            for _ in 0..count {
                let first = start + this.random.micros(SECOND);
                this.wake(first, visitor);
            }
        }
        let end = start + load.minutes * MINUTE;
        while let Some(Reverse((now, _, visitor))) = this.waiting.pop()
            && now < end
        {
            this.step(now, visitor);
        }
        this.outcome.arrivals.sort_unstable();
        this.outcome.sent.sort_unstable();
        this.outcome
    }

    fn wake(&mut self, at: Micros, visitor: Visitor) {
        self.number += 1;
        self.waiting.push(Reverse((at, self.number, visitor)));
    }

    /// Returns when a visitor that is done goes on.
    fn go_on(&mut self, at: Micros, pause: Micros) -> Micros {
        let next = at + pause;
        let is_rest = self.load.rests && next / (5 * MINUTE) != at / (5 * MINUTE);
        next + if is_rest {
            self.random.micros(3 * MINUTE)
        } else {
            0
        }
    }

    fn reserve(&mut self, now: Micros, claim: Claim) -> Slot {
        let longest = Duration::from_secs(30);
        self.rate_limit
            .reserve(self.rate, now, claim, longest, None)
    }

    /// Sends a call; returns when its response is there.
    fn send(&mut self, at: Micros) -> Micros {
        // The network may deliver the calls of 600 ms together.
        let arrival = at + self.random.micros(600_000);
        self.outcome.sent.push(at);
        self.outcome.arrivals.push(arrival);
        arrival + 20_000
    }

    fn step(&mut self, now: Micros, visitor: Visitor) {
        match visitor {
            Visitor::Page => {
                for _ in 0..=self.random.below(self.load.calls_per_page) {
                    if let Slot::In(wait) = self.reserve(now, Claim::Single) {
                        let wait = micros(wait);
                        self.send(now + wait);
                        self.outcome.page_calls += 1;
                        let longest = &mut self.outcome.longest_page_wait;
                        *longest = wait.max(*longest);
                    }
                }
                let pause = self.random.pause(MINUTE / self.load.pages);
                let next = self.go_on(now, pause);
                self.wake(next, visitor);
            }
            Visitor::Loop => match self.reserve(now, Claim::Single) {
                Slot::In(wait) => {
                    let done = self.send(now + micros(wait));
                    let next = self.go_on(done, 0);
                    self.wake(next, visitor);
                }
                _ => self.wake(now + SECOND, visitor),
            },
            Visitor::Batch(place) => {
                let ticket = place.map(|(slot, shift)| Ticket { slot, shift });
                match self.reserve(now, Claim::Batch(ticket)) {
                    Slot::In(_) => {
                        let done = self.send(now);
                        let next = self.go_on(done, 0);
                        self.wake(next, Visitor::Batch(None));
                    }
                    Slot::Queued(wait, ticket) => {
                        // Processes wake a little late.
                        let at = now + micros(wait) + self.random.micros(2000);
                        self.wake(at, Visitor::Batch(Some((ticket.slot, ticket.shift))));
                    }
                    Slot::NotWithin(_) => self.wake(now + SECOND, Visitor::Batch(None)),
                }
            }
            Visitor::LogIn => {
                self.reserve(now, Claim::Login);
                let pause = self.random.pause(10 * MINUTE);
                let next = self.go_on(now, pause);
                self.wake(next, visitor);
            }
        }
    }
}

impl Outcome {
    /// The most calls that arrived at the platform in any 60 seconds.
    fn most_in_a_minute(&self) -> usize {
        let mut first = 0;
        let counts = self.arrivals.iter().enumerate().map(|(last, at)| {
            while at - self.arrivals[first] >= WINDOW {
                first += 1;
            }
            last - first + 1
        });
        counts.max().unwrap_or_default()
    }

    /// The part of the quota that was used, in percent.
    fn used(&self, load: Load) -> f64 {
        let quota = i64::from(load.limit) * load.minutes;
        self.sent.len() as f64 * 100.0 / quota as f64
    }
}

const BUSY: Load = Load {
    limit: 100,
    minutes: 10,
    batch: 0,
    loops: 0,
    pages: 0,
    calls_per_page: 1,
    logins: 0,
    rests: false,
};

#[test]
fn saturated_at_least_97_percent_are_used_and_never_more_than_the_quota() {
    for limit in [1, 10, 60, 100, 600] {
        for seed in SEEDS {
            let busy = Load { limit, ..BUSY };
            let concurrent = (limit as usize / 20).clamp(4, 16);
            for load in [
                Load {
                    batch: concurrent,
                    ..busy
                },
                Load {
                    loops: concurrent,
                    ..busy
                },
                Load {
                    batch: concurrent,
                    loops: 2,
                    ..busy
                },
                Load {
                    batch: concurrent,
                    pages: i64::from(limit / 20),
                    ..busy
                },
            ] {
                let outcome = Simulation::run(load, seed);
                let most = outcome.most_in_a_minute();
                assert!(most <= limit as usize, "{most}: {load:?}, seed {seed}");
                let used = outcome.used(load);
                // A minute is longer than the time of one call of a small quota.
                assert!(used >= 97.0 || limit < 10, "{used}: {load:?}, seed {seed}");
            }
        }
    }
}

#[test]
fn a_page_waits_at_most_two_seconds_beside_a_batch() {
    for (limit, pages, calls_per_page) in [(60, 3, 1), (100, 6, 2), (250, 12, 3), (600, 30, 4)] {
        for seed in SEEDS {
            for batch in [1, 4, 16] {
                let load = Load {
                    limit,
                    batch,
                    pages,
                    calls_per_page,
                    minutes: 20,
                    ..BUSY
                };
                let outcome = Simulation::run(load, seed);
                let longest = outcome.longest_page_wait;
                assert!(outcome.page_calls > 20, "{load:?}, seed {seed}");
                assert!(longest <= 2 * SECOND, "{longest}: {load:?}, seed {seed}");
                assert!(outcome.most_in_a_minute() <= limit as usize);
            }
        }
    }
}

#[test]
fn rests_and_bursts_of_all_kinds_never_exceed_the_quota() {
    for limit in [5, 30, 100] {
        for seed in SEEDS {
            // Six pages on average ask for the whole quota.
            for (batch, loops, pages) in [(0, 0, 3), (0, 8, 3), (8, 0, 3), (16, 4, 1), (2, 1, 12)] {
                let load = Load {
                    limit,
                    batch,
                    loops,
                    pages,
                    calls_per_page: u64::from(limit / 3).max(1),
                    logins: 1,
                    rests: true,
                    minutes: 15,
                };
                let most = Simulation::run(load, seed).most_in_a_minute();
                assert!(most <= limit as usize, "{most}: {load:?}, seed {seed}");
            }
        }
    }
}
