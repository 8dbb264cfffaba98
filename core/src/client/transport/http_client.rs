//! The HTTP client of a connection pool.
//!
//! reqwest gives no way to close one connection of its pool. So the whole client is
//! replaced, and the connections of the old one close when its last call ends. The new
//! client shares the TLS configuration, so that it resumes TLS sessions.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::redirect;
use tokio::runtime;

use super::dial::DialLayer;
use super::resolver::Resolver;
use super::stats::Counters;
use super::transport_error::MAX_HEADERS;
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// The time after which an idle connection is closed. It is shorter than the minute or
/// more after which servers and load balancers close idle connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// The name of this client in the header `User-Agent`.
pub(crate) const NAME: &str = concat!("northbound/", env!("CARGO_PKG_VERSION"));

/// A reqwest client that can be replaced.
pub(crate) struct HttpClient {
    pub(crate) tls: rustls::ClientConfig,
    proxy: Option<reqwest::Proxy>,
    counters: Arc<Counters>,
    /// The client of each runtime, the latest last.
    current: Mutex<Vec<(Option<runtime::Id>, Generation)>>,
}

/// The maximum number of runtimes whose connections are kept.
const MAX_RUNTIMES: usize = 16;

/// One reqwest client, with its connections. They belong to the runtime that opened them: a
/// call on another runtime would wait until that one runs.
#[derive(Clone)]
pub(crate) struct Generation {
    pub(crate) number: u64,
    pub(crate) http: reqwest::Client,
}

impl HttpClient {
    /// # Errors
    ///
    /// 1006 if reqwest does not accept the TLS configuration.
    pub(crate) fn new(
        tls: rustls::ClientConfig,
        proxy: Option<reqwest::Proxy>,
        counters: &Arc<Counters>,
    ) -> Result<Self, NorthApiError> {
        let http = build(&tls, proxy.as_ref(), counters).map_err(|error| {
            NorthApiError::client(
                ClientCode::SslConfig,
                format!("TLS cannot be set up: {error}"),
            )
        })?;
        Ok(Self {
            tls,
            proxy,
            counters: Arc::clone(counters),
            current: Mutex::new(vec![(running(), Generation { number: 0, http })]),
        })
    }

    /// Returns the client for a new attempt, on the runtime that runs now.
    pub(crate) fn current(&self) -> Generation {
        let running = running();
        let mut clients = self.lock();
        // A pool may be made outside of any runtime.
        if let [(runtime @ None, _)] = clients.as_mut_slice() {
            *runtime = running;
        }
        let known = clients.iter().find(|(runtime, _)| *runtime == running);
        if let Some((_, generation)) = known {
            return generation.clone();
        }
        let number = next_number(&clients);
        match build(&self.tls, self.proxy.as_ref(), &self.counters) {
            Ok(http) => {
                if clients.len() >= MAX_RUNTIMES {
                    clients.remove(0);
                }
                let generation = Generation { number, http };
                clients.push((running, generation.clone()));
                generation
            }
            // Building succeeded before with the same settings.
            Err(_) => {
                let (_, generation) = &clients[0];
                generation.clone()
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Option<runtime::Id>, Generation)>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the client of this generation. Does nothing if another call has replaced
    /// it: calls that fail together cost one replacement.
    pub(crate) fn replace(&self, generation: u64) {
        let mut clients = self.lock();
        let number = next_number(&clients);
        let mut known = clients.iter_mut();
        let Some((_, current)) = known.find(|(_, current)| current.number == generation) else {
            return;
        };
        // Building succeeded before with the same settings. If it fails, the old client
        // still works.
        if let Ok(http) = build(&self.tls, self.proxy.as_ref(), &self.counters) {
            *current = Generation { number, http };
        }
    }
}

/// Returns the runtime that runs now.
fn running() -> Option<runtime::Id> {
    let handle = runtime::Handle::try_current();
    handle.ok().map(|handle| handle.id())
}

/// Returns a number that no client has.
fn next_number(clients: &[(Option<runtime::Id>, Generation)]) -> u64 {
    let numbers = clients.iter().map(|(_, generation)| generation.number);
    numbers.max().map_or(0, |last| last + 1)
}

fn build(
    tls: &rustls::ClientConfig,
    proxy: Option<&reqwest::Proxy>,
    counters: &Arc<Counters>,
) -> Result<reqwest::Client, reqwest::Error> {
    let builder = reqwest::Client::builder()
        .connector_layer(DialLayer::counting(Arc::clone(counters)))
        .dns_resolver(Resolver::default())
        .tls_backend_preconfigured(tls.clone())
        .https_only(true)
        .http1_only()
        // Old servers send such headers, and cURL reads them.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_max_headers(MAX_HEADERS)
        // Without this, reqwest takes a proxy from the environment.
        .no_proxy()
        .redirect(redirect::Policy::none())
        // A policy that may retry keeps a copy of each request.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        .pool_idle_timeout(IDLE_TIMEOUT)
        .tcp_nodelay(true)
        .user_agent(NAME);
    match proxy {
        Some(proxy) => builder.proxy(proxy.clone()),
        None => builder,
    }
    .build()
}

/// Omits the TLS configuration, which contains all trusted CAs, and the proxy, which may
/// contain a password.
impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient")
            .field("runtimes", &self.lock().len())
            .finish_non_exhaustive()
    }
}
