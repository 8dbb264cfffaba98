//! A store in Redis, shared by all hosts.
//!
//! Every change is one command or one script, so that it is atomic and uses the clock
//! of Redis. All keys start with `northbound:` and expire.

mod address;
mod cluster;
mod connection;
mod rate_limit_script;
mod script;
mod sentinel;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use redis::aio::ConnectionLike;
use redis::cluster_async::ClusterConnection;
use redis::{Cmd, RedisResult, Value};
use secrecy::ExposeSecret;

use super::account::AccountKey;
use super::changes::Changes;
use super::file::Files;
use super::handover::Entry;
use super::rate_limit::Rate;
use super::store_error::StoreError;
use super::token::{Age, LEASE, StoredToken};
use address::Servers;
use connection::{Connection, describe, needs_reconnect, version};
use rate_limit_script::{BACK_OFF, RESERVE};
use script::{END_LEASE, RENEW_LEASE, Script, TAKE_LEASE};

pub(crate) use address::{Address, SCHEMES};
pub(crate) use rate_limit_script::Reserved;

/// The time limit of a command, connecting included.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The time for which Redis is not used after a failure.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// A question to Redis.
#[derive(Clone, Copy)]
enum Question<'a> {
    Command(&'a [&'a str]),
    Script(&'a Script, &'a str, &'a [&'a str]),
}

impl Question<'_> {
    async fn ask(self, on: &mut impl ConnectionLike) -> RedisResult<Value> {
        match self {
            Self::Script(script, key, arguments) => script.run(on, key, arguments).await,
            Self::Command(words) => {
                let mut command = Cmd::new();
                command.arg(words);
                command.query_async(on).await
            }
        }
    }
}

/// A connection to a server or to a cluster. Its clones share it.
#[derive(Clone)]
enum RedisConnection {
    Server(Connection),
    Cluster(ClusterConnection<Connection>),
}

impl RedisConnection {
    async fn ask(&mut self, question: Question<'_>) -> RedisResult<Value> {
        match self {
            Self::Server(connection) => question.ask(connection).await,
            Self::Cluster(connection) => question.ask(connection).await,
        }
    }
}

/// A store in Redis, with a store in files as a fallback while Redis cannot be reached.
#[derive(Debug)]
pub(crate) struct Redis {
    address: Address,
    ca_file: Option<PathBuf>,
    link: Mutex<Link>,
    /// Locked by the one call of this process that connects.
    connecting: tokio::sync::Mutex<()>,
    pub(crate) fallback: Files,
}

#[derive(Default)]
struct Link {
    /// The connection, and its number.
    connection: Option<(u64, RedisConnection)>,
    /// The number of connections so far.
    opened: u64,
    /// The time of the last failure, if no command has succeeded since.
    failed: Option<Instant>,
    changes: Changes,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("is_connected", &self.connection.is_some())
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

impl Redis {
    pub(crate) fn new(address: Address, ca_file: Option<PathBuf>, fallback: Files) -> Self {
        Self {
            address,
            ca_file,
            link: Mutex::default(),
            connecting: tokio::sync::Mutex::default(),
            fallback,
        }
    }

    /// Returns the address without user and password.
    pub(crate) fn place(&self) -> String {
        self.address.to_string()
    }

    /// Makes sure, on a new connection, that Redis responds and runs scripts. Returns its
    /// version, if it says it.
    pub(crate) async fn check(&self) -> Result<Option<String>, StoreError> {
        let unusable = |what: &str, error: &str| {
            StoreError::Unavailable(format!("Redis at {} {what}: {error}", self.address))
        };
        let described = |error| describe(&error, &self.address.access);
        let asking = async {
            let mut connection = self
                .connect()
                .await
                .map_err(|error| unusable("cannot be reached", &described(error)))?;
            let info = connection.ask(Question::Command(&["INFO", "server"])).await;
            // Does nothing, since nobody has such a lease.
            let (key, owner) = ("northbound:{check}:login", ["nobody"]);
            let script = connection
                .ask(Question::Script(&END_LEASE, key, &owner))
                .await;
            script.map_err(|error| unusable("runs no scripts (EVAL)", &described(error)))?;
            Ok(info.ok().as_ref().and_then(version))
        };
        match tokio::time::timeout(TIMEOUT, asking).await {
            Ok(checked) => checked,
            Err(_) => {
                let limit = format!("timed out after {} ms", TIMEOUT.as_millis());
                Err(unusable("cannot be reached", &limit))
            }
        }
    }

    /// Reads the token. The files may have a newer one, from while Redis was away: another
    /// login would only end it.
    pub(crate) async fn token(&self, key: &AccountKey) -> Option<Option<StoredToken>> {
        let words = ["GET", &name(key, "token")];
        let stored = match self.execute(Question::Command(&words)).await? {
            Value::BulkString(json) => StoredToken::from_json(&json),
            _ => None,
        };
        let of_host = self.fallback.last_token(key);
        let of_host = of_host.filter(|of_host| {
            let is_newer = stored
                .as_ref()
                .is_none_or(|stored| of_host.is_newer_than(stored));
            is_newer && of_host.age(SystemTime::now(), 0) != Age::Over
        });
        let Some(of_host) = of_host else {
            return Some(stored);
        };
        self.set_token(key, &of_host).await?;
        Some(Some(of_host))
    }

    /// Stores the token. If the files have one, it is replaced, since processes of this
    /// host may still use files.
    pub(crate) async fn put_token(&self, key: &AccountKey, token: &StoredToken) -> Option<()> {
        self.set_token(key, token).await?;
        if self.fallback.last_token(key).is_some() {
            // If it fails, those processes log in.
            let _ = self.fallback.put_token(key, token);
        }
        Some(())
    }

