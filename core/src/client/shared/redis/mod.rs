//! A store in Redis, shared by all hosts.
//!
//! Every change is one command or one script, so that it is atomic and uses the clock
//! of Redis. All keys start with `northbound:` and expire.

mod address;
mod cluster;
mod connection;
mod sentinel;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use redis::aio::ConnectionLike;
use redis::cluster_async::ClusterConnection;
use redis::{Cmd, ErrorKind, RedisResult, ServerErrorKind, Value, cmd};
use secrecy::ExposeSecret;
use sha1::{Digest, Sha1};

use super::account::AccountKey;
use super::file::Files;
use super::rate_limit::{Rate, Slot};
use super::token::{LEASE, StoredToken};
use address::Servers;
use connection::{Connection, describe, needs_reconnect};

pub(crate) use address::{Address, SCHEMES};

/// The time limit of a command, connecting included.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The time for which Redis is not used after a failure.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// The time after which an unused rate limit expires. It is longer than any pause.
const RATE_LIMIT_TTL: Duration = Duration::from_secs(600);

/// Does what `RateLimit::reserve_after` does. Arguments: interval, tolerance, maximum
/// wait (all in microseconds), the time after which the rate limit expires (in
/// milliseconds), the lead, the longest wait, the horizon and the longest debt (in
/// microseconds; the debt is negative if the call waits). Returns the wait in
/// microseconds, or the negative wait if it is longer than the maximum.
const RESERVE_CODE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
local lead, longest, horizon = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local debt = tonumber(ARGV[8])
local function number(name) return tonumber(redis.call('HGET', KEYS[1], name)) or 0 end
local next = number('next')
if next > now + horizon or number('paused') > now + 60000000 then
  next = 0
  redis.call('DEL', KEYS[1])
end
if lead > 0 then next = math.max(next, now + lead + tolerance) end
local wait = math.max(0, next - tolerance - now)
if debt >= 0 then
  next = math.min(math.max(next, now) + interval, math.max(next, now + debt))
elseif wait > math.min(tonumber(ARGV[3]), longest) then
  return -wait
else
  next = math.max(next, now) + interval
end
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next))
redis.call('PEXPIRE', KEYS[1], ARGV[4] + math.ceil((next - now) / 1000))
return wait";

/// Does what `RateLimit::back_off` does. Arguments: tolerance and the pause that the
/// platform requests (both in microseconds; the pause is negative if it requests none),
/// the time after which the rate limit expires (in milliseconds), and the horizon (in
/// microseconds).
const BACK_OFF_CODE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local asked, longest = tonumber(ARGV[2]), 60000000
local function number(name) return tonumber(redis.call('HGET', KEYS[1], name)) or 0 end
if number('next') > now + ARGV[4] or number('paused') > now + longest then
  redis.call('DEL', KEYS[1])
end
local paused, refusals = number('paused'), number('refusals')
if now >= paused then
  if now - paused > 2 * longest then refusals = 1 else refusals = refusals + 1 end
  local pause = asked
  if pause < 0 then pause = 1000000 * 2 ^ (math.min(refusals, 7) - 1) end
  paused = now + math.min(pause, longest)
elseif asked >= 0 then
  paused = math.max(paused, now + math.min(asked, longest))
end
local next = math.max(number('next'), paused + ARGV[1])
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next),
  'paused', string.format('%.0f', paused), 'refusals', refusals)
redis.call('PEXPIRE', KEYS[1], ARGV[3] + math.ceil((next - now) / 1000))";

/// Arguments: owner, milliseconds. Returns 1 if the owner has the lease now. It may
/// have had it before, if the response to the same command was lost.
const TAKE_LEASE_CODE: &str = "\
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0";

/// Arguments: owner, milliseconds.
const RENEW_LEASE_CODE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end";

/// Argument: owner. Does not end the lease of another owner.
const END_LEASE_CODE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end";

