//! An application at a platform: its key in the store, and its data in this process.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use super::handover::Handover;
use super::login_failure::LoginFailure;
use super::rate_limit::RateLimit;
use super::token::StoredToken;
use crate::client::ClientConfig;

/// The data of an application in this process.
#[derive(Debug, Default)]
pub(crate) struct Application {
    token: Mutex<Option<StoredToken>>,
    pub(super) failure: Mutex<Option<LoginFailure>>,
    /// Locked by the one call of this process that gets a token.
    pub(crate) login: tokio::sync::Mutex<()>,
    pub(super) rate_limit: Mutex<RateLimit>,
    pub(super) handover: Mutex<Handover>,
}

impl Application {
    /// Returns the token that is cached in this process.
    pub(crate) fn token(&self) -> Option<StoredToken> {
        lock(&self.token).clone()
    }

    pub(crate) fn cache_token(&self, token: StoredToken) {
        *lock(&self.token) = Some(token);
    }
}

/// Identifies an application at a platform. It depends on the secret: a process with
/// another secret does not find the application's data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AccountKey(String);

impl AccountKey {
    pub(crate) fn of(config: &ClientConfig) -> Self {
        let mut hash = Sha256::new();
        let parts = [
            config.base_url(),
            config.app_id(),
            config.secret().expose_secret(),
        ];
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let digits = hash.finalize();
        Self(
            digits[..16]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        )
    }
}

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
