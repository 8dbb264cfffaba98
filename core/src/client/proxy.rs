//! The HTTP proxy between the client and the platform.

use std::env;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use percent_encoding::percent_decode_str;
use rustls_pki_types::ServerName;
use secrecy::{ExposeSecret, SecretString};

use crate::NorthApiError;
use crate::error::code::ClientCode;

/// The ports of proxies, unless their address contains one. They are those of cURL.
const HTTP_PORT: u16 = 1080;
const HTTPS_PORT: u16 = 443;

/// Environment variables with a proxy for HTTPS, in the order of cURL. `HTTP_PROXY` is
/// not one of them: a web server sets it from a header of the request.
const PROXY_VARIABLES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// Environment variables with hosts that are called without the proxy.
const NO_PROXY_VARIABLES: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// An HTTP proxy, and the hosts that are called without it.
///
/// The client opens a tunnel through the proxy with `CONNECT`. TLS with the platform
/// runs inside the tunnel, and the platform's certificate is verified as without a
/// proxy. The environment is not read unless [`from_env`](Self::from_env) is called.
///
/// ```
/// use northbound::client::ProxySettings;
/// use northbound::{ClientConfig, NorthApiError};
///
/// # fn run() -> Result<(), NorthApiError> {
/// let proxy = ProxySettings::new("http://user:password@proxy.example.com:3128")?
///     .with_no_proxy("localhost, .intern.example.com, 10.0.0.0/8");
/// let config = ClientConfig::new("iot.example.com", 8743, "my-app", "my-secret".into())?
///     .with_proxy(&proxy);
/// assert_eq!(config.proxy().as_deref(), Some("http://proxy.example.com:3128"));
/// # Ok(())
/// # }
/// # run().unwrap();
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProxySettings {
    server: Option<Arc<ProxyServer>>,
    no_proxy: String,
}

impl ProxySettings {
    /// Parses the address of a proxy: `http://user:password@host:port`, or `https://…`
    /// for a proxy that is reached over TLS. User and password are optional and
    /// percent-encoded. Without a scheme, it is `http`. Without a port, it is 1080 for
    /// `http` and 443 for `https`.
    ///
    /// # Errors
    ///
    /// 1003 if it is not such an address. The error does not contain the address, which
    /// may contain a password.
    pub fn new(url: &str) -> Result<Self, NorthApiError> {
        Ok(Self {
            server: Some(Arc::new(ProxyServer::parse(url)?)),
            no_proxy: String::new(),
        })
    }

    /// Reads the environment variables `https_proxy`, `HTTPS_PROXY`, `all_proxy`,
    /// `ALL_PROXY`, `no_proxy` and `NO_PROXY`, of which the first that is not empty
    /// applies. If none is set, there is no proxy.
    ///
    /// # Errors
    ///
    /// 1003 if the variable does not contain the address of an HTTP proxy.
    pub fn from_env() -> Result<Self, NorthApiError> {
        Self::from_variables(|name| env::var(name).ok())
    }

    fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self, NorthApiError> {
        let first = |names: &[&'static str]| {
            let set = |name: &&'static str| {
                let value = read(name).filter(|value| !value.trim().is_empty());
                value.map(|value| (*name, value))
            };
            names.iter().find_map(set)
        };
        let Some((variable, url)) = first(&PROXY_VARIABLES) else {
            return Ok(Self::default());
        };
        let server = ProxyServer::parse(&url).map_err(|error| {
            let desc = format!("environment variable {variable}: {}", error.desc());
            NorthApiError::client(ClientCode::BeforeCall, desc)
        })?;
        let no_proxy = first(&NO_PROXY_VARIABLES).map(|(_, hosts)| hosts);
        Ok(Self {
            server: Some(Arc::new(server)),
            no_proxy: no_proxy.unwrap_or_default(),
        })
    }

    /// Sets the hosts that are called without the proxy, separated by commas or spaces,
    /// as cURL reads `NO_PROXY`.
    ///
    /// `example.com` and `.example.com` stand for this host and all hosts in its domain.
    /// IP addresses and networks such as `10.0.0.0/8` apply to platforms that are called
    /// by an IP address. `*` stands for all hosts.
    #[must_use]
    pub fn with_no_proxy(mut self, hosts: &str) -> Self {
        self.no_proxy = hosts.to_owned();
        self
    }

    /// Returns the proxy for calls to this host; `None` if they go without one.
    pub(crate) fn server_for(&self, host: &str) -> Option<Arc<ProxyServer>> {
        let server = self.server.as_ref()?;
        (!is_in_list(&self.no_proxy, host)).then(|| Arc::clone(server))
    }

    /// Returns the address of the proxy without user and password; `None` if there is no
    /// proxy.
    pub fn address(&self) -> Option<String> {
        self.server.as_ref().map(|server| server.to_string())
    }
}