    async fn set_token(&self, key: &AccountKey, token: &StoredToken) -> Option<()> {
        let (json, ttl) = (token.to_json(), millis(token.time_to_live()));
        let words = ["SET", &name(key, "token"), json.expose_secret(), "PX", &ttl];
        self.execute(Question::Command(&words)).await.map(drop)
    }

    pub(crate) async fn lease(&self, key: &AccountKey, owner: &str) -> Option<bool> {
        let lease = name(key, "login");
        let taken = self
            .run_script(&TAKE_LEASE, &lease, &[owner, &millis(LEASE)])
            .await?;
        Some(taken == Value::Int(1))
    }

    pub(crate) async fn renew_lease(&self, key: &AccountKey, owner: &str) {
        let lease = name(key, "login");
        // If it cannot be renewed, others log in sooner.
        let _ = self
            .run_script(&RENEW_LEASE, &lease, &[owner, &millis(LEASE)])
            .await;
    }

    pub(crate) async fn end_lease(&self, key: &AccountKey, owner: &str) {
        // A lease that cannot be ended expires.
        let _ = self
            .run_script(&END_LEASE, &name(key, "login"), &[owner])
            .await;
    }

    pub(crate) async fn reserve(
        &self,
        key: &AccountKey,
        rate: Rate,
        entry: &Entry,
        max_wait: Duration,
    ) -> Option<Reserved> {
        let arguments = rate_limit_script::reserve_arguments(rate, max_wait, entry);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let reply = self
            .run_script(&RESERVE, &name(key, "budget"), &arguments)
            .await?;
        rate_limit_script::read(&reply)
    }

    pub(crate) async fn back_off(
        &self,
        key: &AccountKey,
        rate: Rate,
        retry_after: Option<Duration>,
    ) -> Option<()> {
        let arguments = rate_limit_script::back_off_arguments(rate, retry_after);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        self.run_script(&BACK_OFF, &name(key, "budget"), &arguments)
            .await
            .map(drop)
    }

    /// Uses the changes of the connection.
    pub(crate) fn with_changes<R>(&self, use_changes: impl FnOnce(&mut Changes) -> R) -> R {
        use_changes(&mut self.link().changes)
    }

    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run_script(&self, script: &Script, key: &str, arguments: &[&str]) -> Option<Value> {
        self.execute(Question::Script(script, key, arguments)).await
    }

    /// Asks Redis and returns the response; `None` if there is none. After a failure, it
    /// returns `None` for some seconds.
    async fn execute(&self, question: Question<'_>) -> Option<Value> {
        let failed = self.link().failed;
        if failed.is_some_and(|at| at.elapsed() < RETRY_INTERVAL) {
            return None;
        }
        // Boxed: it is large, and would be a part of every call, also of those without Redis.
        let exchange = Box::pin(self.exchange(question));
        let reason = match tokio::time::timeout(TIMEOUT, exchange).await {
            Ok(Ok(value)) => {
                let mut link = self.link();
                if link.failed.take().is_some() {
                    let message = format!("Redis at {} is reachable again", self.address);
                    link.changes.report(message);
                }
                return Some(value);
            }
            Ok(Err(error)) => describe(&error, &self.address.access),
            Err(_) => format!("timed out after {} ms", TIMEOUT.as_millis()),
        };
        let mut link = self.link();
        // The next attempt opens another connection, perhaps to another master.
        let connection = link.connection.take();
        if link.failed.replace(Instant::now()).is_none() {
            link.changes.report(format!(
                "Redis at {} cannot be used: {reason}; for now, token and quota are shared \
                 on this host only",
                self.address
            ));
        }
        drop(link);
        drop(connection);
        None
    }

    /// Asks on the open connection. Opens another one if it is closed, or if its server
    /// is no longer the master.
    async fn exchange(&self, question: Question<'_>) -> RedisResult<Value> {
        let open = self.link().connection.clone();
        let Some((number, mut connection)) = open else {
            return self.reconnect(0).await?.ask(question).await;
        };
        match connection.ask(question).await {
            Err(error) if needs_reconnect(&error) => {
                drop(connection);
                self.reconnect(number).await?.ask(question).await
            }
            other => other,
        }
    }

    /// Opens a connection, unless another call has replaced the connection with this
    /// number meanwhile.
    async fn reconnect(&self, number: u64) -> RedisResult<RedisConnection> {
        let _connecting = self.connecting.lock().await;
        let open = self.link().connection.clone();
        if let Some((_, connection)) = open.filter(|(open, _)| *open != number) {
            return Ok(connection);
        }
        let connection = self.connect().await?;
        let mut link = self.link();
        link.opened += 1;
        let opened = (link.opened, connection.clone());
        let replaced = link.connection.replace(opened);
        drop(link);
        drop(replaced);
        Ok(connection)
    }

    async fn connect(&self) -> RedisResult<RedisConnection> {
        let (access, ca_file) = (&self.address.access, self.ca_file.as_deref());
        let server = match &self.address.servers {
            Servers::One(node) => Connection::open(node, access, ca_file, None).await,
            Servers::Socket(path) => Connection::open_socket(path, access).await,
            Servers::Sentinels(sentinels, master) => {
                sentinel::connect(sentinels, master, access, ca_file).await
            }
            Servers::Cluster(nodes) => {
                let cluster = cluster::connect(nodes, access, ca_file).await?;
                return Ok(RedisConnection::Cluster(cluster));
            }
        };
        server.map(RedisConnection::Server)
    }
}

/// Returns the name of a key. The braces keep the keys of an application on one node of
/// a cluster.
fn name(key: &AccountKey, what: &str) -> String {
    format!("northbound:{{{key}}}:{what}")
}

fn millis(time: Duration) -> String {
    time.as_millis().to_string()
}
