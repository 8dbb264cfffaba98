//! Tests of single steps. `simulation` tests what they add up to.

use super::rate::WINDOW;
use super::*;

const SECOND: Micros = 1_000_000;
const FOREVER: Duration = Duration::from_secs(86_400);

fn single(rate_limit: &mut RateLimit, rate: Rate, now: Micros) -> Slot {
    rate_limit.reserve(rate, now, Claim::Single, FOREVER, None)
}

fn seconds(seconds: Micros) -> Slot {
    Slot::In(duration(seconds * SECOND))
}

#[test]
fn after_a_rest_a_fifth_goes_immediately_and_the_rest_lasts_for_the_window() {
    for (limit, burst) in [(1, 1), (4, 1), (10, 2), (100, 20), (6000, 1200)] {
        let (rate, mut rate_limit) = (Rate::per_minute(limit), RateLimit::default());
        let now = 5 * WINDOW;
        let mut waits = Vec::new();
        for _ in 0..limit {
            match single(&mut rate_limit, rate, now) {
                Slot::In(wait) => waits.push(micros(wait)),
                Slot::Queued(..) | Slot::NotWithin(_) => break,
            }
        }
        let immediate = waits.iter().filter(|wait| **wait == 0).count();
        assert_eq!(immediate, burst, "{limit}");
        let longest = waits.windows(2).map(|pair| pair[1] - pair[0]).max();
        let evenly = (HOLD + GRAIN) / (i64::from(limit) * 4 / 5).max(1);
        assert!(
            longest <= Some(evenly.max(rate.interval)),
            "{limit}: {longest:?}"
        );
    }
}

#[test]
fn a_lead_delays_the_slot_and_those_behind_it() {
    let (rate, mut rate_limit) = (Rate::per_minute(600), RateLimit::default());
    let wait = Duration::from_secs(2);
    let lead = Lead {
        wait,
        calls: vec![(Duration::from_secs(5), 40)],
    };
    let mut reserve = |max_wait, lead| {
        let slot = rate_limit.reserve(rate, SECOND, Claim::Single, max_wait, lead);
        (slot, rate_limit.clone())
    };
    let (slot, state) = reserve(Duration::from_secs(1), Some(&lead));
    assert_eq!(slot, Slot::NotWithin(wait));
    assert_eq!(state, RateLimit::default());
    let (slot, state) = reserve(FOREVER, Some(&lead));
    assert_eq!(slot, Slot::In(wait));
    assert_eq!(state.log.steps().map(|(_, count)| count).sum::<i64>(), 41);
    let (slot, _) = reserve(FOREVER, None);
    let next = wait + duration(rate.evenly().interval);
    assert_eq!(slot, Slot::In(next));
}

/// Sends single calls, one after the other, until this time.
fn send(rate_limit: &mut RateLimit, rate: Rate, mut now: Micros, end: Micros) -> Vec<Micros> {
    let mut sent = Vec::new();
    while let Slot::In(wait) = single(rate_limit, rate, now) {
        now += micros(wait);
        if now >= end {
            break;
        }
        sent.push(now);
    }
    sent
}

#[test]
fn the_calls_that_nobody_brings_are_left_out() {
    for limit in [10, 40, 100, 600] {
        // The store loses its state this long after a rest.
        for seconds in [1, 10, 30, 59, 90] {
            let (rate, lost) = (Rate::per_minute(limit), seconds * SECOND);
            let mut sent = send(&mut RateLimit::default(), rate, 0, lost);
            // The process that made the calls has ended; another one has made none.
            let mut rate_limit = RateLimit::default();
            let lead = Lead::default();
            let slot = rate_limit.reserve(rate, lost, Claim::Single, FOREVER, Some(&lead));
            assert_eq!(slot, Slot::In(Duration::ZERO));
            sent.push(lost);
            // A rest earns nothing in the first minute, and a burst after it.
            let rest = lost + HOLD / 2;
            sent.extend(send(&mut rate_limit, rate, rest, rest + 2 * WINDOW));
            let within = |first: &Micros| {
                let minute = sent
                    .iter()
                    .filter(|at| (0..WINDOW).contains(&(*at - first)));
                minute.count()
            };
            let most = sent.iter().map(within).max();
            // The first call goes at once, so it may be one too many.
            assert!(
                most <= Some(limit as usize + 1),
                "{limit}, {seconds} s: {most:?}"
            );
        }
    }
}

#[test]
fn a_window_after_a_lead_there_are_bursts_again() {
    let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
    let mut at_once = |now, lead| {
        let first = rate_limit.reserve(rate, now, Claim::Single, Duration::ZERO, lead);
        assert_eq!(first, seconds(0));
        let more = std::iter::repeat_with(|| {
            rate_limit.reserve(rate, now, Claim::Single, Duration::ZERO, None)
        });
        1 + more.take_while(|slot| *slot == seconds(0)).count()
    };
    let lead = Lead::default();
    assert_eq!(at_once(0, Some(&lead)), 1);
    assert_eq!(at_once(HOLD - SECOND, None), 1);
    assert_eq!(at_once(2 * HOLD, None), 20);
}

#[test]
fn a_slot_after_the_maximum_wait_is_not_reserved() {
    let (rate, mut rate_limit) = (Rate::per_minute(4), RateLimit::default());
    let mut reserve = |claim, max_wait| {
        let slot = rate_limit.reserve(rate, 0, claim, max_wait, None);
        (slot, rate_limit.clone())
    };
    let (slot, before) = reserve(Claim::Single, Duration::ZERO);
    assert_eq!(slot, Slot::In(Duration::ZERO));
    let wait = Duration::from_secs(1);
    let (slot, after) = reserve(Claim::Single, wait);
    // The three that are left must last until the first one no longer counts.
    assert_eq!(slot, Slot::NotWithin(duration(rate.interval)));
    assert_eq!(after, before);
    let (slot, after) = reserve(Claim::Batch(None), wait);
    assert_eq!(slot, Slot::NotWithin(duration(rate.interval)));
    assert_eq!(after, before);
}

