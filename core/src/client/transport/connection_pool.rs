//! HTTP over TLS to a platform, with reqwest.

use std::collections::hash_map::{Entry, HashMap};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use hyper::ext::ReasonPhrase;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, redirect};
use secrecy::{ExposeSecret, SecretString};

use super::dial::{Dial, DialLayer};
use super::retry_after;
use super::retry_budget::RetryBudget;
use super::stats::{Counters, Stats};
use super::tls::TlsFiles;
use super::transport_error::{ended_without_response, incomplete_response, no_response};
use crate::NorthApiError;
use crate::client::{ClientConfig, TlsSettings};
use crate::error::Http;
use crate::error::code::ClientCode;
use crate::sdk::Verb;
use crate::sdk::request::Body;

/// The time after which an idle connection is closed. It is shorter than the minute or
/// more after which servers and load balancers close idle connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// The maximum number of cached TLS identities, and of platforms under each.
const MAX_IDENTITIES: usize = 32;

const USER_AGENT: &str = concat!("northbound/", env!("CARGO_PKG_VERSION"));

/// Connection pools, by their TLS settings.
///
/// They belong to one runtime, since a connection is driven by the runtime that it was
/// opened on.
#[derive(Debug, Default)]
pub struct ConnectionPools {
    by_settings: HashMap<TlsSettings, Identity>,
    /// The last pool that was returned, which is most likely requested next.
    last: Option<(TlsSettings, ConnectionPool)>,
    counters: Arc<Counters>,
}

#[derive(Debug)]
struct Identity {
    files: TlsFiles,
    pool: ConnectionPool,
}

impl ConnectionPools {
    /// Returns the pool with these settings. Reads the certificate files if the
    /// settings are new.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, if a certificate or key cannot be used.
    pub fn get(&mut self, tls: &TlsSettings) -> Result<ConnectionPool, NorthApiError> {
        match &self.last {
            Some((last, pool)) if last == tls => Ok(pool.clone()),
            _ => {
                let pool = match self.by_settings.get(tls) {
                    Some(identity) => identity.pool.clone(),
                    None => self.refresh(tls)?,
                };
                self.last = Some((tls.clone(), pool.clone()));
                Ok(pool)
            }
        }
    }

    /// Reads the certificate files again, to use renewed certificates, and returns the
    /// pool with these settings. If the files have not changed, the pool keeps its
    /// connections.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, if a certificate or key cannot be used.
    pub fn refresh(&mut self, tls: &TlsSettings) -> Result<ConnectionPool, NorthApiError> {
        self.last = None;
        let files = TlsFiles::read(tls)?;
        if self.by_settings.len() >= MAX_IDENTITIES && !self.by_settings.contains_key(tls) {
            self.by_settings.clear();
        }
        match self.by_settings.entry(tls.clone()) {
            Entry::Occupied(entry) if entry.get().files == files => Ok(entry.get().pool.clone()),
            entry => {
                let pool = ConnectionPool::new(files.configure(tls)?, &self.counters)?;
                entry.insert_entry(Identity {
                    files,
                    pool: pool.clone(),
                });
                Ok(pool)
            }
        }
    }

    /// Returns the number of calls, attempts and connections so far.
    pub fn stats(&self) -> Stats {
        self.counters.read()
    }
}

/// A pool of connections under one TLS identity.
#[derive(Debug, Clone)]
pub struct ConnectionPool {
    http: reqwest::Client,
    counters: Arc<Counters>,
    /// The retry budgets, by the platform's address. Failures of one platform must not
    /// reduce the retries for another.
    retry_budgets: Arc<Mutex<HashMap<String, Arc<RetryBudget>>>>,
}

/// An HTTP request, ready to be sent.
pub(crate) struct HttpRequest<'a> {
    pub(crate) verb: Verb,
    pub(crate) target: &'a str,
    pub(crate) body: Option<Body>,
    /// The access token, for calls that need one.
    pub(crate) token: Option<&'a str>,
    /// Additional headers.
    pub(crate) headers: &'a [(String, SecretString)],
}

/// An HTTP response.
pub(crate) struct HttpResponse {
    pub(crate) content_type: Option<String>,
    pub(crate) http: Http,
}

