//! A client's settings.

use std::fmt;
use std::net::Ipv6Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use rustls_pki_types::ServerName;
use secrecy::{ExposeSecret, SecretString};

use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Where the platform is, who is calling, and how long a call may take.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    account: Arc<Account>,
    timeouts: Timeouts,
    retries: Retries,
    max_response_size: usize,
    concurrency: usize,
}

/// What was given once, and takes its time to check.
#[derive(Debug)]
struct Account {
    base_url: String,
    /// With the path of the last request: many in a row are of one path, such as
    /// those for the pages of a list.
    url: Mutex<Url>,
    app_id: String,
    secret: SecretString,
}

/// How many calls are under way at a time, unless that is set.
const CONCURRENCY: usize = 4;

/// Larger answers are not read, unless the limit is set: 64 MiB.
const MAX_RESPONSE_SIZE: usize = 64 << 20;

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timeouts {
    /// To open a connection, TLS handshake included.
    pub connect: Duration,
    /// For the whole call, from its start to the end of the answer, with all
    /// its attempts.
    pub call: Duration,
}

impl Default for Timeouts {
    /// 5 s to connect, 30 s for the call.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            call: Duration::from_secs(30),
        }
    }
}

/// How often a call is tried, and how long it waits in between.
///
/// The pause before the n-th retry is a random time up to `pause` × 2ⁿ⁻¹, and
/// at least what the platform asks for with `Retry-After`. A call is not tried
/// again when the pause would last beyond its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a call is sent, the first time included; at least 1.
    pub attempts: u32,
    /// The longest pause before the first retry.
    pub pause: Duration,
    /// The same after the platform said that the application is over its quota.
    pub pause_throttled: Duration,
    /// No pause is longer, unless the platform asks for it.
    pub longest_pause: Duration,
}

impl Default for Retries {
    /// 3 attempts; 100 ms, 1 s when throttled, 5 s at most.
    fn default() -> Self {
        Self {
            attempts: 3,
            pause: Duration::from_millis(100),
            pause_throttled: Duration::from_secs(1),
            longest_pause: Duration::from_secs(5),
        }
    }
}

impl ClientConfig {
    /// Checks and keeps the settings.
    ///
    /// `platform_ip` is an IP address or a host name, without scheme and port.
    ///
    /// # Errors
    ///
    /// 1008 when a part is missing or no URL can be made of it, 1010 when
    /// `app_id` or `secret` contains a space.
    pub fn new(
        platform_ip: &str,
        platform_port: u16,
        app_id: &str,
        secret: SecretString,
    ) -> Result<Self, NorthApiError> {
        if platform_ip.is_empty() {
            return Err(missing("platformIp"));
        }
        if platform_port == 0 {
            return Err(missing("platformPort"));
        }
        if app_id.is_empty() {
            return Err(missing("appId"));
        }
        for (name, value) in [("appId", app_id), ("secret", secret.expose_secret())] {
            if value.contains(' ') {
                return Err(NorthApiError::client(
                    ClientCode::Spaces,
                    format!("clientInfo: {name} contains spaces; remove them"),
                ));
            }
        }
        if secret.expose_secret().is_empty() {
            return Err(missing("secret"));
        }
        if !app_id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NorthApiError::client(
                ClientCode::ClientInfo,
                "clientInfo: appId has characters that no HTTP header can carry",
            ));
        }
        let (base_url, url) = base_url(platform_ip, platform_port)?;
        Ok(Self {
            account: Arc::new(Account {
                base_url,
                url: Mutex::new(url),
                app_id: app_id.to_owned(),
                secret,
            }),
            timeouts: Timeouts::default(),
            retries: Retries::default(),
            max_response_size: MAX_RESPONSE_SIZE,
            concurrency: CONCURRENCY,
        })
    }

    /// Sets how long a call may take.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets how often a call is tried, and how long it waits in between.
    #[must_use]
    pub fn with_retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how often a call is sent, the first time included; 1 for never
    /// again.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.retries.attempts = attempts;
        self
    }

    /// Sets how large an answer may be, in bytes.
    #[must_use]
    pub fn with_max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Sets how many calls are under way at a time where many are made: pages
    /// of a list, or calls to be made at once. At least 1; 4 unless it is set.
    #[must_use]
    pub fn with_concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// The platform's address: `https://host:port`.
    pub fn base_url(&self) -> &str {
        &self.account.base_url
    }

    /// The URL of a target: a path, and maybe a query.
    pub(crate) fn url(&self, target: &str) -> Url {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let known = &self.account.url;
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.path() != path {
            known.set_path(path);
        }
        let mut url = known.clone();
        drop(known);
        url.set_query(query);
        url
    }

    /// Identifies the application.
    pub fn app_id(&self) -> &str {
        &self.account.app_id
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.account.secret
    }

    /// How long a call may take.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// How often a call is tried, and how long it waits in between.
    pub fn retries(&self) -> Retries {
        self.retries
    }

    /// How many calls are under way at a time where many are made.
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// How large an answer may be, in bytes.
    pub fn max_response_size(&self) -> usize {
        self.max_response_size
    }
}

/// Builds `https://host:port`, and makes sure that what stands in the place of
/// the host is a host: no path, user or second port can hide there.
fn base_url(host: &str, port: u16) -> Result<(String, Url), NorthApiError> {
    let host = match host.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => host.to_owned(),
    };
    let is_host_only = !host.contains(['/', '\\', '@', '?', '#', '%'])
        && !host.contains(char::is_whitespace)
        && (host.starts_with('[') || !host.contains(':'));
    let base = format!("https://{host}:{port}");
    // TLS is stricter about names than URLs are: labels of 63 characters, say.
    let is_name_of_tls = |url: &Url| {
        url.domain()
            .is_none_or(|name| ServerName::try_from(name).is_ok())
    };
    match Url::parse(&base) {
        Ok(url) if is_host_only && is_name_of_tls(&url) => Ok((base, url)),
        _ => Err(NorthApiError::client(
            ClientCode::ClientInfo,
            format!(
                "clientInfo: platformIp \"{host}\" is not a host name or IP address \
                 (no https://, port or path here)"
            ),
        )),
    }
}

fn missing(member: impl fmt::Display) -> NorthApiError {
    NorthApiError::client(
        ClientCode::ClientInfo,
        format!("clientInfo: {member} is missing"),
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
    fn urls_do_not_depend_on_the_one_before() {
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
    fn what_is_no_host_is_refused() {
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
