//! The address of Redis: one server, a master that sentinels name, or a cluster.

use std::fmt;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::client::shared::store_error::StoreError;
use crate::error::term::Term;

/// The ports of Redis and of its sentinels, unless the address contains others.
const REDIS_PORT: u16 = 6379;
const SENTINEL_PORT: u16 = 26379;

/// The schemes of an address.
pub(crate) const SCHEMES: [&str; 8] = [
    "redis",
    "rediss",
    "unix",
    "redis+unix",
    "redis-sentinel",
    "rediss-sentinel",
    "redis-cluster",
    "rediss-cluster",
];

/// The host and the port of a server.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) host: String,
    pub(super) port: u16,
}

/// The servers that an address names.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Servers {
    One(Node),
    Socket(PathBuf),
    /// The sentinels know the address of the master with this name.
    Sentinels(Vec<Node>, String),
    /// Any of the nodes knows the others.
    Cluster(Vec<Node>),
}

/// The user, the database and the encryption of a connection.
#[derive(Clone)]
pub(super) struct Access {
    pub(super) tls: bool,
    /// Empty for the default user.
    pub(super) user: String,
    /// Empty for none.
    pub(super) password: SecretString,
    pub(super) database: u32,
}

/// The parsed address.
pub(crate) struct Address {
    pub(super) servers: Servers,
    pub(super) access: Access,
}

impl Address {
    /// Parses the URL. Errors do not repeat any part of it, since it may contain a
    /// password.
    pub(crate) fn parse(url: &SecretString) -> Result<Self, StoreError> {
        parse(url.expose_secret()).map_err(|reason| {
            StoreError::Setting(format!(
                "{}: the address of Redis cannot be used: {reason}",
                Term::RedisAddress
            ))
        })
    }
}

