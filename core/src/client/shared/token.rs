//! A stored access token and its validity.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::sdk::authentication::AuthOutDto;

/// The validity in seconds of a token for which the platform does not give one. The
/// Java SDK uses the same.
const DEFAULT_LIFETIME: u64 = 3600;

/// The longest validity that is believed: a year. Platforms give hours. The number from
/// the platform may be too large for a time, or for Redis.
const MAX_LIFETIME: u64 = 365 * 24 * 3600;

/// The longest time before its end at which a token is replaced.
const MAX_MARGIN: Duration = Duration::from_secs(300);

/// The time before its end from which a token is not sent, since it must still be valid
/// when it arrives.
const MIN_REMAINING: Duration = Duration::from_secs(5);

/// The time for which a process may be silent in the middle of a login before others log
/// in. Matters if it was stopped, if its call was cancelled, or if its host is gone. A
/// process that ends releases a lock on a file immediately.
pub(crate) const LEASE: Duration = Duration::from_secs(3);

/// A stored login.
#[derive(Debug, Clone)]
pub(crate) struct StoredToken {
    access: SecretString,
    refresh: Option<SecretString>,
    /// Milliseconds since 1970.
    obtained: u64,
    ends: u64,
}

/// The age of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Fresh,
    /// It is valid, but should be replaced soon.
    Due,
    Over,
}

/// The stored format of a token.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    access_token: String,
    refresh_token: Option<String>,
    /// Milliseconds since 1970.
    obtained_at: u64,
    ends_at: u64,
}

impl StoredToken {
    /// Creates a token from the response to a login; `None` if it contains no token.
    /// The validity starts when the login was sent.
    pub(crate) fn from_login(login: AuthOutDto, obtained: SystemTime) -> Option<Self> {
        let non_empty = |text: Option<String>| text.filter(|text| !text.is_empty());
        let access = non_empty(login.access_token)?;
        let lifetime = login
            .expires_in
            .and_then(|lifetime| u64::try_from(lifetime).ok());
        let lifetime = lifetime
            .filter(|lifetime| *lifetime > 0)
            .unwrap_or(DEFAULT_LIFETIME);
        let obtained = millis(obtained);
        Some(Self {
            access: access.into(),
            refresh: non_empty(login.refresh_token).map(SecretString::from),
            obtained,
            ends: obtained.saturating_add(lifetime.min(MAX_LIFETIME) * 1000),
        })
    }

    pub(crate) fn access(&self) -> &SecretString {
        &self.access
    }

    pub(crate) fn refresh(&self) -> Option<&SecretString> {
        self.refresh.as_ref()
    }

    pub(crate) fn is(&self, access: &SecretString) -> bool {
        self.access.expose_secret() == access.expose_secret()
    }

    /// True if this token was obtained later than the other one.
    pub(crate) fn is_newer_than(&self, other: &Self) -> bool {
        self.obtained > other.obtained
    }

    /// Returns the age of the token. `seed`, any number, varies the time at which a
    /// process replaces it.
    pub(crate) fn age(&self, now: SystemTime, seed: u64) -> Age {
        let (now, lifetime) = (millis(now), self.ends.saturating_sub(self.obtained));
        let margin = (lifetime / 10).min(MAX_MARGIN.as_millis() as u64);
        let earlier = margin / 2 + seed % (margin / 2 + 1);
        let last = (lifetime / 50).min(MIN_REMAINING.as_millis() as u64);
        if now >= self.ends.saturating_sub(last) {
            Age::Over
        } else if now >= self.ends.saturating_sub(earlier) {
            Age::Due
        } else {
            Age::Fresh
        }
    }

    /// Returns when the token was obtained, and when it expires.
    pub(crate) fn validity(&self) -> (SystemTime, SystemTime) {
        let time = |millis| UNIX_EPOCH.checked_add(Duration::from_millis(millis));
        let time = |millis| time(millis).unwrap_or(UNIX_EPOCH);
        (time(self.obtained), time(self.ends))
    }

    /// Returns the time for which the stored token is useful. The refresh token is
    /// valid for a month longer than the access token, as the vendor says.
    pub(crate) fn time_to_live(&self) -> Duration {
        let lifetime = Duration::from_millis(self.ends.saturating_sub(self.obtained));
        lifetime + Duration::from_secs(30 * 24 * 3600)
    }