/// A script, which Redis knows by its hash once it has run it.
struct Script {
    code: &'static str,
    hash: OnceLock<String>,
}

static RESERVE: Script = Script::new(RESERVE_CODE);
static BACK_OFF: Script = Script::new(BACK_OFF_CODE);
static TAKE_LEASE: Script = Script::new(TAKE_LEASE_CODE);
static RENEW_LEASE: Script = Script::new(RENEW_LEASE_CODE);
static END_LEASE: Script = Script::new(END_LEASE_CODE);

impl Script {
    const fn new(code: &'static str) -> Self {
        Self {
            code,
            hash: OnceLock::new(),
        }
    }

    fn hash(&self) -> &str {
        self.hash.get_or_init(|| {
            let digits = Sha1::digest(self.code);
            digits.iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// Runs the script. Sends its code only to a server that does not know it.
    async fn run(
        &self,
        on: &mut impl ConnectionLike,
        key: &str,
        arguments: &[&str],
    ) -> RedisResult<Value> {
        let command = |name: &str, script: &str| {
            let mut command = cmd(name);
            command.arg(script).arg(1).arg(key).arg(arguments);
            command
        };
        match command("EVALSHA", self.hash()).query_async(on).await {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                command("EVAL", self.code).query_async(on).await
            }
            other => other,
        }
    }
}

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
    /// The message about the last change, until it is taken.
    message: Option<String>,
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

    pub(crate) async fn token(&self, key: &AccountKey) -> Option<Option<StoredToken>> {
        let words = ["GET", &name(key, "token")];
        match self.execute(Question::Command(&words)).await? {
            Value::BulkString(json) => Some(StoredToken::from_json(&json)),
            _ => Some(None),
        }
    }

    pub(crate) async fn put_token(&self, key: &AccountKey, token: &StoredToken) -> Option<()> {
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
        lead: Duration,
        max_wait: Duration,
    ) -> Option<Slot> {
        let (interval, tolerance) = (rate.interval.to_string(), rate.tolerance.to_string());
        let debt = match max_wait == Duration::MAX {
            true => rate.longest_debt(),
            false => -1,
        };
        let arguments = [
            &interval,
            &tolerance,
            &micros(max_wait),
            &millis(RATE_LIMIT_TTL),
            &micros(lead),
            &rate.longest_wait().to_string(),
            &rate.horizon().to_string(),
            &debt.to_string(),
        ];
        let arguments = arguments.map(String::as_str);
        match self
            .run_script(&RESERVE, &name(key, "budget"), &arguments)
            .await?
        {
            Value::Int(wait) => Some(Slot::from_script(wait)),
            _ => None,
        }
    }

    pub(crate) async fn back_off(
        &self,
        key: &AccountKey,
        rate: Rate,
        retry_after: Option<Duration>,
    ) -> Option<()> {
        let (tolerance, retry_after) = (
            rate.tolerance.to_string(),
            retry_after.map_or("-1".to_owned(), micros),
        );
        let arguments = [
            &*tolerance,
            &retry_after,
            &millis(RATE_LIMIT_TTL),
            &rate.horizon().to_string(),
        ];
        self.run_script(&BACK_OFF, &name(key, "budget"), &arguments)
            .await
            .map(drop)
    }

    /// Takes the message about the last change of the connection; `None` if there was
    /// no change.
    pub(crate) fn take_message(&self) -> Option<String> {
        self.link().message.take()
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
        let reason = match tokio::time::timeout(TIMEOUT, self.exchange(question)).await {
            Ok(Ok(value)) => {
                let mut link = self.link();
                if link.failed.take().is_some() {
                    link.message = Some(format!("Redis at {} is reachable again", self.address));
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
            link.message = Some(format!(
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

fn micros(time: Duration) -> String {
    // At most about a year, which the numbers of a script can represent exactly.
    time.as_micros().min(1 << 45).to_string()
}