/// The address of a proxy.
#[derive(Clone)]
pub(crate) struct ProxyServer {
    pub(crate) is_https: bool,
    /// A host name or an IP address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The value of `Proxy-Authorization`.
    pub(crate) authorization: Option<SecretString>,
}

impl ProxyServer {
    fn parse(url: &str) -> Result<Self, NorthApiError> {
        let (scheme, rest) = match url.trim().split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("http".to_owned(), url.trim()),
        };
        let is_https = match scheme.as_str() {
            "http" => false,
            "https" => true,
            socks if socks.starts_with("socks") => {
                return Err(invalid("SOCKS proxies are not supported"));
            }
            _ => return Err(invalid("its scheme is neither http nor https")),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, address) = match rest.rsplit_once('@') {
            Some((user, address)) => (Some(user), address),
            None => (None, rest),
        };
        let (host, port) = split_port(address);
        let port = match port {
            None if is_https => HTTPS_PORT,
            None => HTTP_PORT,
            Some(port) => match port.parse() {
                Ok(port) if port > 0 => port,
                _ => return Err(invalid("its port is not a number from 1 to 65535")),
            },
        };
        let name = ServerName::try_from(host);
        if name.is_err() {
            return Err(invalid("its host is not a host name or IP address"));
        }
        Ok(Self {
            is_https,
            host: host.to_owned(),
            port,
            authorization: user.map(basic_authorization),
        })
    }

    fn key(&self) -> (bool, &str, u16, Option<&str>) {
        let authorization = self.authorization.as_ref();
        let authorization = authorization.map(ExposeSecret::expose_secret);
        (self.is_https, &self.host, self.port, authorization)
    }
}

fn invalid(reason: &str) -> NorthApiError {
    NorthApiError::client(
        ClientCode::BeforeCall,
        format!(
            "the proxy's address is not valid: {reason}; write http://host:port or \
             http://user:password@host:port, with special characters of the password \
             percent-encoded"
        ),
    )
}

/// Splits `host:port`. An IPv6 address is in brackets if a port follows.
fn split_port(address: &str) -> (&str, Option<&str>) {
    if let Some((host, rest)) = address.strip_prefix('[').and_then(|a| a.split_once(']')) {
        return (host, rest.strip_prefix(':'));
    }
    match address.split_once(':') {
        Some((_, rest)) if rest.contains(':') => (address, None),
        Some((host, port)) => (host, Some(port)),
        None => (address, None),
    }
}

/// Returns `Basic …` for `user:password`, which is percent-encoded.
fn basic_authorization(user: &str) -> SecretString {
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    let mut decoded: Vec<u8> = percent_decode_str(name).collect();
    decoded.push(b':');
    decoded.extend(percent_decode_str(password));
    SecretString::from(format!("Basic {}", Base64::encode_string(&decoded)))
}

impl PartialEq for ProxyServer {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for ProxyServer {}

impl Hash for ProxyServer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Debug for ProxyServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProxyServer")
            .field(&self.to_string())
            .finish()
    }
}

/// Shows the address without user and password.
impl fmt::Display for ProxyServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        match self.host.contains(':') {
            true => write!(f, "{scheme}://[{}]:{}", self.host, self.port),
            false => write!(f, "{scheme}://{}:{}", self.host, self.port),
        }
    }
}

