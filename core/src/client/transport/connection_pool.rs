//! HTTP over TLS to a platform, with reqwest.

use std::collections::hash_map::{Entry, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Method, Request, Url};
use secrecy::{ExposeSecret, SecretString};

use super::dial::Dial;
use super::http_client::{Generation, HttpClient};
use super::http_response::{HttpResponse, read};
use super::proxy_error::ipv6_through_proxy;
use super::request_headers::RequestHeaders;
use super::retry_budget::RetryBudget;
use super::stats::{Counters, Stats};
use super::tls::TlsFiles;
use super::transport_error::{ended_without_response, no_response};
use crate::NorthApiError;
use crate::client::proxy::ProxyServer;
use crate::client::{ClientConfig, TlsSettings};
use crate::error::code::ClientCode;
use crate::sdk::Verb;
use crate::sdk::request::Body;

/// The maximum number of cached TLS identities, and of platforms under each.
const MAX_IDENTITIES: usize = 32;

/// The maximum length of a URL in hyper.
const MAX_URL: usize = 65_534;

/// Connection pools, by their TLS settings.
///
/// A connection is driven by the runtime that it was opened on. Calls on another runtime
/// open connections of their own.
#[derive(Debug, Default)]
pub struct ConnectionPools {
    by_settings: HashMap<TlsSettings, Identity>,
    /// The last pool that was returned, which is most likely requested next.
    last: Option<(TlsSettings, ConnectionPool)>,
    counters: Arc<Counters>,
}

#[derive(Debug)]
struct Identity {
    files: Arc<TlsFiles>,
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
            Entry::Occupied(entry) if *entry.get().files == files => Ok(entry.get().pool.clone()),
            entry => {
                let files = Arc::new(files);
                let pool = ConnectionPool::new(&files, tls, &self.counters)?;
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

/// A pool of connections under one TLS identity. A clone is the same pool.
#[derive(Debug, Clone)]
pub struct ConnectionPool(Arc<Connections>);

#[derive(Debug)]
struct Connections {
    files: Arc<TlsFiles>,
    tls: TlsSettings,
    /// The connections without a proxy.
    direct: Arc<HttpClient>,
    /// The connections through each proxy.
    proxied: Mutex<HashMap<ProxyServer, Arc<HttpClient>>>,
    counters: Arc<Counters>,
    /// The retry budgets, by the platform's address. Failures of one platform must not
    /// reduce the retries for another.
    retry_budgets: Mutex<Vec<(String, Arc<RetryBudget>)>>,
    headers: RequestHeaders,
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
    fn new(
        files: &Arc<TlsFiles>,
        tls: &TlsSettings,
        counters: &Arc<Counters>,
    ) -> Result<Self, NorthApiError> {
        let configured = files.configure(tls)?;
        Ok(Self(Arc::new(Connections {
            files: Arc::clone(files),
            tls: tls.clone(),
            direct: Arc::new(HttpClient::new(configured, None, counters)?),
            proxied: Mutex::default(),
            counters: Arc::clone(counters),
            retry_budgets: Mutex::default(),
            headers: RequestHeaders::default(),
        })))
    }

    /// Returns the client for the proxy of these settings, or the one without a proxy.
    fn client(&self, config: &ClientConfig) -> Result<Arc<HttpClient>, NorthApiError> {
        let Some(proxy) = config.proxy_server() else {
            return Ok(Arc::clone(&self.0.direct));
        };
        let mut proxied = self
            .0
            .proxied
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = proxied.get(proxy) {
            return Ok(Arc::clone(client));
        }
        let tls = match proxy.is_https {
            true => self
                .0
                .files
                .configure_with_proxy(&self.0.tls, &proxy.host)?,
            false => self.0.direct.tls.clone(),
        };
        let client = HttpClient::new(tls, Some(proxy.to_reqwest()?), &self.0.counters)?;
        if proxied.len() >= MAX_IDENTITIES {
            proxied.clear();
        }
        let client = Arc::new(client);
        proxied.insert(proxy.clone(), Arc::clone(&client));
        Ok(client)
    }

    /// Identifies the settings that decide whether the platform is reached: its certificate
    /// and the client's are accepted or not, and a proxy passes calls on or not.
    pub(crate) fn route(&self, config: &ClientConfig) -> String {
        let proxy = config.proxy_server();
        let proxy = proxy.map(|proxy| (&proxy.host, proxy.port));
        let tls = &self.0.tls;
        let files = [&tls.client_cert, &tls.client_key, &tls.ca_file, &tls.trust];
        format!("{:?} {files:?} {proxy:?}", tls.verify)
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.0.counters
    }

    /// Returns the retry budget for calls to this platform.
    pub(crate) fn retry_budget(&self, base_url: &str) -> Arc<RetryBudget> {
        let mut retry_budgets = self
            .0
            .retry_budgets
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // There is mostly one, which is found faster without a hash.
        if let Some((_, retry_budget)) = retry_budgets.iter().find(|(url, _)| url == base_url) {
            return Arc::clone(retry_budget);
        }
        if retry_budgets.len() >= MAX_IDENTITIES {
            retry_budgets.clear();
        }
        let retry_budget = Arc::<RetryBudget>::default();
        retry_budgets.push((base_url.to_owned(), Arc::clone(&retry_budget)));
        retry_budget
    }

    /// Closes the connections of the client of this generation, so that retries and later
    /// calls open new ones. Calls under way keep theirs.
    pub(crate) fn discard_connections(&self, config: &ClientConfig, generation: u64) {
        if let Ok(client) = self.client(config) {
            client.replace(generation);
        }
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
        if config.proxy_server().is_some() && config.is_ipv6() {
            return Err(ipv6_through_proxy(config));
        }
        let Generation { number, http } = self.client(config)?.current();
        let response = match dial
            .scope(http.execute(self.request(config, outgoing)?))
            .await
        {
            // The platform may close an idle connection at the moment in which it is
            // used again. A call that only reads is then sent once more, as part of the
            // same attempt.
            Err(error)
                if outgoing.verb == Verb::Get
                    && !dial.opened()
                    && ended_without_response(&error) =>
            {
                dial.scope(http.execute(self.request(config, outgoing)?))
                    .await
            }
            other => other,
        };
        let response = response.map_err(|error| no_response(config, dial.limit(), error))?;
        if !dial.opened() {
            self.0.counters.reused();
        }
        read(config, response, number).await
    }

    fn request(
        &self,
        config: &ClientConfig,
        outgoing: &HttpRequest<'_>,
    ) -> Result<Request, NorthApiError> {
        let method = match outgoing.verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Delete => Method::DELETE,
        };
        let mut request = Request::new(method, url(config, outgoing.target)?);
        let headers = request.headers_mut();
        if let Some(token) = outgoing.token {
            *headers = self.0.headers.get(config.app_id(), token)?;
        }
        add(headers, outgoing.headers)?;
        if let Some(body) = &outgoing.body {
            headers.append(CONTENT_TYPE, HeaderValue::from_static(body.content_type));
            *request.body_mut() = Some(body.bytes.clone().into());
        }
        Ok(request)
    }
}

/// Adds the additional headers of a call, which replace the client's own description of
/// itself.
fn add(headers: &mut HeaderMap, added: &[(String, SecretString)]) -> Result<(), NorthApiError> {
    for own in [ACCEPT, USER_AGENT] {
        if added
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(own.as_str()))
        {
            headers.remove(own);
        }
    }
    for (name, value) in added {
        let value = HeaderValue::from_str(value.expose_secret());
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), value) else {
            let desc = format!("the header {} cannot be sent", name.escape_debug());
            return Err(NorthApiError::client(ClientCode::InvalidInput, desc));
        };
        headers.append(name, value);
    }
    Ok(())
}

