//! The store that the callers of an application share, whatever keeps it.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use secrecy::ExposeSecret;

use super::account::{AccountKey, Application, lock};
use super::file::{Files, Lock};
use super::rate_limit::{self, Rate, Slot};
use super::redis::{Address, Redis};
use super::settings::StoreSettings;
use super::store_error::StoreError;
use super::token::{Age, StoredToken};
use crate::NorthApiError;

/// More states, and more applications of one, are not kept in mind at a time.
/// What is kept by others is found again.
const MAX_STORES: usize = 32;

const MAX_APPLICATIONS: usize = 1024;

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
        if self.0.len() >= MAX_STORES {
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
