//! Access control: tokens and the quota.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustls::crypto::aws_lc_rs;
use serde::Serialize;

/// Lifetime of a refresh token, in simulated milliseconds: a month.
const REFRESH_LIFE: i64 = 30 * 24 * 3600 * 1000;

/// The response to a login or a refresh.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grant {
    access_token: String,
    token_type: &'static str,
    refresh_token: String,
    expires_in: u64,
    scope: &'static str,
    /// Simulated milliseconds since 1970.
    #[serde(skip)]
    access_ends: i64,
    #[serde(skip)]
    refresh_ends: i64,
}

/// The one valid token of each application.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Grant>>);

impl Sessions {
    /// Creates a new pair of tokens, which ends the application's earlier tokens.
    /// Returns `None` if the system has no random numbers.
    pub(crate) fn open(&self, app: &str, now: i64, expires_in: u64) -> Option<Grant> {
        let grant = Grant::new(now, expires_in)?;
        self.0.lock().insert(app.into(), grant.clone());
        Some(grant)
    }

    /// Creates a new pair of tokens for a refresh token, which is used up.
    /// Returns `None` if it is not the valid one.
    pub(crate) fn renew(
        &self,
        app: &str,
        refresh: &str,
        now: i64,
        expires_in: u64,
    ) -> Option<Grant> {
        let mut sessions = self.0.lock();
        let old = sessions.get(app)?;
        if old.refresh_token != refresh || now >= old.refresh_ends {
            return None;
        }
        let grant = Grant::new(now, expires_in)?;
        sessions.insert(app.into(), grant.clone());
        Some(grant)
    }

    pub(crate) fn accepts(&self, app: &str, token: &str, now: i64) -> bool {
        self.0
            .lock()
            .get(app)
            .is_some_and(|grant| grant.access_token == token && now < grant.access_ends)
    }

    /// Returns the simulated milliseconds until the application's token expires; `None`
    /// if it has no valid one.
    pub(crate) fn expires_in(&self, app: &str, now: i64) -> Option<i64> {
        let left = self.0.lock().get(app)?.access_ends.saturating_sub(now);
        Some(left).filter(|left| *left > 0)
    }

    /// Returns the tokens that are in use, access and refresh, so that they can be masked.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let sessions = self.0.lock();
        let pairs = sessions.values();
        pairs
            .flat_map(|grant| [grant.access_token.clone(), grant.refresh_token.clone()])
            .collect()
    }

    /// Ends the tokens of one application, or of all.
    pub(crate) fn drop(&self, app: Option<&str>) {
        let mut sessions = self.0.lock();
        match app {
            Some(app) => drop(sessions.remove(app)),
            None => sessions.clear(),
        }
    }
}

impl Grant {
    fn new(now: i64, expires_in: u64) -> Option<Self> {
        let life = i64::try_from(expires_in).ok()?.saturating_mul(1000);
        Some(Self {
            access_token: token()?,
            token_type: "bearer",
            refresh_token: token()?,
            expires_in,
            scope: "default",
            access_ends: now.saturating_add(life),
            refresh_ends: now.saturating_add(REFRESH_LIFE),
        })
    }
}

fn token() -> Option<String> {
    let mut bytes = [0; 32];
    let random = aws_lc_rs::default_provider().secure_random;
    random.fill(&mut bytes).ok()?;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").ok()?;
    }
    Some(text)
}

/// The calls of each application within the last window.
///
/// The window slides: no interval of its length contains more admitted calls
/// than the quota. This is the strictest reading of "100 calls per minute".
#[derive(Debug, Default)]
pub(crate) struct Quota(Mutex<HashMap<String, VecDeque<Instant>>>);

impl Quota {
    /// Returns the number of calls that count against the application's quota now.
    pub(crate) fn used(&self, app: &str, window: Duration) -> usize {
        let now = Instant::now();
        let apps = self.0.lock();
        let calls = apps.get(app).into_iter().flatten();
        calls
            .filter(|call| now.duration_since(**call) < window)
            .count()
    }

    /// Counts a call. Returns false, and does not count it, if the quota is used up.
    pub(crate) fn admit(&self, app: &str, limit: u32, window: Duration) -> bool {
        if limit == 0 {
            return true;
        }
        let now = Instant::now();
        let mut apps = self.0.lock();
        let calls = apps.entry(app.to_owned()).or_default();
        while calls
            .front()
            .is_some_and(|call| now.duration_since(*call) >= window)
        {
            calls.pop_front();
        }
        let admitted = calls.len() < limit as usize;
        if admitted {
            calls.push_back(now);
        }
        admitted
    }
}
