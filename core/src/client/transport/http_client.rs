//! The HTTP client of a connection pool.
//!
//! reqwest gives no way to close one connection of its pool. So the whole client is
//! replaced, and the connections of the old one close when its last call ends. The new
//! client shares the TLS configuration, so that it resumes TLS sessions.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::redirect;

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
    current: Mutex<Generation>,
}

/// One reqwest client, with its connections.
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
            current: Mutex::new(Generation { number: 0, http }),
        })
    }

    /// Returns the client for a new attempt.
    pub(crate) fn current(&self) -> Generation {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Replaces the client of this generation. Does nothing if another call has replaced
    /// it: calls that fail together cost one replacement.
    pub(crate) fn replace(&self, generation: u64) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.number != generation {
            return;
        }
        // Building succeeded before with the same settings. If it fails, the old client
        // still works.
        if let Ok(http) = build(&self.tls, self.proxy.as_ref(), &self.counters) {
            *current = Generation {
                number: generation + 1,
                http,
            };
        }
    }
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
        .retry(reqwest::retry::never())
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
            .field("generation", &self.current().number)
            .finish_non_exhaustive()
    }
}
