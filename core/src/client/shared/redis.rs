//! A store in Redis, shared by all hosts.
//!
//! Every change is one command or one script, so that it is atomic and uses the clock
//! of Redis. All keys start with `northbound:` and expire.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use percent_encoding::percent_decode_str;
use reqwest::Url;
use rustls_pki_types::ServerName;
use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::account::AccountKey;
use super::file::Files;
use super::rate_limit::{Rate, Slot};
use super::resp::{RedisConnection, Reply, encode_command};
use super::store_error::StoreError;
use super::token::{LEASE, StoredToken};
use crate::client::TlsSettings;
use crate::client::transport::tls::TlsFiles;

/// The port of Redis, unless the address contains one.
const DEFAULT_PORT: u16 = 6379;

/// The maximum number of idle connections. A process needs one for each concurrent
/// call.
const MAX_IDLE_CONNECTIONS: usize = 4;

/// The time limit of a command, connecting included.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The time for which Redis is not used after a failure.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// The time after which an unused rate limit expires. It is longer than any pause.
const RATE_LIMIT_TTL: Duration = Duration::from_secs(600);

/// Does what `RateLimit::reserve` does. Arguments: interval, tolerance, maximum wait
/// (all in microseconds), and the time after which the rate limit expires (in
/// milliseconds). Returns the wait in microseconds, or the negative wait if it is
/// longer than the maximum.
const RESERVE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
local next = tonumber(redis.call('HGET', KEYS[1], 'next') or 0)
local wait = math.max(0, next - tolerance - now)
if wait > tonumber(ARGV[3]) then return -wait end
next = math.max(next, now) + interval
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next))
redis.call('PEXPIRE', KEYS[1], ARGV[4] + math.ceil((next - now) / 1000))
return wait";

/// Does what `RateLimit::back_off` does. Arguments: tolerance and the pause that the
/// platform requests (both in microseconds; the pause is negative if it requests none),
/// and the time after which the rate limit expires (in milliseconds).
const BACK_OFF: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local asked, longest = tonumber(ARGV[2]), 60000000
local function number(name) return tonumber(redis.call('HGET', KEYS[1], name) or 0) end
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
const TAKE_LEASE: &str = "\
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0";

/// Arguments: owner, milliseconds.
const RENEW_LEASE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end";

/// Argument: owner. Does not end the lease of another owner.
const END_LEASE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end";

/// The address of Redis: `redis://` or, with TLS, `rediss://`.
pub(crate) struct Address {
    host: String,
    port: u16,
    tls: bool,
    user: String,
    password: SecretString,
    database: u32,
}

