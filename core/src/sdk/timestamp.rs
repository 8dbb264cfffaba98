//! Times, as the platform writes them.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pkcs8::der::DateTime;
use serde::Serialize;
use serde_json::Value;

use super::{FieldValue, Shape};

/// A time, in the text form of the platform: UTC, `yyyyMMdd'T'HHmmss'Z'`.
///
/// It keeps the text that the platform sent, even if that is no such time.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use northbound::sdk::Timestamp;
///
/// let time = Timestamp::from("20260102T030405Z");
/// let since_1970 = Duration::from_secs(1_767_323_045);
/// assert_eq!(time.to_system_time(), Some(SystemTime::UNIX_EPOCH + since_1970));
/// assert_eq!(Timestamp::from(SystemTime::UNIX_EPOCH).as_str(), "19700101T000000Z");
/// assert_eq!(Timestamp::from("soon").to_system_time(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the time; `None` if the text has another form.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let text = self.0.as_bytes();
        if text.len() != 16 || text[8] != b'T' || text[15] != b'Z' {
            return None;
        }
        let number = |from: usize, to: usize| {
            let digits = self.0.get(from..to)?;
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<u16>().ok()).flatten()
        };
        let small = |from: usize| u8::try_from(number(from, from + 2)?).ok();
        let (year, month, day) = (number(0, 4)?, small(4)?, small(6)?);
        let (hour, minute, second) = (small(9)?, small(11)?, small(13)?);
        let time = DateTime::new(year, month, day, hour, minute, second).ok()?;
        UNIX_EPOCH.checked_add(time.unix_duration())
    }
}

/// Times before 1970 and after 9999 become the first and the last possible one. Fractions of
/// a second are left out.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let whole = Duration::from_secs(since.as_secs());
        let date = DateTime::from_unix_duration(whole).unwrap_or(DateTime::INFINITY);
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (date.hour(), date.minutes(), date.seconds());
        Self(format!(
            "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"
        ))
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl PartialEq<str> for Timestamp {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl PartialEq<&str> for Timestamp {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FieldValue for Timestamp {
    const SHAPE: Shape = Shape::Text;

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        Ok(String::from_json(value)?.map(Self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for text in ["19700101T000000Z", "20000229T235959Z", "20991231T010203Z"] {
            let time = Timestamp::from(text).to_system_time();
            assert_eq!(time.map(Timestamp::from), Some(text.into()));
        }
        let late = UNIX_EPOCH.checked_add(Duration::from_secs(1 << 40));
        let late = late.map(Timestamp::from);
        assert_eq!(late, Some("99991231T235959Z".into()));
    }

    #[test]
    fn other_texts() {
        for text in [
            "",
            "20260230T000000Z",
            "20260101T240000Z",
            "2026-01-01T00:00",
            "20260101 000000Z",
            "20260101T000000+",
            "+0260101T000000Z",
            "äöüäT000000Z",
        ] {
            assert_eq!(Timestamp::from(text).to_system_time(), None, "{text}");
        }
    }
}