/// True if a list of hosts, domains, addresses and networks contains this host.
fn is_in_list(list: &str, host: &str) -> bool {
    let host = without_brackets(host).trim_end_matches('.');
    let ip = host.parse::<IpAddr>().ok();
    list.split([',', ' ', '\t'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .any(|entry| {
            entry == "*"
                || match ip {
                    Some(ip) => is_in_network(entry, ip),
                    None => is_in_domain(entry, host),
                }
        })
}

fn is_in_network(entry: &str, ip: IpAddr) -> bool {
    let (network, prefix) = match entry.split_once('/') {
        Some((network, prefix)) => (network, Some(prefix)),
        None => (entry, None),
    };
    let (Ok(network), prefix) = (
        without_brackets(network).parse::<IpAddr>(),
        prefix.map(str::parse::<u32>),
    ) else {
        return false;
    };
    let (network, ip, length) = match (network, ip) {
        (IpAddr::V4(network), IpAddr::V4(ip)) => {
            (u128::from(network.to_bits()), u128::from(ip.to_bits()), 32)
        }
        (IpAddr::V6(network), IpAddr::V6(ip)) => (network.to_bits(), ip.to_bits(), 128),
        _ => return false,
    };
    match prefix {
        None => network == ip,
        Some(Ok(prefix)) if prefix <= length => {
            let host_bits = length - prefix;
            network.checked_shr(host_bits) == ip.checked_shr(host_bits)
        }
        Some(_) => false,
    }
}

fn is_in_domain(entry: &str, host: &str) -> bool {
    let domain = entry.trim_start_matches('.').trim_end_matches('.');
    let Some(start) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    let is_suffix = (host.as_bytes().get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case(domain.as_bytes()));
    let is_label = start == 0 || host.as_bytes().get(start - 1) == Some(&b'.');
    !domain.is_empty() && is_suffix && is_label
}

fn without_brackets(host: &str) -> &str {
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inner.unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (url, shown, authorization) in [
            ("http://proxy:3128", "http://proxy:3128", None),
            ("HTTPS://proxy/", "https://proxy:443", None),
            ("proxy", "http://proxy:1080", None),
            (" 10.0.0.1:80 ", "http://10.0.0.1:80", None),
            ("http://[::1]:80", "http://[::1]:80", None),
            ("http://::1", "http://[::1]:1080", None),
            ("http://u:p@h:1", "http://h:1", Some("Basic dTpw")),
            ("u:a@b%2F@h:1", "http://h:1", Some("Basic dTphQGIv")),
            ("http://u@h:1", "http://h:1", Some("Basic dTo=")),
        ] {
            let server = ProxyServer::parse(url).ok();
            let text = server.as_ref().map(ProxyServer::to_string);
            assert_eq!(text.as_deref(), Some(shown), "{url}");
            let value = server.and_then(|server| server.authorization);
            let value = value.as_ref().map(ExposeSecret::expose_secret);
            assert_eq!(value, authorization, "{url}");
        }
    }

    #[test]
    fn an_invalid_address_is_not_shown() {
        for (url, reason) in [
            ("", "host"),
            ("http://", "host"),
            ("http://u:sesame@:1", "host"),
            ("http://u:sesame@h:port", "port"),
            ("http://u:sesame@h:0", "port"),
            ("http://u:sesame", "port"),
            ("http://h:1/sesame", "port"),
            ("socks5h://u:sesame@h:1", "SOCKS"),
            ("ftp://u:sesame@h:1", "scheme"),
        ] {
            let error = ProxySettings::new(url).map_err(|error| format!("{error} {error:?}"));
            let error = error.err().unwrap_or_default();
            assert!(error.contains(reason), "{url}: {error}");
            assert!(!error.contains("sesame"), "{error}");
        }
        let shown = format!("{:?}", ProxySettings::new("http://u:sesame@h:1"));
        assert!(shown.contains("http://h:1") && !shown.contains("sesame"));
    }

    #[test]
    fn hosts_without_a_proxy() {
        for (list, host, is_in) in [
            ("", "example.com", false),
            ("*", "example.com", true),
            ("example.com", "example.com", true),
            ("example.com", "iot.Example.COM.", true),
            (".example.com", "example.com", true),
            (".example.com", "iot.example.com", true),
            ("example.com.", "iot.example.com", true),
            ("example.com", "notexample.com", false),
            ("iot.example.com", "example.com", false),
            ("a,example.com , b", "example.com", true),
            ("a example.com", "example.com", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.10", false),
            ("0.0.1", "127.0.0.1", false),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "11.1.2.3", false),
            ("10.0.0.0/33", "10.0.0.0", false),
            ("0.0.0.0/0", "10.1.2.3", true),
            ("::/0", "[2001:db8::1]", true),
            ("10.0.0.0/8", "10.example.com", false),
            ("::1", "[::1]", true),
            ("[::1]", "[::1]", true),
            ("2001:db8::/32", "[2001:db8:1::1]", true),
            ("2001:db8::/32", "[2001:db9::1]", false),
            ("::/0", "127.0.0.1", false),
        ] {
            assert_eq!(is_in_list(list, host), is_in, "{list} {host}");
        }
    }

    #[test]
    fn the_environment() {
        let from = |variables: &[(&str, &str)]| {
            ProxySettings::from_variables(|name| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let server = |variables: &[(&str, &str)]| {
            let settings = from(variables).ok()?;
            Some(settings.server_for("iot.example.com")?.to_string())
        };
        let (https, all) = (("HTTPS_PROXY", "http://a:1"), ("ALL_PROXY", "http://b:1"));
        assert_eq!(server(&[]), None);
        assert_eq!(server(&[("HTTP_PROXY", "http://a:1")]), None);
        assert_eq!(server(&[https, all]).as_deref(), Some("http://a:1"));
        assert_eq!(server(&[all]).as_deref(), Some("http://b:1"));
        let lower = [https, ("https_proxy", "http://c:1")];
        assert_eq!(server(&lower).as_deref(), Some("http://c:1"));
        let empty = [("https_proxy", ""), all];
        assert_eq!(server(&empty).as_deref(), Some("http://b:1"));
        assert_eq!(server(&[https, ("NO_PROXY", "example.com")]), None);
        let wrong = from(&[("ALL_PROXY", "socks5://h:1")]).err();
        let wrong = wrong.map(|error| error.to_string()).unwrap_or_default();
        assert!(
            wrong.contains("ALL_PROXY") && wrong.contains("SOCKS"),
            "{wrong}"
        );
    }
}