/// Returns the URL of a call. reqwest would not say what is wrong with one that is too
/// long.
fn url(config: &ClientConfig, target: &str) -> Result<Url, NorthApiError> {
    let url = config.url(target);
    let length = url.as_str().len();
    if length > MAX_URL {
        return Err(NorthApiError::client(
            ClientCode::InvalidInput,
            format!(
                "the URL of the call is too long: it has {length} bytes, and at most {MAX_URL} \
                 are possible; shorten the query or the ids in the path"
            ),
        ));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> ClientConfig {
        let config = ClientConfig::new("127.0.0.1", 8743, "app", "secret".into());
        config.expect("a configuration")
    }

    #[test]
    fn the_longest_url() {
        let config = config();
        let path = |length: usize| format!("/{}", "a".repeat(length - 1));
        let room = MAX_URL - config.base_url().len();
        assert_eq!(
            url(&config, &path(room)).expect("a URL").as_str().len(),
            MAX_URL
        );
        let error = url(&config, &path(room + 1)).expect_err("one byte too long");
        assert!(
            error.desc().contains("has 65535 bytes, and at most 65534"),
            "{error}"
        );
    }

    #[test]
    fn additional_headers_replace_the_own_description() {
        let own = [(ACCEPT, "application/json"), (USER_AGENT, "northbound")];
        let own = own.map(|(name, value)| (name, HeaderValue::from_static(value)));
        let mut headers: HeaderMap = own.into_iter().collect();
        let added = [("user-agent", "mine"), ("x-trace", "1"), ("x-trace", "2")];
        let added = added.map(|(name, value)| (name.to_owned(), value.into()));
        add(&mut headers, &added).expect("valid headers");
        let values = |name| headers.get_all(name).iter().collect::<Vec<_>>();
        assert_eq!(values("user-agent"), ["mine"]);
        assert_eq!(values("accept"), ["application/json"]);
        assert_eq!(values("x-trace"), ["1", "2"]);

        let invalid = [("x\ny".to_owned(), "1".into())];
        let error = add(&mut headers, &invalid).expect_err("an invalid name");
        assert!(
            error.desc().contains(r"the header x\ny cannot be sent"),
            "{error}"
        );
    }
}
