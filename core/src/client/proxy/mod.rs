//! The HTTP proxy between the client and the platform.

mod no_proxy;

use std::env;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use reqwest::Url;
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
            NorthApiError::client(ClientCode::BeforeCall, desc).of_setting()
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
        (!no_proxy::contains(&self.no_proxy, host)).then(|| Arc::clone(server))
    }

    /// Returns the address of the proxy without user and password; `None` if there is no
    /// proxy.
    pub fn address(&self) -> Option<String> {
        self.server.as_ref().map(|server| server.to_string())
    }
}

/// User and password, decoded.
#[derive(Clone)]
struct Login {
    user: String,
    password: SecretString,
}

/// The address of a proxy.
#[derive(Clone)]
pub(crate) struct ProxyServer {
    pub(crate) is_https: bool,
    /// A host name or an IP address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    login: Option<Login>,
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
        let host = normalize_host(host)
            .ok_or_else(|| invalid("its host is not a host name or IP address"))?;
        Ok(Self {
            is_https,
            host,
            port,
            login: user.map(Login::parse).transpose()?,
        })
    }

    /// Returns reqwest's form of the proxy. The URL contains no password, since reqwest
    /// may log it.
    pub(crate) fn to_reqwest(&self) -> Result<reqwest::Proxy, NorthApiError> {
        let proxy = reqwest::Proxy::https(self.to_string())
            .map_err(|_| invalid("its host is not a host name or IP address"))?;
        Ok(match &self.login {
            Some(login) => proxy.basic_auth(&login.user, login.password.expose_secret()),
            None => proxy,
        })
    }

    fn key(&self) -> (bool, &str, u16, Option<(&str, &str)>) {
        let login = self.login.as_ref();
        let login = login.map(|login| (&*login.user, login.password.expose_secret()));
        (self.is_https, &self.host, self.port, login)
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
    .of_setting()
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

/// Returns the host as reqwest writes it, in lower case; `None` if it is not a host name or
/// IP address. The TLS verifier recognizes the proxy by it.
fn normalize_host(host: &str) -> Option<String> {
    ServerName::try_from(host).ok()?;
    let url = match host.contains(':') {
        true => format!("http://[{host}]"),
        false => format!("http://{host}"),
    };
    let url = Url::parse(&url).ok()?;
    let host = url.host_str()?;
    Some(host.trim_matches(['[', ']']).to_owned())
}

impl Login {
    /// Parses `user:password`, which is percent-encoded.
    fn parse(text: &str) -> Result<Self, NorthApiError> {
        let decode = |part| {
            let decoded = percent_decode_str(part).decode_utf8();
            decoded.map_err(|_| invalid("its user or password is not UTF-8"))
        };
        let (user, password) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self {
            user: decode(user)?.into_owned(),
            password: SecretString::from(decode(password)?.into_owned()),
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (url, shown, login) in [
            ("http://proxy:3128", "http://proxy:3128", None),
            ("HTTPS://Proxy/", "https://proxy:443", None),
            ("proxy", "http://proxy:1080", None),
            (" 10.0.0.1:80 ", "http://10.0.0.1:80", None),
            ("http://[::1]:80", "http://[::1]:80", None),
            ("http://::1", "http://[::1]:1080", None),
            ("http://u:p@h:1", "http://h:1", Some(("u", "p"))),
            ("u:a@b%2F@h:1", "http://h:1", Some(("u", "a@b/"))),
            ("http://u@h:1", "http://h:1", Some(("u", ""))),
        ] {
            let server = ProxyServer::parse(url).ok();
            let text = server.as_ref().map(ProxyServer::to_string);
            assert_eq!(text.as_deref(), Some(shown), "{url}");
            let found = server.as_ref().and_then(|server| server.key().3);
            assert_eq!(found, login, "{url}");
        }
    }

    #[test]
    fn servers_differ_by_all_parts_of_their_address() {
        let server = |url| ProxyServer::parse(url).expect("an address");
        assert_eq!(server("http://u:p@h:1"), server("HTTP://u:p@h:1/"));
        for other in [
            "https://u:p@h:1",
            "http://u:q@h:1",
            "http://u:p@i:1",
            "http://u:p@h:2",
        ] {
            assert_ne!(server("http://u:p@h:1"), server(other));
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
            ("http://u:sesame%FF@h:1", "UTF-8"),
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
