//! What all callers of an application share: one access token, and one budget
//! of calls.
//!
//! The platform gives an application one live token, and counts the calls of
//! all its processes together. So both are kept where all of them look.

mod file;
pub(crate) mod managed_token;
pub(crate) mod quota;
mod rate_limit;
mod redis;
mod resp;
mod token;

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::ClientConfig;
use crate::NorthApiError;
use crate::error::code::ClientCode;
use file::{Files, Lock};
use rate_limit::RateLimit;
use redis::{Address, Redis};

pub(crate) use rate_limit::{Rate, Slot};
pub(crate) use token::{Age, StoredToken};

/// How long a process may take to log in before others stop waiting for it. It
/// matters when that process hangs, or when its host is gone; a process that
/// ends gives way at once, unless it shares through Redis.
pub(crate) const LEASE: Duration = Duration::from_secs(10);

/// More states, and more applications of one, are not kept in mind at a time.
/// What is kept by others is found again.
const MAX_STATES: usize = 32;
const MAX_APPLICATIONS: usize = 1024;

/// Where applications keep what they share.
#[derive(Clone, Default)]
pub enum StoreSettings {
    /// In the memory of this process, with nobody.
    Process,
    /// In files: with the processes of the same user on this host.
    #[default]
    Files,
    /// In files of this directory, which only the user may have access to.
    FilesIn(PathBuf),
    /// In Redis: with all hosts.
    Redis {
        /// `redis://user:password@host:port/database`, or `rediss://` for TLS.
        url: SecretString,
        /// PEM file with the CAs to trust in the place of the system's.
        ca_file: Option<PathBuf>,
        /// The directory to use while Redis cannot be reached.
        dir: Option<PathBuf>,
    },
}

impl StoreSettings {
    fn key(&self) -> (u8, Option<&str>, [Option<&PathBuf>; 2]) {
        match self {
            Self::Process => (0, None, [None; 2]),
            Self::Files => (1, None, [None; 2]),
            Self::FilesIn(dir) => (1, None, [Some(dir), None]),
            Self::Redis { url, ca_file, dir } => (
                2,
                Some(url.expose_secret()),
                [dir.as_ref(), ca_file.as_ref()],
            ),
        }
    }
}

impl PartialEq for StoreSettings {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for StoreSettings {}

impl Hash for StoreSettings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// The URL may hold a password.
impl fmt::Debug for StoreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, _, paths) = self.key();
        let kind = ["Process", "Files", "Redis"][usize::from(kind)];
        f.debug_struct(kind)
            .field("paths", &paths)
            .finish_non_exhaustive()
    }
}

/// Every state that is in use, by its settings.
///
/// Like connections, those to Redis belong to one runtime.
#[derive(Debug, Default)]
pub struct SharedStores(HashMap<StoreSettings, Arc<SharedStore>>);

impl SharedStores {
    /// The state under these settings. Nothing is opened before it is needed.
    ///
    /// # Errors
    ///
    /// 1003 for an address of Redis that is none.
    pub fn get(&mut self, settings: &StoreSettings) -> Result<Arc<SharedStore>, NorthApiError> {
        if let Some(state) = self.0.get(settings) {
            return Ok(Arc::clone(state));
        }
        let state = Arc::new(SharedStore::new(settings)?);
        if self.0.len() >= MAX_STATES {
            self.0.clear();
        }
        self.0.insert(settings.clone(), Arc::clone(&state));
        Ok(state)
    }

    /// Takes the messages about changes: that Redis failed, or is back, or that
    /// a token could not be stored. Each is there once.
    pub fn take_changes(&self) -> Vec<String> {
        let stores = self.0.values();
        stores.filter_map(|store| store.take_change()).collect()
    }
}

/// What applications share with other processes.
#[derive(Debug)]
pub struct SharedStore {
    backend: Backend,
    applications: Mutex<HashMap<AccountKey, Arc<Application>>>,
    /// Drawn together with the process's id: a child of a fork draws the same
    /// keys as its siblings.
    lots: RandomState,
    change: Mutex<Option<String>>,
}

#[derive(Debug)]
enum Backend {
    Process,
    Files(Files),
    Redis(Box<Redis>),
}

/// What this process knows of an application.
#[derive(Debug, Default)]
pub(crate) struct Application {
    token: Mutex<Option<StoredToken>>,
    /// Held by the one call of this process that gets a token.
    pub(crate) login: tokio::sync::Mutex<()>,
    budget: Mutex<RateLimit>,
}

/// The right to log in, as long as it lives.
#[derive(Debug)]
pub(crate) enum Lease {
    /// Nobody else is there.
    Process,
    File {
        _lock: Lock,
    },
    Redis {
        owner: String,
    },
}

/// Why a state cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct StoreError(String);

impl From<StoreError> for NorthApiError {
    fn from(error: StoreError) -> Self {
        let desc = format!("what is shared with other processes cannot be used: {error}");
        NorthApiError::client(ClientCode::BeforeCall, desc)
    }
}

