//! HTTP over TLS to one platform. The only file that knows reqwest.

use std::collections::hash_map::{Entry, HashMap};
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::ext::ReasonPhrase;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, redirect};
use secrecy::{ExposeSecret, SecretString};

use super::connector::Opened;
use super::fault::{broken_off, is_cut_off, unreachable};
use super::tls::TlsFiles;
use super::{ClientConfig, TlsSettings};
use crate::NorthApiError;
use crate::error::Http;
use crate::sdk::request::Body;
use crate::sdk::{ClientCode, Verb};

/// The largest answer that is read, in bytes.
const MAX_ANSWER: usize = 64 << 20;

/// How long a connection may lie idle before it is closed. Below the minute or
/// more after which servers and load balancers close theirs.
const IDLE: Duration = Duration::from_secs(50);

/// More TLS identities than this are not kept at a time.
const MAX_IDENTITIES: usize = 32;

const USER_AGENT: &str = concat!("northbound/", env!("CARGO_PKG_VERSION"));

/// Open connections, by the TLS settings that they were made with.
///
/// Belongs to one runtime: connections are driven by the runtime that they
/// were opened on.
#[derive(Debug, Default)]
pub struct Connections {
    by_settings: HashMap<(TlsSettings, Duration), Identity>,
}

#[derive(Debug)]
struct Identity {
    files: TlsFiles,
    connection: Connection,
}

impl Connections {
    /// The connections under these settings. The certificate files are read
    /// when the settings are first seen.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, when a certificate or key cannot be used.
    pub fn get(
        &mut self,
        tls: &TlsSettings,
        connect_timeout: Duration,
    ) -> Result<Connection, NorthApiError> {
        let key = (tls.clone(), connect_timeout);
        match self.by_settings.get(&key) {
            Some(identity) => Ok(identity.connection.clone()),
            None => self.refresh(tls, connect_timeout),
        }
    }

    /// Like [`get`](Self::get), but reads the files again, so that renewed
    /// certificates come into use. What did not change keeps its connections.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, when a certificate or key cannot be used.
    pub fn refresh(
        &mut self,
        tls: &TlsSettings,
        connect_timeout: Duration,
    ) -> Result<Connection, NorthApiError> {
        let files = TlsFiles::read(tls)?;
        let key = (tls.clone(), connect_timeout);
        if self.by_settings.len() >= MAX_IDENTITIES && !self.by_settings.contains_key(&key) {
            self.by_settings.clear();
        }
        match self.by_settings.entry(key) {
            Entry::Occupied(entry) if entry.get().files == files => {
                Ok(entry.get().connection.clone())
            }
            entry => {
                let connection = Connection::new(files.configure(tls)?, connect_timeout)?;
                entry.insert_entry(Identity {
                    files,
                    connection: connection.clone(),
                });
                Ok(connection)
            }
        }
    }
}

/// A pool of connections under one TLS identity.
#[derive(Debug, Clone)]
pub struct Connection {
    http: reqwest::Client,
    opened: Opened,
}

/// A request, ready for the wire.
pub(crate) struct Outgoing<'a> {
    pub(crate) verb: Verb,
    pub(crate) target: &'a str,
    pub(crate) body: Option<Body>,
    /// Access token, for calls that need one.
    pub(crate) token: Option<&'a str>,
    /// Further headers.
    pub(crate) headers: &'a [(String, SecretString)],
}

/// An answer off the wire.
pub(crate) struct Incoming {
    pub(crate) content_type: Option<String>,
    pub(crate) http: Http,
}

impl Connection {
    fn new(tls: rustls::ClientConfig, connect_timeout: Duration) -> Result<Self, NorthApiError> {
        let opened = Opened::default();
        let http = reqwest::Client::builder()
            .connector_layer(opened.clone())
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(connect_timeout)
            .pool_idle_timeout(IDLE)
            .tcp_nodelay(true)
            .user_agent(USER_AGENT)
            .build()
            .map_err(|error| {
                NorthApiError::client(
                    ClientCode::SslConfig,
                    format!("TLS cannot be set up: {error}"),
                )
            })?;
        Ok(Self { http, opened })
    }

    /// Sends the request and reads the whole answer, within the deadline.
    pub(crate) async fn send(
        &self,
        config: &ClientConfig,
        outgoing: Outgoing<'_>,
    ) -> Result<Incoming, NorthApiError> {
        // Where nothing runs between calls, nobody has noticed yet that the
        // platform closed an idle connection: the driver must see the sockets
        // first, or the request is written to one that is gone.
        tokio::task::yield_now().await;
        let deadline = config.timeouts().call;
        match tokio::time::timeout(deadline, self.exchange(config, &outgoing)).await {
            Ok(answer) => answer,
            Err(elapsed) => Err(NorthApiError::transport(
                true,
                true,
                format!(
                    "no complete answer from {} within {} ms (northbound.timeout_ms)",
                    config.base_url(),
                    deadline.as_millis()
                ),
                elapsed,
            )),
        }
    }

    async fn exchange(
        &self,
        config: &ClientConfig,
        outgoing: &Outgoing<'_>,
    ) -> Result<Incoming, NorthApiError> {
        let opened = self.opened.count();
        let response = match self.request(config, outgoing)?.send().await {
            // The platform may close an idle connection in the very moment in
            // which it is used again. What only reads is then sent once more.
            Err(error)
                if outgoing.verb == Verb::Get
                    && self.opened.count() == opened
                    && is_cut_off(&error) =>
            {
                self.request(config, outgoing)?.send().await
            }
            other => other,
        };
        read(
            config,
            response.map_err(|error| unreachable(config, error))?,
        )
        .await
    }

    fn request(
        &self,
        config: &ClientConfig,
        outgoing: &Outgoing<'_>,
    ) -> Result<reqwest::RequestBuilder, NorthApiError> {
        let method = match outgoing.verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Delete => Method::DELETE,
        };
        let url = format!("{}{}", config.base_url(), outgoing.target);
        let mut request = self.http.request(method, url);
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
            "accessToken has characters that no HTTP header can carry",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read(
    config: &ClientConfig,
    mut response: reqwest::Response,
) -> Result<Incoming, NorthApiError> {
    let status = response.status();
    let reason = match response.extensions().get::<ReasonPhrase>() {
        Some(reason) => String::from_utf8_lossy(reason.as_bytes()).into_owned(),
        None => status.canonical_reason().unwrap_or_default().to_owned(),
    };
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let announced = response.content_length().unwrap_or(0);
    let mut body = BytesMut::new();
    if announced <= MAX_ANSWER as u64 {
        body.reserve(announced as usize);
    }
    let mut whole = None;
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return Err(broken_off(config, error)),
        };
        if body.len() + chunk.len() > MAX_ANSWER || announced > MAX_ANSWER as u64 {
            let desc = format!(
                "the platform's answer is larger than {} MiB",
                MAX_ANSWER >> 20
            );
            return Err(NorthApiError::transport(
                true,
                false,
                desc,
                io::Error::from(io::ErrorKind::FileTooLarge),
            ));
        }
        if body.is_empty() && chunk.len() as u64 == announced {
            whole = Some(chunk);
        } else {
            body.extend_from_slice(&chunk);
        }
    }
    Ok(Incoming {
        content_type,
        http: Http {
            status: status.as_u16(),
            reason,
            body: whole.unwrap_or_else(|| Bytes::from(body)),
        },
    })
}