impl ConnectionPool {
    fn new(tls: rustls::ClientConfig, counters: &Arc<Counters>) -> Result<Self, NorthApiError> {
        let http = reqwest::Client::builder()
            .connector_layer(DialLayer::counting(Arc::clone(counters)))
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .tcp_nodelay(true)
            .user_agent(USER_AGENT)
            .build()
            .map_err(|error| {
                NorthApiError::client(
                    ClientCode::SslConfig,
                    format!("TLS cannot be set up: {error}"),
                )
            })?;
        Ok(Self {
            http,
            counters: Arc::clone(counters),
            retry_budgets: Arc::default(),
        })
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Returns the retry budget for calls to this platform.
    pub(crate) fn retry_budget(&self, base_url: &str) -> Arc<RetryBudget> {
        let mut retry_budgets = self
            .retry_budgets
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(retry_budget) = retry_budgets.get(base_url) {
            return Arc::clone(retry_budget);
        }
        if retry_budgets.len() >= MAX_IDENTITIES {
            retry_budgets.clear();
        }
        let retry_budget = Arc::<RetryBudget>::default();
        retry_budgets.insert(base_url.to_owned(), Arc::clone(&retry_budget));
        retry_budget
    }

    /// Sends the request and reads the whole response.
    pub(crate) async fn send(
        &self,
        config: &ClientConfig,
        outgoing: &HttpRequest<'_>,
        dial: &Arc<Dial>,
    ) -> Result<HttpResponse, NorthApiError> {
        // If the runtime does not run between calls, it has not noticed yet that the
        // platform closed an idle connection. Yielding lets it poll the sockets.
        // Otherwise the request would be written to a closed connection.
        tokio::task::yield_now().await;
        #[cfg(feature = "test-panic")]
        crate::test_panic::at("send");
        let response = match dial.scope(self.request(config, outgoing)?.send()).await {
            // The platform may close an idle connection at the moment in which it is
            // used again. A call that only reads is then sent once more, as part of the
            // same attempt.
            Err(error)
                if outgoing.verb == Verb::Get
                    && !dial.opened()
                    && ended_without_response(&error) =>
            {
                dial.scope(self.request(config, outgoing)?.send()).await
            }
            other => other,
        };
        let response = response.map_err(|error| no_response(config, dial.limit(), error))?;
        if !dial.opened() {
            self.counters.reused();
        }
        read(config, response).await
    }

    fn request(
        &self,
        config: &ClientConfig,
        outgoing: &HttpRequest<'_>,
    ) -> Result<reqwest::RequestBuilder, NorthApiError> {
        let method = match outgoing.verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Delete => Method::DELETE,
        };
        let mut request = self.http.request(method, config.url(outgoing.target));
        if let Some(token) = outgoing.token {
            request = request
                .header(HeaderName::from_static("app_key"), config.app_id())
                .header(AUTHORIZATION, bearer(token)?);
        }
        for (name, value) in outgoing.headers {
            request = request.header(name, value.expose_secret());
        }
        if let Some(body) = &outgoing.body {
            request = request
                .header(CONTENT_TYPE, body.content_type)
                .body(body.bytes.clone());
        }
        Ok(request)
    }
}

fn bearer(token: &str) -> Result<HeaderValue, NorthApiError> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
        NorthApiError::client(
            ClientCode::InvalidInput,
            "accessToken contains characters that are not allowed in an HTTP header",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read(
    config: &ClientConfig,
    mut response: reqwest::Response,
) -> Result<HttpResponse, NorthApiError> {
    let status = response.status();
    let reason = match response.extensions().get::<ReasonPhrase>() {
        Some(reason) => String::from_utf8_lossy(reason.as_bytes()).into_owned(),
        None => status.canonical_reason().unwrap_or_default().to_owned(),
    };
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| retry_after::parse(value.to_str().ok()?, SystemTime::now()));
    let content_length = response.content_length().unwrap_or(0);
    let max_size = config.max_response_size();
    #[cfg(feature = "test-panic")]
    crate::test_panic::at("read");
    let mut body = BytesMut::new();
    let mut whole = None;
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return Err(incomplete_response(config, error)),
        };
        if body.len() + chunk.len() > max_size || content_length > max_size as u64 {
            let desc = format!(
                "the platform's response is larger than {} (northbound.max_response_size)",
                format_size(max_size)
            );
            return Err(NorthApiError::transport(
                true,
                false,
                desc,
                io::Error::from(io::ErrorKind::FileTooLarge),
            ));
        }
        if body.is_empty() {
            if chunk.len() as u64 == content_length {
                whole = Some(chunk);
                continue;
            }
            body.reserve(chunk.len().max(content_length as usize));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse {
        content_type,
        http: Http {
            status: status.as_u16(),
            reason,
            body: whole.unwrap_or_else(|| Bytes::from(body)),
            retry_after,
        },
    })
}

/// Formats a number of bytes with its unit.
fn format_size(bytes: usize) -> String {
    match bytes {
        _ if bytes > 0 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes > 0 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}