/// Names an application at a platform. Who does not know the secret does not
/// find what belongs to it.
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

impl SharedStore {
    fn new(settings: &StoreSettings) -> Result<Self, StoreError> {
        let backend = match settings {
            StoreSettings::Process => Backend::Process,
            StoreSettings::Files => Backend::Files(Files::new(None)),
            StoreSettings::FilesIn(dir) => Backend::Files(Files::new(Some(dir))),
            StoreSettings::Redis { url, ca_file, dir } => {
                let meanwhile = Files::new(dir.as_deref());
                let redis = Redis::new(Address::parse(url)?, ca_file.clone(), meanwhile);
                Backend::Redis(Box::new(redis))
            }
        };
        Ok(Self {
            backend,
            applications: Mutex::default(),
            lots: RandomState::new(),
            change: Mutex::default(),
        })
    }

    pub(crate) fn application(&self, key: &AccountKey) -> Arc<Application> {
        let mut applications = lock(&self.applications);
        if applications.len() >= MAX_APPLICATIONS && !applications.contains_key(key) {
            applications.clear();
        }
        Arc::clone(applications.entry(key.clone()).or_default())
    }

    /// How old a token is, a little different in each process.
    pub(crate) fn age(&self, token: &StoredToken) -> Age {
        let lot = self.lot(token.access().expose_secret());
        token.age(SystemTime::now(), lot)
    }

    /// A number that is another one in each process.
    fn lot(&self, of: impl Hash) -> u64 {
        self.lots.hash_one((std::process::id(), of))
    }

    /// The token that another process may have left.
    pub(crate) async fn token(&self, key: &AccountKey) -> Result<Option<StoredToken>, StoreError> {
        let files = match &self.backend {
            Backend::Process => return Ok(self.application(key).token()),
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.token(key).await {
                Some(token) => return Ok(token),
                None => &redis.meanwhile,
            },
        };
        files.token(key)
    }

    /// Leaves the token for others. If that fails, it is at least of use here.
    pub(crate) async fn put_token(&self, key: &AccountKey, token: &StoredToken) {
        let files = match &self.backend {
            Backend::Process => return,
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.put_token(key, token).await {
                Some(()) => return,
                None => &redis.meanwhile,
            },
        };
        if let Err(error) = files.put_token(key, token) {
            let change = format!("the access token cannot be kept for other processes: {error}");
            *lock(&self.change) = Some(change);
        }
    }

    /// The right to log in, unless another process has it.
    pub(crate) async fn lease(&self, key: &AccountKey) -> Result<Option<Lease>, StoreError> {
        let files = match &self.backend {
            Backend::Process => return Ok(Some(Lease::Process)),
            Backend::Files(files) => files,
            Backend::Redis(redis) => {
                let owner = format!("{:016x}", self.lot(Instant::now()));
                match redis.lease(key, &owner).await {
                    Some(taken) => return Ok(taken.then_some(Lease::Redis { owner })),
                    None => &redis.meanwhile,
                }
            }
        };
        Ok(files.lock(key)?.map(|lock| Lease::File { _lock: lock }))
    }

    pub(crate) async fn end_lease(&self, key: &AccountKey, lease: Lease) {
        if let (Backend::Redis(redis), Lease::Redis { owner }) = (&self.backend, &lease) {
            redis.end_lease(key, owner).await;
        }
    }

    /// Takes the next turn, unless it is further away than `patience`.
    pub(crate) async fn reserve(
        &self,
        key: &AccountKey,
        pace: Rate,
        patience: Duration,
    ) -> Result<Slot, StoreError> {
        let files = match &self.backend {
            Backend::Process => {
                let application = self.application(key);
                return Ok(lock(&application.budget).reserve(pace, rate_limit::now(), patience));
            }
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.reserve(key, pace, patience).await {
                Some(turn) => return Ok(turn),
                None => &redis.meanwhile,
            },
        };
        files.reserve(key, pace, patience).await
    }

    /// The platform refused a call in spite of the budget.
    pub(crate) async fn hold_back(
        &self,
        key: &AccountKey,
        pace: Rate,
        asked: Option<Duration>,
    ) -> Result<(), StoreError> {
        let files = match &self.backend {
            Backend::Process => {
                let application = self.application(key);
                lock(&application.budget).hold_back(pace, rate_limit::now(), asked);
                return Ok(());
            }
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.hold_back(key, pace, asked).await {
                Some(()) => return Ok(()),
                None => &redis.meanwhile,
            },
        };
        files.hold_back(key, pace, asked).await
    }

    fn take_change(&self) -> Option<String> {
        let of_backend = match &self.backend {
            Backend::Redis(redis) => redis.take_change(),
            Backend::Process | Backend::Files(_) => None,
        };
        of_backend.or_else(|| lock(&self.change).take())
    }
}

impl Application {
    /// The token that this process knows.
    pub(crate) fn token(&self) -> Option<StoredToken> {
        lock(&self.token).clone()
    }

    pub(crate) fn know(&self, token: StoredToken) {
        *lock(&self.token) = Some(token);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
