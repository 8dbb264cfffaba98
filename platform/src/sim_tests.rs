//! The story of the devices holds together.

use super::*;

fn course(devices: u32) -> Course {
    Course {
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
    let course = course(10_000);
    for at in [0, 1_000, 1_500, 2_200, 2_800, 10_000] {
        let census = Census::take(course, at);
        assert_eq!(census.counts.iter().sum::<u32>(), 10_000, "at {at}");
    }
}

#[test]
fn a_device_never_goes_back() {
    let course = Course {
        retries: 5,
        end: Some(1_900),
        ..course(300)
    };
    for index in 0..300 {
        let fate = course.fate(index);
        let ranks: Vec<_> = (900..9_000).map(|now| rank(fate.status(now))).collect();
        assert!(ranks.is_sorted(), "device {index}: {fate:?}");
        assert_eq!((ranks.first(), ranks.last()), (Some(&0), Some(&2)));
    }
}

#[test]
fn the_same_key_tells_the_same_story() {
    let story = |key| {
        let course = Course { key, ..course(500) };
        (0..500)
            .map(|index| course.fate(index).stop)
            .collect::<Vec<_>>()
    };
    assert_eq!(story(7), story(7));
    assert_ne!(story(7), story(8));
}

#[test]
fn a_batch_takes_about_half_an_hour() {
    let ended = Census::take(course(250), i64::MAX).ended;
    let minutes = ended.map(|ended| (ended - 1_000) / 60);
    assert!(
        minutes.is_some_and(|minutes| (22..=31).contains(&minutes)),
        "{minutes:?}"
    );
    let census = Census::take(course(250), 1_000 + 31 * 60);
    assert_eq!(
        census.count(Status::Wait) + census.count(Status::Processing),
        0
    );
}

#[test]
fn failures_are_realistic_and_retries_help() {
    let failed = |retries| {
        let course = Course {
            retries,
            ..course(100_000)
        };
        Census::take(course, i64::MAX).count(Status::Fail)
    };
    let (without, with) = (failed(0), failed(3));
    assert!((6_000..8_000).contains(&without), "{without}");
    assert!(with < without / 3 && with > 0, "{with}");
}

#[test]
fn every_cause_occurs_and_the_first_most_often() {
    let course = course(100_000);
    let count = |text| {
        (0..course.devices)
            .filter(|index| {
                course
                    .fate(*index)
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
fn a_deadline_stops_whoever_still_waits() {
    let course = Course {
        end: Some(1_600),
        ..course(1_000)
    };
    let census = Census::take(course, 1_600);
    assert_eq!(census.count(Status::Wait), 0);
    assert!(census.count(Status::Stop) > 300);
    assert!(census.ended.is_none(), "those at work go on");
}

#[test]
fn pages_of_a_state_are_the_filtered_rows() {
    let course = course(20_000);
    let census = Census::take(course, 2_000);
    for status in [
        Status::Wait,
        Status::Processing,
        Status::Fail,
        Status::Success,
        Status::Stop,
    ] {
        let all: Vec<_> = (0..course.devices)
            .filter(|index| course.fate(*index).status(2_000) == status)
            .collect();
        assert_eq!(all.len(), census.count(status) as usize);
        let mut paged = Vec::new();
        while let page = census.page(status, paged.len() as u64, 97)
            && !page.is_empty()
        {
            paged.extend(page);
        }
        assert_eq!(paged, all);
    }
}

#[test]
fn an_empty_course_is_over_at_once() {
    let census = Census::take(course(0), 1_000);
    assert_eq!(
        (census.counts, census.started, census.ended),
        ([0; 5], None, Some(1_000))
    );
}
