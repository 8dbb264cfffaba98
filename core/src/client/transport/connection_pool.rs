//! HTTP over TLS to a platform, with hyper.

use std::collections::hash_map::{Entry, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::{Connected, capture_connection};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use secrecy::{ExposeSecret, SecretString};

use super::connector::Connector;
use super::dial::Dial;
use super::http_response::{HttpResponse, read};
use super::retry_budget::RetryBudget;
use super::stats::{Counters, Stats};
use super::tls::TlsFiles;
use super::transport_error::{ended_without_response, no_response};
use crate::NorthApiError;
use crate::client::{ClientConfig, TlsSettings};
use crate::error::code::ClientCode;
use crate::sdk::Verb;
use crate::sdk::request::Body;

/// The time after which an idle connection is closed. It is shorter than the minute or
/// more after which servers and load balancers close idle connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// The maximum number of cached TLS identities, and of platforms under each.
const MAX_IDENTITIES: usize = 32;

const USER_AGENT_NAME: &str = concat!("northbound/", env!("CARGO_PKG_VERSION"));

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
                let pool = ConnectionPool::new(files.configure(tls)?, &self.counters);
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

type HttpClient = legacy::Client<Connector, Full<Bytes>>;

/// A pool of connections under one TLS identity.
#[derive(Debug, Clone)]
pub struct ConnectionPool {
    http: HttpClient,
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

impl ConnectionPool {
    fn new(tls: rustls::ClientConfig, counters: &Arc<Counters>) -> Self {
        let connector = Connector::new(Arc::new(tls), Arc::clone(counters));
        let http = legacy::Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_timer(TokioTimer::new())
            .build(connector);
        Self {
            http,
            counters: Arc::clone(counters),
            retry_budgets: Arc::default(),
        }
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
        let mut request = request(config, outgoing)?;
        let connection = capture_connection(&mut request);
        let response = match dial.scope(self.http.request(request.clone())).await {
            // The platform may close an idle connection at the moment in which it is
            // used again. A call that only reads is then sent once more, as part of the
            // same attempt.
            Err(error)
                if outgoing.verb == Verb::Get
                    && !dial.opened()
                    && ended_without_response(&error) =>
            {
                dial.scope(self.http.request(request)).await
            }
            other => other,
        };
        let response = response.map_err(|error| no_response(config, dial.limit(), error))?;
        if !dial.opened() {
            self.counters.reused();
        }
        if is_from_failing_node(response.status()) {
            // The pool drops it, so that a retry and the next call use another one.
            connection
                .connection_metadata()
                .as_ref()
                .map(Connected::poison);
        }
        read(config, response).await
    }
}

/// True for 502, 503 and 504: the node behind a load balancer failed. The balancer
/// chooses a node for each connection, so another connection may reach another node.
fn is_from_failing_node(status: StatusCode) -> bool {
    matches!(status.as_u16(), 502..=504)
}

fn request(
    config: &ClientConfig,
    outgoing: &HttpRequest<'_>,
) -> Result<Request<Full<Bytes>>, NorthApiError> {
    let body = outgoing.body.as_ref();
    let bytes = body.map(|body| body.bytes.clone()).unwrap_or_default();
    let mut request = Request::new(Full::new(bytes));
    *request.method_mut() = match outgoing.verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
        Verb::Delete => Method::DELETE,
    };
    *request.uri_mut() = uri(config, outgoing.target)?;
    let headers = request.headers_mut();
    if let Some(token) = outgoing.token {
        headers.insert(
            HeaderName::from_static("app_key"),
            header_value("appId", config.app_id())?,
        );
        headers.insert(AUTHORIZATION, bearer(token)?);
    }
    add_headers(headers, outgoing.headers)?;
    if let Some(body) = body {
        headers.append(CONTENT_TYPE, HeaderValue::from_static(body.content_type));
    }
    let defaults = [(ACCEPT, "*/*"), (USER_AGENT, USER_AGENT_NAME)];
    for (name, value) in defaults {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    Ok(request)
}

fn uri(config: &ClientConfig, target: &str) -> Result<Uri, NorthApiError> {
    let url = config.url(target);
    Uri::try_from(url.as_str()).map_err(|error| {
        let desc = format!("the URL of the call is not valid: {error}");
        NorthApiError::client(ClientCode::InvalidInput, desc).with_source(error)
    })
}

fn add_headers(
    headers: &mut HeaderMap,
    additional: &[(String, SecretString)],
) -> Result<(), NorthApiError> {
    for (name, value) in additional {
        let value = header_value(name, value.expose_secret())?;
        let name = HeaderName::try_from(name).map_err(|_| {
            NorthApiError::client(
                ClientCode::InvalidInput,
                format!("\"{name}\" is not a valid name of an HTTP header"),
            )
        })?;
        headers.append(name, value);
    }
    Ok(())
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, NorthApiError> {
    HeaderValue::try_from(value).map_err(|_| {
        NorthApiError::client(
            ClientCode::InvalidInput,
            format!("{name} contains characters that are not allowed in an HTTP header"),
        )
    })
}

fn bearer(token: &str) -> Result<HeaderValue, NorthApiError> {
    let mut value = header_value("accessToken", &format!("Bearer {token}"))?;
    value.set_sensitive(true);
    Ok(value)
}
