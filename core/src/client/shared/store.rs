//! The store that all processes of an application share, with its backends.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use secrecy::ExposeSecret;

use super::account::{AccountKey, Application, lock};
use super::changes::Changes;
use super::file::{Files, Lock};
use super::handover::RateLimitId;
use super::login_failure::LoginFailure;
use super::rate_limit::{self, Claim, Rate, Slot};
use super::redis::{Address, Redis, Reserved};
use super::settings::StoreSettings;
use super::store_error::StoreError;
use super::token::{Age, StoredToken};
use crate::NorthApiError;

/// The maximum numbers of cached stores, and of cached applications in each. Files and
/// Redis keep the data of those that are removed.
const MAX_STORES: usize = 32;

const MAX_APPLICATIONS: usize = 1024;

/// Open stores, by their settings, for the PHP extension, each of whose threads has a
/// runtime. Others use [`SharedStore::open`]. Connections to Redis belong to the runtime that
/// they were opened on.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct SharedStores(HashMap<StoreSettings, Arc<SharedStore>>);

impl SharedStores {
    /// Returns the store with these settings. It is opened on first use.
    ///
    /// # Errors
    ///
    /// 1003 if the address of Redis is not valid.
    pub fn get(&mut self, settings: &StoreSettings) -> Result<Arc<SharedStore>, NorthApiError> {
        if let Some(store) = self.0.get(settings) {
            return Ok(Arc::clone(store));
        }
        let store = SharedStore::new(settings).map_err(NorthApiError::from);
        let store = Arc::new(store.map_err(NorthApiError::of_setting)?);
        if self.0.len() >= MAX_STORES {
            self.0.clear();
        }
        self.0.insert(settings.clone(), Arc::clone(&store));
        Ok(store)
    }

    /// Takes the messages about changes: Redis failed, Redis can be reached again, or a
    /// token could not be stored. Returns each message once.
    pub fn take_changes(&self) -> Vec<String> {
        let stores = self.0.values();
        stores.filter_map(|store| store.take_message()).collect()
    }
}

/// Result of [`SharedStore::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreReport {
    /// The place: a directory, or the address of Redis without its password.
    pub place: String,
    /// The version of Redis, if it is used and says it.
    pub redis_version: Option<String>,
}

/// The data that applications share with other processes.
#[derive(Debug)]
pub struct SharedStore {
    backend: Backend,
    applications: Mutex<HashMap<AccountKey, Arc<Application>>>,
    /// Hashes the process id too, since a forked child inherits the keys of this
    /// hasher.
    hasher: RandomState,
    changes: Mutex<Changes>,
}

#[derive(Debug)]
enum Backend {
    Process,
    Files(Files),
    Redis(Box<Redis>),
}

/// The right to log in. It ends when it is dropped.
#[derive(Debug)]
pub(crate) enum Lease {
    /// No other process shares the store.
    Process,
    File(Lock),
    Redis {
        owner: String,
    },
}

impl SharedStore {
    pub(super) fn new(settings: &StoreSettings) -> Result<Self, StoreError> {
        let backend = match settings {
            StoreSettings::Process => Backend::Process,
            StoreSettings::Files => Backend::Files(Files::new(None)),
            StoreSettings::FilesIn(dir) => Backend::Files(Files::new(Some(dir))),
            StoreSettings::Redis { url, ca_file, dir } => {
                let fallback = Files::new(dir.as_deref());
                let redis = Redis::new(Address::parse(url)?, ca_file.clone(), fallback);
                Backend::Redis(Box::new(redis))
            }
        };
        Ok(Self {
            backend,
            applications: Mutex::default(),
            hasher: RandomState::new(),
            changes: Mutex::default(),
        })
    }

    /// Makes sure that the store can be used: files can be written, Redis responds and
    /// runs scripts. Changes nothing that is stored.
    ///
    /// # Errors
    ///
    /// 1003 if it cannot be used. If Redis cannot, the error says so, although calls
    /// would go on with files.
    pub async fn check(&self) -> Result<StoreReport, NorthApiError> {
        let report = |place: String, redis_version| StoreReport {
            place,
            redis_version,
        };
        Ok(match &self.backend {
            Backend::Process => report("the memory of this process".to_owned(), None),
            Backend::Files(files) => {
                files.check()?;
                report(files.path().display().to_string(), None)
            }
            Backend::Redis(redis) => {
                let version = redis.check().await?;
                report(redis.place(), version)
            }
        })
    }