impl Address {
    /// Parses the URL. Errors do not repeat any part of it, since it may contain a
    /// password.
    pub(crate) fn parse(url: &SecretString) -> Result<Self, StoreError> {
        let unusable = |reason: &str| {
            StoreError(format!(
                "northbound.state: the address of Redis cannot be used: {reason}"
            ))
        };
        let url = Url::parse(url.expose_secret()).map_err(|error| unusable(&error.to_string()))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| unusable("it has no host"))?;
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            let decoded = decoded.map(String::from);
            decoded.map_err(|_| unusable("user and password must be UTF-8"))
        };
        let database = match url.path().trim_start_matches('/') {
            "" => Ok(0),
            path => path.parse(),
        };
        if url.query().or(url.fragment()).is_some() {
            return Err(unusable("remove what follows the number of the database"));
        }
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(DEFAULT_PORT),
            tls: url.scheme() == "rediss",
            user: decoded(url.username())?,
            password: decoded(url.password().unwrap_or_default())?.into(),
            database: database
                .map_err(|_| unusable("the path must be the number of a database, such as /0"))?,
        })
    }

    /// Returns the commands to send on a new connection.
    fn setup_commands(&self) -> impl Iterator<Item = Vec<u8>> {
        let password = self.password.expose_secret();
        let words = ["AUTH", &self.user, password];
        let words = words.into_iter().filter(|word| !word.is_empty());
        let auth = (!password.is_empty()).then(|| encode_command(words.map(str::as_bytes)));
        let database = self.database.to_string();
        let select = || encode_command([&b"SELECT"[..], database.as_bytes()]);
        auth.into_iter().chain((self.database != 0).then(select))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A store in Redis, with a store in files as a fallback while Redis cannot be reached.
#[derive(Debug)]
pub(crate) struct Redis {
    address: Address,
    ca_file: Option<PathBuf>,
    link: Mutex<Link>,
    pub(crate) fallback: Files,
}

#[derive(Debug, Default)]
struct Link {
    /// Connections that are not in use.
    idle: Vec<RedisConnection>,
    /// The time of the last failure, if no command has succeeded since.
    failed: Option<Instant>,
    /// The message about the last change, until it is taken.
    message: Option<String>,
}

impl Redis {
    pub(crate) fn new(address: Address, ca_file: Option<PathBuf>, fallback: Files) -> Self {
        Self {
            address,
            ca_file,
            link: Mutex::default(),
            fallback,
        }
    }

    pub(crate) async fn token(&self, key: &AccountKey) -> Option<Option<StoredToken>> {
        match self.execute(&["GET", &name(key, "token")]).await? {
            Reply::Text(json) => Some(StoredToken::from_json(&json)),
            _ => Some(None),
        }
    }

    pub(crate) async fn put_token(&self, key: &AccountKey, token: &StoredToken) -> Option<()> {
        let (json, ttl) = (token.to_json(), millis(token.time_to_live()));
        let words = ["SET", &name(key, "token"), json.expose_secret(), "PX", &ttl];
        self.execute(&words).await.map(drop)
    }

    pub(crate) async fn lease(&self, key: &AccountKey, owner: &str) -> Option<bool> {
        let lease = name(key, "login");
        let taken = self
            .run_script(TAKE_LEASE, &lease, &[owner, &millis(LEASE)])
            .await?;
        Some(taken == Reply::Number(1))
    }

    pub(crate) async fn renew_lease(&self, key: &AccountKey, owner: &str) {
        let lease = name(key, "login");
        // If it cannot be renewed, others log in sooner.
        let _ = self
            .run_script(RENEW_LEASE, &lease, &[owner, &millis(LEASE)])
            .await;
    }

    pub(crate) async fn end_lease(&self, key: &AccountKey, owner: &str) {
        // A lease that cannot be ended expires.
        let _ = self
            .run_script(END_LEASE, &name(key, "login"), &[owner])
            .await;
    }

    pub(crate) async fn reserve(
        &self,
        key: &AccountKey,
        rate: Rate,
        max_wait: Duration,
    ) -> Option<Slot> {
        let (interval, tolerance) = (rate.interval.to_string(), rate.tolerance.to_string());
        let arguments = [
            &interval,
            &tolerance,
            &micros(max_wait),
            &millis(RATE_LIMIT_TTL),
        ];
        let arguments = arguments.map(String::as_str);
        match self
            .run_script(RESERVE, &name(key, "budget"), &arguments)
            .await?
        {
            Reply::Number(wait) => Some(Slot::from_script(wait)),
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
        let arguments = [&*tolerance, &retry_after, &millis(RATE_LIMIT_TTL)];
        self.run_script(BACK_OFF, &name(key, "budget"), &arguments)
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

    async fn run_script(&self, script: &str, key: &str, arguments: &[&str]) -> Option<Reply> {
        self.execute(&[&["EVAL", script, "1", key], arguments].concat())
            .await
    }

    /// Sends a command and returns the response; `None` if there is none. After a
    /// failure, it returns `None` for some seconds.
    async fn execute(&self, words: &[&str]) -> Option<Reply> {
        let failed = self.link().failed;
        if failed.is_some_and(|at| at.elapsed() < RETRY_INTERVAL) {
            return None;
        }
        let command = encode_command(words.iter().map(|word| word.as_bytes()));
        let reason = match tokio::time::timeout(TIMEOUT, self.exchange(&command)).await {
            Ok(Ok(Reply::Error(reason))) => reason,
            Ok(Ok(reply)) => {
                let mut link = self.link();
                if link.failed.take().is_some() {
                    link.message = Some(format!("Redis at {} is reachable again", self.address));
                }
                return Some(reply);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("timed out after {} ms", TIMEOUT.as_millis()),
        };
        let mut link = self.link();
        if link.failed.replace(Instant::now()).is_none() {
            link.message = Some(format!(
                "Redis at {} cannot be used: {reason}; for now, token and quota are shared \
                 on this host only",
                self.address
            ));
        }
        None
    }

    /// Sends a command on an idle connection, or on a new one.
    async fn exchange(&self, command: &[u8]) -> io::Result<Reply> {
        // Taken out of the list, so that no other command uses it if this one is
        // canceled.
        let idle = self.link().idle.pop();
        if let Some(mut connection) = idle {
            // Redis may have closed the connection.
            if let Ok(reply) = connection.round_trip(command).await {
                self.return_connection(connection);
                return Ok(reply);
            }
        }
        let mut connection = self.connect().await?;
        let reply = connection.round_trip(command).await?;
        self.return_connection(connection);
        Ok(reply)
    }

    fn return_connection(&self, connection: RedisConnection) {
        let mut link = self.link();
        if link.idle.len() < MAX_IDLE_CONNECTIONS {
            link.idle.push(connection);
        }
    }

    async fn connect(&self) -> io::Result<RedisConnection> {
        let address = &self.address;
        let stream = TcpStream::connect((address.host.as_str(), address.port)).await?;
        stream.set_nodelay(true)?;
        let mut connection = if address.tls {
            let name = ServerName::try_from(address.host.clone()).map_err(io::Error::other)?;
            RedisConnection::new(self.tls()?.connect(name, stream).await?)
        } else {
            RedisConnection::new(stream)
        };
        for command in address.setup_commands() {
            if let Reply::Error(reason) = connection.round_trip(&command).await? {
                return Err(io::Error::other(reason));
            }
        }
        Ok(connection)
    }

    /// Returns a TLS connector that verifies the server, as for the platform.
    fn tls(&self) -> io::Result<TlsConnector> {
        let settings = TlsSettings {
            ca_file: self.ca_file.clone(),
            ..TlsSettings::default()
        };
        let config = TlsFiles::read(&settings).and_then(|files| files.configure(&settings));
        let config = config.map_err(|error| io::Error::other(error.desc().to_owned()))?;
        Ok(TlsConnector::from(Arc::new(config)))
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
