//! Settings of a client.

use std::net::Ipv6Addr;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Url;
use rustls_pki_types::ServerName;
use secrecy::{ExposeSecret, SecretString};

use super::limits::{Retries, Timeouts};
use super::proxy::{ProxyServer, ProxySettings};
use crate::NorthApiError;
use crate::error::code::ClientCode;
use crate::error::term::Term;

/// The address of the platform, the credentials of the application, and the limits of a
/// call.
///
/// ```no_run
/// use std::time::Duration;
///
/// use northbound::client::Timeouts;
/// use northbound::{ClientConfig, NorthApiError};
///
/// # fn run() -> Result<(), NorthApiError> {
/// let config = ClientConfig::new("iot.example.com", 8743, "my-app", "my-secret".into())?
///     .with_timeouts(Timeouts::default().with_call(Duration::from_secs(10)))
///     .with_max_attempts(5)
///     .with_concurrency(8);
/// assert_eq!(config.base_url(), "https://iot.example.com:8743");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ClientConfig {
    account: Arc<Account>,
    timeouts: Timeouts,
    retries: Retries,
    max_response_size: usize,
    concurrency: usize,
    proxy: Option<Arc<ProxyServer>>,
}

/// Settings that are checked once and then shared, since checking them takes time.
#[derive(Debug)]
struct Account {
    base_url: String,
    port: u16,
    /// The target of the last request, and its URL. Consecutive requests often have the
    /// same target, or the same path, such as those for the pages of a list.
    url: Mutex<(String, Url)>,
    app_id: String,
    secret: Arc<SecretString>,
}

/// The default for the maximum number of concurrent calls.
const CONCURRENCY: usize = 4;

/// The default for the maximum size of a response: 64 MiB. Larger responses are not
/// read.
const MAX_RESPONSE_SIZE: usize = 64 << 20;

impl ClientConfig {
    /// Checks the settings and creates a configuration.
    ///
    /// `platform_ip` is an IP address or a host name, without scheme and port.
    ///
    /// # Errors
    ///
    /// 1008 if a setting is missing or does not form a valid URL, 1010 if `app_id` or
    /// `secret` contains a space.
    pub fn new(
        platform_ip: &str,
        platform_port: u16,
        app_id: &str,
        secret: SecretString,
    ) -> Result<Self, NorthApiError> {
        if platform_ip.is_empty() {
            return Err(missing(Term::PlatformIp));
        }
        if platform_port == 0 {
            return Err(missing(Term::PlatformPort));
        }
        if app_id.is_empty() {
            return Err(missing(Term::AppId));
        }
        for (name, value) in [
            (Term::AppId, app_id),
            (Term::Secret, secret.expose_secret()),
        ] {
            if value.contains(' ') {
                return Err(NorthApiError::client(
                    ClientCode::Spaces,
                    format!(
                        "{}: {name} contains spaces; remove them",
                        Term::ClientConfig
                    ),
                ));
            }
        }
        if secret.expose_secret().is_empty() {
            return Err(missing(Term::Secret));
        }
        if !app_id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NorthApiError::client(
                ClientCode::ClientInfo,
                format!(
                    "{}: {} contains characters that are not allowed in an HTTP header; use \
                     printable ASCII",
                    Term::ClientConfig,
                    Term::AppId
                ),
            ));
        }
        let (base_url, url) = base_url(platform_ip, platform_port)?;
        Ok(Self {
            account: Arc::new(Account {
                base_url,
                port: platform_port,
                url: Mutex::new((String::new(), url)),
                app_id: app_id.to_owned(),
                secret: Arc::new(secret),
            }),
            timeouts: Timeouts::default(),
            retries: Retries::default(),
            max_response_size: MAX_RESPONSE_SIZE,
            concurrency: CONCURRENCY,
            proxy: None,
        })
    }

    /// Sets the time limits of a call.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the number of attempts of a call and the pauses between them.
    #[must_use]
    pub fn with_retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the maximum number of attempts, the first one included; 1 turns retries
    /// off. The same as [`Retries::with_attempts`], and the later of both counts.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.retries.attempts = attempts;
        self
    }

    /// Sets the maximum size of a response, in bytes.
    #[must_use]
    pub fn with_max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Sets the maximum number of concurrent calls, for the pages of a list and for
    /// batches of calls. At least 1; the default is 4.
    #[must_use]
    pub fn with_concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// Sends calls through an HTTP proxy, unless the platform is one of the hosts that
    /// are called without it. By default, there is no proxy.
    #[must_use]
    pub fn with_proxy(mut self, proxy: &ProxySettings) -> Self {
        self.proxy = proxy.server_for(self.host());
        self
    }

    /// Returns the platform's address: `https://host:port`.
    pub fn base_url(&self) -> &str {
        &self.account.base_url
    }

    /// Returns the platform's host, with brackets if it is an IPv6 address.
    pub(crate) fn host(&self) -> &str {
        let authority = self.account.base_url.trim_start_matches("https://");
        authority
            .rsplit_once(':')
            .map_or(authority, |(host, _)| host)
    }

    /// Returns the platform's port.
    pub(crate) fn port(&self) -> u16 {
        self.account.port
    }

    /// True if the platform is called by an IPv6 address.
    pub(crate) fn is_ipv6(&self) -> bool {
        self.host().starts_with('[')
    }

    /// Returns the TCP port that connections go to: the one of the proxy, or the
    /// platform's.
    pub(crate) fn tcp_port(&self) -> u16 {
        match &self.proxy {
            Some(proxy) => proxy.port,
            None => self.port(),
        }
    }

    /// Returns the URL of a target, which is a path with or without a query.
    pub(crate) fn url(&self, target: &str) -> Url {
        let cached = &self.account.url;
        let mut cached = cached.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, url) = &mut *cached;
        if last != target {
            let (path, query) = match target.split_once('?') {
                Some((path, query)) => (path, Some(query)),
                None => (target, None),
            };
            if url.path() != path {
                url.set_path(path);
            }
            url.set_query(query);
            target.clone_into(last);
        }
        url.clone()
    }

    /// Returns the id of the application.
    pub fn app_id(&self) -> &str {
        &self.account.app_id
    }

    pub(crate) fn secret(&self) -> &Arc<SecretString> {
        &self.account.secret
    }

    /// Returns the time limits of a call.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// Returns the number of attempts of a call and the pauses between them.
    pub fn retries(&self) -> Retries {
        self.retries
    }

    /// Returns the address of the proxy that calls go through, without user and
    /// password; `None` if they go without one.
    pub fn proxy(&self) -> Option<String> {
        self.proxy.as_ref().map(|proxy| proxy.to_string())
    }

    pub(crate) fn proxy_server(&self) -> Option<&ProxyServer> {
        self.proxy.as_deref()
    }

    /// Returns the maximum number of concurrent calls.
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// Returns the maximum size of a response, in bytes.
    pub fn max_response_size(&self) -> usize {
        self.max_response_size
    }
}

