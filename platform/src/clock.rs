//! The simulated clock, and the timestamp format of the interface.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use parking_lot::Mutex;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

/// `yyyyMMdd'T'HHmmss'Z'`, the only timestamp format on the northbound interface.
const STAMP: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

/// A clock that starts at the real time and runs at a configurable speed.
#[derive(Debug)]
pub(crate) struct Clock(Mutex<Reading>);

#[derive(Debug)]
struct Reading {
    /// Simulated milliseconds since 1970 at `taken`.
    millis: i64,
    taken: Instant,
    speed: f64,
}

impl Reading {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a float saturates, and a year in milliseconds is far below its precision"
    )]
    fn now(&self) -> i64 {
        let simulated = self.taken.elapsed().as_secs_f64() * self.speed;
        self.millis.saturating_add((simulated * 1000.0) as i64)
    }
}

impl Clock {
    pub(crate) fn new(speed: f64) -> Self {
        let real = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self(Mutex::new(Reading {
            millis: whole_millis(real),
            taken: Instant::now(),
            speed,
        }))
    }

    /// Simulated milliseconds since 1970.
    pub(crate) fn millis(&self) -> i64 {
        self.0.lock().now()
    }

    /// Simulated seconds since 1970. Devices change in whole seconds because the
    /// timestamps of the interface have no fractions.
    pub(crate) fn seconds(&self) -> i64 {
        self.millis().div_euclid(1000)
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut reading = self.0.lock();
        reading.millis = reading.millis.saturating_add(whole_millis(by));
    }

    pub(crate) fn speed(&self) -> f64 {
        self.0.lock().speed
    }

    /// Changes the speed from now on; the time that has passed does not change.
    pub(crate) fn set_speed(&self, speed: f64) {
        let mut reading = self.0.lock();
        reading.millis = reading.now();
        reading.taken = Instant::now();
        reading.speed = speed;
    }
}

fn whole_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Formats simulated seconds since 1970 as a timestamp.
pub(crate) fn stamp(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|at| at.format(STAMP).ok())
        .unwrap_or_default()
}

/// Parses a timestamp; returns `None` for any other format.
pub(crate) fn parse_stamp(text: &str) -> Option<i64> {
    let at = PrimitiveDateTime::parse(text, STAMP).ok()?;
    Some(at.assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_read_back() {
        assert_eq!(stamp(1_449_922_332), "20151212T121212Z");
        assert_eq!(parse_stamp("20151212T121212Z"), Some(1_449_922_332));
        for wrong in [
            "",
            "2015-12-12T12:12:12Z",
            "20151212T121212",
            "20151312T121212Z",
        ] {
            assert_eq!(parse_stamp(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stopped_clock_moves_only_when_advanced() {
        let clock = Clock::new(0.0);
        let before = clock.millis();
        clock.advance(Duration::from_secs(90));
        assert_eq!(clock.millis(), before + 90_000);
        clock.set_speed(1.0);
        clock.set_speed(0.0);
        assert!(clock.millis() >= before + 90_000);
    }
}
