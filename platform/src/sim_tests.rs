//! Tests of the simulation.

use super::*;

fn plan(devices: u32) -> UpgradePlan {
    UpgradePlan {
        key: mix(1, 2),
        devices,
        begin: 1_000,
        end: None,
        retries: 0,
    }
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Wait => 0,
        Status::Processing => 1,
        _ => 2,
    }
}

#[test]
fn counts_sum_to_the_number_of_devices() {
    let plan = plan(10_000);
    for at in [0, 1_000, 1_500, 2_200, 2_800, 10_000] {
        let snapshot = StatusSnapshot::take(plan, at);
        assert_eq!(snapshot.counts.iter().sum::<u32>(), 10_000, "at {at}");
    }
}

#[test]
fn a_device_never_goes_back() {
    let plan = UpgradePlan {
        retries: 5,
        end: Some(1_900),
        ..plan(300)
    };
    for index in 0..300 {
        let progress = plan.progress(index);
        let ranks: Vec<_> = (900..9_000).map(|now| rank(progress.status(now))).collect();
        assert!(ranks.is_sorted(), "device {index}: {progress:?}");
        assert_eq!((ranks.first(), ranks.last()), (Some(&0), Some(&2)));
    }
}

#[test]
fn the_same_key_gives_the_same_results() {
    let results = |key| {
        let plan = UpgradePlan { key, ..plan(500) };
        (0..500)
            .map(|index| plan.progress(index).stop)
            .collect::<Vec<_>>()
    };
    assert_eq!(results(7), results(7));
    assert_ne!(results(7), results(8));
}

#[test]
fn a_batch_takes_about_half_an_hour() {
    let ended = StatusSnapshot::take(plan(250), i64::MAX).ended;
    let minutes = ended.map(|ended| (ended - 1_000) / 60);
    assert!(
        minutes.is_some_and(|minutes| (22..=31).contains(&minutes)),
        "{minutes:?}"
    );
    let snapshot = StatusSnapshot::take(plan(250), 1_000 + 31 * 60);
    assert_eq!(
        snapshot.count(Status::Wait) + snapshot.count(Status::Processing),
        0
    );
}

#[test]
fn failures_are_realistic_and_retries_help() {
    let failed = |retries| {
        let plan = UpgradePlan {
            retries,
            ..plan(100_000)
        };
        StatusSnapshot::take(plan, i64::MAX).count(Status::Fail)
    };
    let (without, with) = (failed(0), failed(3));
    assert!((6_000..8_000).contains(&without), "{without}");
    assert!(with < without / 3 && with > 0, "{with}");
}

#[test]
fn every_cause_occurs_and_the_first_most_often() {
    let plan = plan(100_000);
    let count = |text| {
        (0..plan.devices)
            .filter(|index| {
                plan.progress(*index)
                    .cause
                    .is_some_and(|cause| cause.text == text)
            })
            .count()
    };
    let counts: Vec<_> = CAUSES.iter().map(|cause| count(cause.text)).collect();
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    assert!(
        counts.iter().skip(1).all(|count| *count < counts[0]),
        "{counts:?}"
    );
}

#[test]
fn a_deadline_stops_the_waiting_devices() {
    let plan = UpgradePlan {
        end: Some(1_600),
        ..plan(1_000)
    };
    let snapshot = StatusSnapshot::take(plan, 1_600);
    assert_eq!(snapshot.count(Status::Wait), 0);
    assert!(snapshot.count(Status::Stop) > 300);
    assert!(
        snapshot.ended.is_none(),
        "devices that have started continue"
    );
}

#[test]
fn pages_of_a_status_are_the_filtered_devices() {
    let plan = plan(20_000);
    let snapshot = StatusSnapshot::take(plan, 2_000);
    for status in [
        Status::Wait,
        Status::Processing,
        Status::Fail,
        Status::Success,
        Status::Stop,
    ] {
        let all: Vec<_> = (0..plan.devices)
            .filter(|index| plan.progress(*index).status(2_000) == status)
            .collect();
        assert_eq!(all.len(), snapshot.count(status) as usize);
        let mut paged = Vec::new();
        while let page = snapshot.page(status, paged.len() as u64, 97)
            && !page.is_empty()
        {
            paged.extend(page);
        }
        assert_eq!(paged, all);
    }
}

#[test]
fn an_empty_plan_ends_immediately() {
    let snapshot = StatusSnapshot::take(plan(0), 1_000);
    assert_eq!(
        (snapshot.counts, snapshot.started, snapshot.ended),
        ([0; 5], None, Some(1_000))
    );
}