    pub(crate) fn application(&self, key: &AccountKey) -> Arc<Application> {
        let mut applications = lock(&self.applications);
        if applications.len() >= MAX_APPLICATIONS && !applications.contains_key(key) {
            applications.clear();
        }
        Arc::clone(applications.entry(key.clone()).or_default())
    }

    /// Returns the age of a token. It differs a little between processes.
    pub(crate) fn age(&self, token: &StoredToken) -> Age {
        let seed = self.seed(token.access().expose_secret());
        token.age(SystemTime::now(), seed)
    }

    /// Returns a number that differs between processes.
    fn seed(&self, value: impl Hash) -> u64 {
        self.hasher.hash_one((std::process::id(), value))
    }

    /// Reads the token, which another process may have stored.
    pub(crate) async fn token(&self, key: &AccountKey) -> Result<Option<StoredToken>, StoreError> {
        let files = match &self.backend {
            Backend::Process => return Ok(self.application(key).token()),
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.token(key).await {
                Some(token) => return Ok(token),
                None => &redis.fallback,
            },
        };
        files.token(key)
    }

    /// Stores the token for other processes. If that fails, this process can still use
    /// it.
    pub(crate) async fn put_token(&self, key: &AccountKey, token: &StoredToken) {
        let files = match &self.backend {
            Backend::Process => return,
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.put_token(key, token).await {
                Some(()) => return,
                None => &redis.fallback,
            },
        };
        if let Err(error) = files.put_token(key, token) {
            let message = format!("the access token cannot be stored for other processes: {error}");
            lock(&self.changes).report(message);
        }
    }

    /// Returns the right to log in; `None` if another process has it.
    pub(crate) async fn lease(&self, key: &AccountKey) -> Result<Option<Lease>, StoreError> {
        let files = match &self.backend {
            Backend::Process => return Ok(Some(Lease::Process)),
            Backend::Files(files) => files,
            Backend::Redis(redis) => {
                let owner = format!("{:016x}", self.seed(Instant::now()));
                match redis.lease(key, &owner).await {
                    Some(taken) => return Ok(taken.then_some(Lease::Redis { owner })),
                    None => &redis.fallback,
                }
            }
        };
        Ok(files.lock(key)?.map(Lease::File))
    }

    /// Says that the login under this lease is still under way.
    pub(crate) async fn renew_lease(&self, key: &AccountKey, lease: &Lease) {
        match (lease, &self.backend) {
            (Lease::File(lock), _) => lock.renew(),
            (Lease::Redis { owner }, Backend::Redis(redis)) => redis.renew_lease(key, owner).await,
            _ => {}
        }
    }

    /// Returns the last failed login; `None` if the last one succeeded. Redis does not
    /// have it: the processes of each host share their own.
    pub(crate) fn login_failure(&self, key: &AccountKey) -> Option<LoginFailure> {
        match &self.backend {
            Backend::Process => lock(&self.application(key).failure).clone(),
            Backend::Files(files) => files.login_failure(key),
            Backend::Redis(redis) => redis.fallback.login_failure(key),
        }
    }

    /// Stores a failed login; `None` for one that succeeded.
    pub(crate) fn put_login_failure(&self, key: &AccountKey, failure: Option<LoginFailure>) {
        match &self.backend {
            Backend::Process => *lock(&self.application(key).failure) = failure,
            Backend::Files(files) => files.put_login_failure(key, failure.as_ref()),
            Backend::Redis(redis) => redis.fallback.put_login_failure(key, failure.as_ref()),
        }
    }

    pub(crate) async fn end_lease(&self, key: &AccountKey, lease: Lease) {
        if let (Backend::Redis(redis), Lease::Redis { owner }) = (&self.backend, &lease) {
            redis.end_lease(key, owner).await;
        }
    }