    pub(crate) fn to_json(&self) -> SecretString {
        let stored = Stored {
            access_token: self.access.expose_secret().to_owned(),
            refresh_token: self
                .refresh
                .as_ref()
                .map(|text| text.expose_secret().to_owned()),
            obtained_at: self.obtained,
            ends_at: self.ends,
        };
        serde_json::to_string(&stored).unwrap_or_default().into()
    }

    /// Parses a stored token; `None` if it is not valid, such as a file that was
    /// written in part.
    pub(crate) fn from_json(json: &[u8]) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(json).ok()?;
        Some(Self {
            access: stored.access_token.into(),
            refresh: stored.refresh_token.map(SecretString::from),
            obtained: stored.obtained_at,
            ends: stored
                .ends_at
                .min(stored.obtained_at.saturating_add(MAX_LIFETIME * 1000)),
        })
    }
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(expires_in: i64) -> StoredToken {
        let login = AuthOutDto {
            access_token: Some("sesame".to_owned()),
            refresh_token: Some("open".to_owned()),
            expires_in: Some(expires_in),
            ..AuthOutDto::default()
        };
        StoredToken::from_login(login, UNIX_EPOCH).expect("a token")
    }

    fn age(token: &StoredToken, seconds: u64, seed: u64) -> Age {
        token.age(UNIX_EPOCH + Duration::from_secs(seconds), seed)
    }

    #[test]
    fn a_token_is_due_before_its_end_and_over_shortly_before() {
        let token = token(3600);
        for seed in [0, 1, 149_999, 150_000, u64::MAX] {
            assert_eq!(age(&token, 3299, seed), Age::Fresh);
            assert_eq!(age(&token, 3451, seed), Age::Due);
            assert_eq!(age(&token, 3594, seed), Age::Due);
            assert_eq!(age(&token, 3595, seed), Age::Over);
        }
        assert_ne!(age(&token, 3400, 0), age(&token, 3400, 150_000), "spread");
    }

    #[test]
    fn a_token_becomes_due_between_a_tenth_and_a_twentieth_of_a_short_lifetime_before_its_end() {
        let token = token(1000);
        for seed in 0..200 {
            assert_eq!(age(&token, 899, seed * 999), Age::Fresh);
            assert_eq!(age(&token, 950, seed * 999), Age::Due);
        }
    }

    #[test]
    fn the_last_fiftieth_of_a_short_lifetime_is_not_used() {
        let token = token(50);
        assert_eq!(age(&token, 48, 0), Age::Due);
        assert_eq!(age(&token, 49, 0), Age::Over);
    }

    #[test]
    fn the_default_lifetime_is_an_hour() {
        for lifetime in [0, -1] {
            assert_eq!(age(&token(lifetime), 3000, 0), Age::Fresh);
            assert_eq!(age(&token(lifetime), 3600, 0), Age::Over);
        }
    }

    #[test]
    fn the_longest_lifetime_is_a_year() {
        let year = Duration::from_secs(MAX_LIFETIME);
        let stored = r#"{"accessToken":"sesame","obtainedAt":0,"endsAt":18446744073709551615}"#;
        let stored = StoredToken::from_json(stored.as_bytes()).expect("a token");
        for token in [token(i64::MAX), stored] {
            assert_eq!(token.age(UNIX_EPOCH + year / 2, 0), Age::Fresh);
            assert_eq!(token.age(UNIX_EPOCH + year, 0), Age::Over);
            assert!(token.time_to_live() < 2 * year);
        }
    }

    #[test]
    fn the_newer_of_two_tokens() {
        let later = |millis| StoredToken {
            obtained: millis,
            ..token(60)
        };
        assert!(later(2).is_newer_than(&later(1)));
        assert!(!later(1).is_newer_than(&later(2)));
        assert!(!later(1).is_newer_than(&later(1)));
    }

    #[test]
    fn a_refresh_token_is_kept_for_a_month_more() {
        let month = Duration::from_secs(30 * 24 * 3600);
        assert_eq!(token(60).time_to_live(), month + Duration::from_secs(60));
    }

    #[test]
    fn stored_and_back() {
        let json = token(60).to_json();
        let back = StoredToken::from_json(json.expose_secret().as_bytes()).expect("a token");
        assert!(back.is(&"sesame".into()) && !back.is(&"open".into()));
        assert_eq!(
            back.refresh().map(|text| text.expose_secret()),
            Some("open")
        );
        assert_eq!(age(&back, 10, 0), Age::Fresh);
        assert!(StoredToken::from_json(b"{\"accessToken\":\"ses").is_none());
        assert!(!format!("{back:?}").contains("sesame"));
    }
}