/// Builds `https://host:port`. Makes sure that `host` is only a host: it must not
/// contain a path, a user or a second port.
fn base_url(host: &str, port: u16) -> Result<(String, Url), NorthApiError> {
    let host = match host.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => host.to_owned(),
    };
    let is_host_only = !host.contains(['/', '\\', '@', '?', '#', '%'])
        && !host.contains(char::is_whitespace)
        && (host.starts_with('[') || !host.contains(':'));
    let base = format!("https://{host}:{port}");
    // TLS has stricter rules for names than URLs have, such as labels of at most 63
    // characters.
    let is_tls_name = |url: &Url| {
        url.domain()
            .is_none_or(|name| ServerName::try_from(name).is_ok())
    };
    match Url::parse(&base) {
        Ok(url) if is_host_only && is_tls_name(&url) => Ok((base, url)),
        _ => Err(NorthApiError::client(
            ClientCode::ClientInfo,
            format!(
                "{}: {} \"{host}\" is not a host name or IP address (no https://, port or path here)",
                Term::ClientConfig,
                Term::PlatformIp
            ),
        )),
    }
}

fn missing(setting: Term) -> NorthApiError {
    NorthApiError::client(
        ClientCode::ClientInfo,
        format!("{}: {setting} is missing", Term::ClientConfig),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(host: &str, app_id: &str, secret: &str) -> Result<ClientConfig, NorthApiError> {
        ClientConfig::new(host, 8743, app_id, SecretString::from(secret))
    }

    #[test]
    fn hosts() {
        for (host, url) in [
            ("127.0.0.1", "https://127.0.0.1:8743"),
            ("iot.example", "https://iot.example:8743"),
            ("iot.example.", "https://iot.example.:8743"),
            ("iot_1.example", "https://iot_1.example:8743"),
            ("::1", "https://[::1]:8743"),
            ("[::1]", "https://[::1]:8743"),
        ] {
            assert_eq!(
                config(host, "a", "s")
                    .map(|c| c.base_url().to_owned())
                    .ok()
                    .as_deref(),
                Some(url)
            );
        }
    }

    #[test]
    fn urls_do_not_depend_on_previous_ones() {
        let config = config("h", "a", "s");
        for target in [
            "/a/b?c=1",
            "/a/b",
            "/a/b?c=2",
            "/a/%2e%2E/d",
            "/d",
            "/%41?",
            "/a b",
        ] {
            let url = config.as_ref().ok().map(|config| config.url(target));
            let alone = Url::parse(&format!("https://h:8743{target}")).ok();
            assert_eq!(url, alone, "{target}");
        }
    }

    #[test]
    fn invalid_hosts_are_refused() {
        for host in [
            "",
            "https://a",
            "a/b",
            "a:1",
            "u@a",
            "a b",
            "a?b",
            "a#b",
            "[",
            "a\\b",
            "a..b",
            &"n".repeat(64),
        ] {
            let code = config(host, "a", "s")
                .map_err(|e| e.code().to_owned())
                .err();
            assert_eq!(code.as_deref(), Some("1008"), "{host:?}");
        }
    }

    #[test]
    fn order_of_checks() {
        let code = |app_id, secret| {
            config("h", app_id, secret)
                .err()
                .map(|e| e.code().to_owned())
        };
        assert_eq!(code("", "s").as_deref(), Some("1008"));
        assert_eq!(code("a b", "").as_deref(), Some("1010"));
        assert_eq!(code("a", "s s").as_deref(), Some("1010"));
        assert_eq!(code("a", "").as_deref(), Some("1008"));
        assert_eq!(code("a", "s"), None);
    }

    #[test]
    fn debug_masks_the_secret() {
        let shown = format!("{:?}", config("h", "a", "sesame"));
        assert!(!shown.contains("sesame"), "{shown}");
    }
}