fn parse(url: &str) -> Result<Address, String> {
    let known = |(scheme, _): &(&str, &str)| SCHEMES.contains(scheme);
    let (scheme, rest) = url.split_once("://").filter(known).ok_or_else(|| {
        let schemes = SCHEMES.join("://, ");
        format!("it must begin with one of {schemes}://")
    })?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (user_info, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = user_info.split_once(':').unwrap_or((user_info, ""));
    let mut access = Access {
        tls: scheme.starts_with("rediss"),
        user: decoded(user, "the user")?,
        password: decoded(password, "the password")?.into(),
        database: 0,
    };
    let mut query = UrlQuery::parse(query)?;
    let servers = if scheme.ends_with("unix") {
        access.database = number(query.take("db").as_deref().unwrap_or(""))?;
        Servers::Socket(socket(hosts, path)?)
    } else {
        access.database = number(path.trim_start_matches('/'))?;
        match scheme.trim_start_matches("redis").trim_start_matches('s') {
            "-sentinel" => {
                let master = query.take("master").filter(|name| !name.is_empty());
                let master = master.ok_or("the name of the master is missing: ?master=NAME")?;
                Servers::Sentinels(nodes(hosts, SENTINEL_PORT)?, master)
            }
            "-cluster" if access.database != 0 => {
                return Err("a cluster has only the database 0".to_owned());
            }
            "-cluster" => Servers::Cluster(nodes(hosts, REDIS_PORT)?),
            _ => match <[Node; 1]>::try_from(nodes(hosts, REDIS_PORT)?) {
                Ok([node]) => Servers::One(node),
                Err(_) => {
                    return Err("several hosts need redis-sentinel:// or redis-cluster://".into());
                }
            },
        }
    };
    query.end()?;
    Ok(Address { servers, access })
}

fn decoded(text: &str, what: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded
        .map(String::from)
        .map_err(|_| format!("{what} must be UTF-8"))
}

/// Parses the number of a database.
fn number(text: &str) -> Result<u32, String> {
    match text {
        "" => Ok(0),
        text => text.parse().map_err(|_| {
            "the database must be a number, such as /0 (for a unix socket: ?db=0)".to_owned()
        }),
    }
}

/// Returns the path of a socket, which is absolute.
fn socket(hosts: &str, path: &str) -> Result<PathBuf, String> {
    if !hosts.is_empty() || path.len() < 2 {
        return Err(
            "a unix socket needs an absolute path, such as unix:///run/redis.sock".to_owned(),
        );
    }
    decoded(path, "the path").map(PathBuf::from)
}

/// Parses the hosts, which commas separate.
fn nodes(hosts: &str, default_port: u16) -> Result<Vec<Node>, String> {
    let node = |host: &str| {
        let url = Url::parse(&format!("redis://{host}"));
        let url = url.map_err(|error| error.to_string())?;
        let host = url.host_str().filter(|host| !host.is_empty());
        Ok(Node {
            host: host
                .ok_or("a host is missing")?
                .trim_matches(['[', ']'])
                .to_owned(),
            port: url.port().unwrap_or(default_port),
        })
    };
    hosts.split(',').map(node).collect()
}

/// The options after the question mark.
struct UrlQuery(Vec<(String, String)>);

impl UrlQuery {
    fn parse(query: &str) -> Result<Self, String> {
        if query.contains('#') {
            return Err("remove what follows the #".to_owned());
        }
        let pairs = form_urlencoded::parse(query.as_bytes());
        Ok(Self(pairs.into_owned().collect()))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.swap_remove(at).1)
    }

    fn end(self) -> Result<(), String> {
        match self.0.as_slice() {
            [] => Ok(()),
            _ => Err(
                "an option after the ? is unknown; known are master (sentinels) and db \
                 (unix sockets)"
                    .to_owned(),
            ),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// Leaves user and password out.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, nodes: &[Node]| {
            let nodes: Vec<_> = nodes.iter().map(Node::to_string).collect();
            f.write_str(&nodes.join(","))
        };
        match &self.servers {
            Servers::One(node) => node.fmt(f),
            Servers::Socket(path) => Path::display(path).fmt(f),
            Servers::Sentinels(nodes, master) => {
                write!(f, "{master} (sentinels ")?;
                list(f, nodes)?;
                f.write_str(")")
            }
            Servers::Cluster(nodes) => list(f, nodes),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        match parse(url) {
            Ok(address) => {
                let access = &address.access;
                let (user, password) = (&access.user, access.password.expose_secret());
                let tls = if access.tls { " tls" } else { "" };
                format!("{address} {user}:{password} {}{tls}", access.database)
            }
            Err(reason) => reason,
        }
    }

    #[test]
    fn addresses_of_every_kind() {
        for (url, expected) in [
            ("redis://h", "h:6379 : 0"),
            ("rediss://u:p%40ss@h:1/3", "h:1 u:p@ss 3 tls"),
            ("redis://:p@[::1]:1", "[::1]:1 :p 0"),
            ("unix:///run/r%20s.sock", "/run/r s.sock : 0"),
            ("redis+unix://u:p@/r.sock?db=2", "/r.sock u:p 2"),
            (
                "redis-sentinel://u:p@a,b:1,[::1]/2?master=main",
                "main (sentinels a:26379,b:1,[::1]:26379) u:p 2",
            ),
            (
                "rediss-sentinel://a?master=m%2Bn",
                "m+n (sentinels a:26379) : 0 tls",
            ),
            ("redis-cluster://a,b:1/0", "a:6379,b:1 : 0"),
            ("rediss-cluster://:p@a", "a:6379 :p 0 tls"),
        ] {
            assert_eq!(shown(url), expected, "{url}");
        }
    }

    #[test]
    fn addresses_that_are_not_valid() {
        let begin = "it must begin with one of redis://, rediss://, unix://";
        for (url, reason) in [
            ("http://h", begin),
            ("h:6379", begin),
            ("REDIS://h", begin),
            ("redis://", "a host is missing"),
            ("redis://a,b", "several hosts need redis-sentinel://"),
            ("redis://h:port", "invalid port number"),
            ("redis://h/x", "the database must be a number"),
            ("redis://h/-1", "the database must be a number"),
            ("redis://:%ff@h", "the password must be UTF-8"),
            ("redis://h/0?x=1", "an option after the ? is unknown"),
            ("redis://h/0?db=1", "an option after the ? is unknown"),
            ("redis://h?#x", "remove what follows the #"),
            ("redis-sentinel://h", "the name of the master is missing"),
            ("redis-cluster://h/1", "a cluster has only the database 0"),
            ("unix://h/r.sock", "a unix socket needs an absolute path"),
            ("unix:///", "a unix socket needs an absolute path"),
        ] {
            assert!(shown(url).starts_with(reason), "{url}: {}", shown(url));
        }
    }

    #[test]
    fn the_shortest_socket() {
        assert_eq!(shown("unix:///r"), "/r : 0");
        assert!(shown("unix:///").contains("absolute path"));
    }
}