#[test]
fn single_calls_go_before_those_that_are_queued() {
    let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
    let mut tickets = Vec::new();
    for _ in 0..3 {
        match rate_limit.reserve(rate, 0, Claim::Batch(None), FOREVER, None) {
            Slot::In(wait) => assert_eq!(wait, Duration::ZERO),
            Slot::Queued(wait, ticket) => tickets.push((micros(wait), ticket)),
            Slot::NotWithin(wait) => panic!("{wait:?}"),
        }
    }
    assert_eq!(single(&mut rate_limit, rate, 0), seconds(0));
    let mut go = 0;
    for (index, (wait, ticket)) in tickets.into_iter().enumerate() {
        let places = Micros::try_from(index).unwrap_or_default() + 1;
        assert_eq!(wait, places * rate.interval);
        let mut ask =
            |now| rate_limit.reserve(rate, now, Claim::Batch(Some(ticket)), FOREVER, None);
        let later = Slot::Queued(duration(rate.interval), ticket);
        assert_eq!(ask(wait), later, "one place back");
        go = wait + rate.interval;
        assert_eq!(ask(go), seconds(0));
    }
    assert_eq!(go, 3 * rate.interval);
}

#[test]
fn pauses_double_with_each_refusal() {
    let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
    let mut now = WINDOW;
    for pause in [1, 2, 4, 8, 16, 32, 60, 60] {
        rate_limit.back_off(rate, now, None);
        // Calls under way at the same time are part of the same refusal.
        rate_limit.back_off(rate, now + SECOND / 2, None);
        assert_eq!(single(&mut rate_limit, rate, now), seconds(pause));
        now += pause * SECOND + rate.interval;
    }
    now += REFUSAL_MEMORY;
    rate_limit.back_off(rate, now, None);
    assert_eq!(single(&mut rate_limit, rate, now), seconds(1), "forgiven");
}

#[test]
fn a_requested_pause_is_limited() {
    let rate = Rate::per_minute(100);
    for (retry_after, expected) in [(5, 5), (3600, 60)] {
        let mut rate_limit = RateLimit::default();
        rate_limit.back_off(rate, WINDOW, Some(Duration::from_secs(retry_after)));
        assert_eq!(single(&mut rate_limit, rate, WINDOW), seconds(expected));
    }
}

#[test]
fn a_pause_moves_the_queue_back_in_its_order() {
    let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
    let ask = |rate_limit: &mut RateLimit, now, ticket| {
        rate_limit.reserve(rate, now, Claim::Batch(ticket), FOREVER, None)
    };
    assert_eq!(ask(&mut rate_limit, 0, None), seconds(0));
    let Slot::Queued(first, ticket) = ask(&mut rate_limit, 0, None) else {
        panic!("no place");
    };
    rate_limit.back_off(rate, 0, Some(Duration::from_secs(5)));
    let now = micros(first);
    let later = Slot::Queued(Duration::from_secs(5), ticket);
    assert_eq!(ask(&mut rate_limit, now, Some(ticket)), later);
    assert_eq!(
        ask(&mut rate_limit, now + 5 * SECOND, Some(ticket)),
        seconds(0)
    );
}

#[test]
fn logins_that_fail_hold_up_nobody_for_long() {
    let (rate, mut rate_limit) = (Rate::per_minute(100), RateLimit::default());
    for _ in 0..6000 {
        let slot = rate_limit.reserve(rate, WINDOW, Claim::Login, Duration::MAX, None);
        assert_eq!(slot, seconds(0));
    }
    match single(&mut rate_limit, rate, WINDOW) {
        Slot::In(wait) => assert!(wait <= Duration::from_secs(5), "{wait:?}"),
        slot => panic!("{slot:?}"),
    }
}

#[test]
fn a_time_of_another_clock_is_not_believed() {
    let rate = Rate::per_minute(100);
    let hour = 3600 * SECOND;
    let unused = RateLimit::default;
    let far = |at: Micros| CallLog::from_steps([(at / GRAIN, 100)].into_iter());
    for damaged in [
        RateLimit {
            next: i64::MAX,
            ..unused()
        },
        RateLimit {
            next: hour,
            ..unused()
        },
        RateLimit {
            queue: i64::MAX,
            ..unused()
        },
        RateLimit {
            queue: hour,
            ..unused()
        },
        RateLimit {
            paused: i64::MAX,
            ..unused()
        },
        RateLimit {
            paused: hour,
            ..unused()
        },
        RateLimit {
            log: far(hour),
            ..unused()
        },
        RateLimit {
            log: far(i64::MAX),
            ..unused()
        },
        RateLimit {
            log: far(i64::MIN),
            ..unused()
        },
    ] {
        for claim in [Claim::Single, Claim::Batch(None)] {
            let mut rate_limit = RateLimit {
                refusals: 3,
                ..damaged.clone()
            };
            let slot = rate_limit.reserve(rate, WINDOW, claim, Duration::ZERO, None);
            assert_eq!(slot, seconds(0), "{damaged:?}");
        }
    }
    // What the algorithm itself writes is.
    let mut rate_limit = RateLimit::default();
    rate_limit.back_off(rate, WINDOW, Some(Duration::from_secs(60)));
    assert_eq!(single(&mut rate_limit, rate, WINDOW), seconds(60));
}
