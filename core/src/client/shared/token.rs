//! An access token that is kept, and how long it is good for.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::sdk::authentication::AuthOutDto;

/// For platforms that do not say how long a token lasts: as the Java SDK.
const USUAL_LIFE: u64 = 3600;

/// The longest time before its end in which a token is replaced.
const LONGEST_MARGIN: Duration = Duration::from_secs(300);

/// How near to its end a token is no longer sent: it has to arrive, too.
const LAST_CALL: Duration = Duration::from_secs(5);

/// How long a process may take to log in before others stop waiting for it. It
/// matters when that process hangs, or when its host is gone; a process that
/// ends gives way at once, unless it shares through Redis.
pub(crate) const LEASE: Duration = Duration::from_secs(10);

/// A login that is kept.
#[derive(Debug, Clone)]
pub(crate) struct StoredToken {
    access: SecretString,
    refresh: Option<SecretString>,
    /// Milliseconds since 1970.
    obtained: u64,
    ends: u64,
}

/// Whether a token can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Fresh,
    /// It can be sent, and it is time to get the next one.
    Due,
    Over,
}

/// A token as it is stored.
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
    /// What a login has answered, if a token was in it. The time counts from
    /// when the login was sent.
    pub(crate) fn of_login(login: AuthOutDto, obtained: SystemTime) -> Option<Self> {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let access = given(login.access_token)?;
        let life = login.expires_in.and_then(|life| u64::try_from(life).ok());
        let life = life.filter(|life| *life > 0).unwrap_or(USUAL_LIFE);
        let obtained = millis(obtained);
        Some(Self {
            access: access.into(),
            refresh: given(login.refresh_token).map(SecretString::from),
            obtained,
            ends: obtained.saturating_add(life.saturating_mul(1000)),
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

    /// How old it is. `lot`, any number, spreads the moment at which different
    /// processes think of a new token.
    pub(crate) fn age(&self, now: SystemTime, lot: u64) -> Age {
        let (now, life) = (millis(now), self.ends.saturating_sub(self.obtained));
        let margin = (life / 10).min(LONGEST_MARGIN.as_millis() as u64);
        let earlier = margin / 2 + lot % (margin / 2 + 1);
        let last = (life / 50).min(LAST_CALL.as_millis() as u64);
        if now >= self.ends.saturating_sub(last) {
            Age::Over
        } else if now >= self.ends.saturating_sub(earlier) {
            Age::Due
        } else {
            Age::Fresh
        }
    }

    /// For how long the stored form is of use: the refresh token outlives the
    /// access token, by a month as the vendor says.
    pub(crate) fn worth_keeping(&self) -> Duration {
        let life = Duration::from_millis(self.ends.saturating_sub(self.obtained));
        life + Duration::from_secs(30 * 24 * 3600)
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

    /// `None` for what is none, such as a file that was written in part.
    pub(crate) fn from_json(json: &[u8]) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(json).ok()?;
        Some(Self {
            access: stored.access_token.into(),
            refresh: stored.refresh_token.map(SecretString::from),
            obtained: stored.obtained_at,
            ends: stored.ends_at,
        })
    }
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn token(expires_in: i64) -> StoredToken {
        let login = AuthOutDto {
            access_token: Some("sesame".to_owned()),
            refresh_token: Some("open".to_owned()),
            expires_in: Some(expires_in),
            ..AuthOutDto::default()
        };
        StoredToken::of_login(login, UNIX_EPOCH).expect("a token")
    }

    fn age(token: &StoredToken, seconds: u64, lot: u64) -> Age {
        token.age(UNIX_EPOCH + Duration::from_secs(seconds), lot)
    }

    #[test]
    fn a_token_is_due_before_its_end_and_over_shortly_before() {
        let token = token(3600);
        for lot in [0, 1, 149_999, 150_000, u64::MAX] {
            assert_eq!(age(&token, 3299, lot), Age::Fresh);
            assert_eq!(age(&token, 3451, lot), Age::Due);
            assert_eq!(age(&token, 3594, lot), Age::Due);
            assert_eq!(age(&token, 3595, lot), Age::Over);
        }
        assert_ne!(age(&token, 3400, 0), age(&token, 3400, 150_000), "spread");
    }

    #[test]
    fn without_a_life_it_is_an_hour() {
        for life in [0, -1] {
            assert_eq!(age(&token(life), 3000, 0), Age::Fresh);
            assert_eq!(age(&token(life), 3600, 0), Age::Over);
        }
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