    /// Reserves the next slot, unless it is later than `max_wait`.
    pub(crate) async fn reserve(
        &self,
        key: &AccountKey,
        rate: Rate,
        claim: Claim,
        max_wait: Duration,
    ) -> Result<Slot, StoreError> {
        let files = match &self.backend {
            Backend::Process => {
                let application = self.application(key);
                return Ok(lock(&application.rate_limit).reserve(
                    rate,
                    rate_limit::now(),
                    claim,
                    max_wait,
                    None,
                ));
            }
            Backend::Files(files) => files,
            Backend::Redis(redis) => {
                return self.reserve_in(redis, key, rate, claim, max_wait).await;
            }
        };
        files.reserve(key, rate, claim, max_wait, None).await
    }

    /// Reserves a slot in Redis, or in files. The slots of one follow those of the other.
    async fn reserve_in(
        &self,
        redis: &Redis,
        key: &AccountKey,
        rate: Rate,
        claim: Claim,
        max_wait: Duration,
    ) -> Result<Slot, StoreError> {
        let application = self.application(key);
        let asked = Instant::now();
        let entry = lock(&application.handover).enter_redis(claim);
        let mut reserved = redis.reserve(key, rate, &entry, max_wait).await;
        if reserved == Some(Reserved::Lost) {
            let entry = lock(&application.handover).enter_another(claim);
            reserved = redis.reserve(key, rate, &entry, max_wait).await;
        }
        let (place, slot) = match reserved {
            Some(Reserved::Slot(slot, id)) => (RateLimitId::Redis(id), slot),
            // `Lost` is no response to an entry that knows no rate limit.
            Some(Reserved::Lost) | None => {
                let entry = lock(&application.handover).enter_files(claim);
                let (files, lead) = (&redis.fallback, entry.lead.as_ref());
                let slot = files
                    .reserve(key, rate, entry.claim, max_wait, lead)
                    .await?;
                (RateLimitId::Files, slot)
            }
        };
        lock(&application.handover).reserved(place, slot, asked);
        Ok(slot)
    }

    /// Pauses all calls, since the platform refused one within the rate limit.
    pub(crate) async fn back_off(
        &self,
        key: &AccountKey,
        rate: Rate,
        retry_after: Option<Duration>,
    ) -> Result<(), StoreError> {
        let files = match &self.backend {
            Backend::Process => {
                let application = self.application(key);
                lock(&application.rate_limit).back_off(rate, rate_limit::now(), retry_after);
                return Ok(());
            }
            Backend::Files(files) => files,
            Backend::Redis(redis) => match redis.back_off(key, rate, retry_after).await {
                Some(()) => return Ok(()),
                None => &redis.fallback,
            },
        };
        files.back_off(key, rate, retry_after).await
    }

    /// Takes the message about the last change: Redis failed, Redis can be reached again, or a
    /// token could not be stored. Returns each message once.
    fn take_message(&self) -> Option<String> {
        let of_redis = self
            .redis()
            .and_then(|redis| redis.with_changes(Changes::take));
        of_redis.or_else(|| lock(&self.changes).take())
    }

    fn redis(&self) -> Option<&Redis> {
        match &self.backend {
            Backend::Redis(redis) => Some(redis),
            Backend::Process | Backend::Files(_) => None,
        }
    }

    /// Returns the numbers of the last changes.
    pub(crate) fn last_changes(&self) -> [u64; 2] {
        let of_redis = self
            .redis()
            .map(|redis| redis.with_changes(|changes| changes.number()));
        [of_redis.unwrap_or_default(), lock(&self.changes).number()]
    }

    /// Returns the messages of the changes after those with these numbers, which it replaces.
    pub(crate) fn changes_since(&self, seen: &mut [u64; 2]) -> Vec<String> {
        let [redis, other] = seen;
        let of_redis = self.redis();
        let of_redis =
            of_redis.and_then(|store| store.with_changes(|changes| changes.since(*redis)));
        let of_other = lock(&self.changes).since(*other);
        let mut messages = Vec::new();
        for (number, change) in [(redis, of_redis), (other, of_other)] {
            if let Some((last, message)) = change {
                *number = last;
                messages.push(message);
            }
        }
        messages
    }
}
