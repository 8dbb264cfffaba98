//! Connects to a cluster. The crate `redis` finds the node of a key, and follows MOVED
//! and ASK.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use redis::cluster::ClusterClientBuilder;
use redis::cluster_async::{ClusterConnection, Connect};
use redis::{
    AsyncConnectionConfig, ConnectionAddr, ErrorKind, IntoConnectionInfo, RedisFuture, RedisResult,
};
use secrecy::ExposeSecret;

use super::address::{Access, Node};
use super::connection::Connection;

/// The time limits for a connection to one node, and for one response of it. All nodes
/// are asked at the same time. A node that is away must leave time for the others.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(600);
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(1500);

/// The pauses, in milliseconds, before a command is repeated, for example while the
/// cluster elects a master.
const MIN_PAUSE: u64 = 20;
const MAX_PAUSE: u64 = 200;

/// Connects to all nodes of the cluster that these nodes belong to.
pub(super) async fn connect(
    nodes: &[Node],
    access: &Access,
    ca_file: Option<&Path>,
) -> RedisResult<ClusterConnection<Connection>> {
    let infos = nodes.iter().map(|node| {
        let address = ConnectionAddr::Tcp(node.host.clone(), node.port);
        address.into_connection_info()
    });
    let builder = ClusterClientBuilder::new(infos.collect::<RedisResult<Vec<_>>>()?)
        .username(with_tls(&access.user, access.tls, ca_file))
        .password(access.password.expose_secret())
        .min_retry_wait(MIN_PAUSE)
        .max_retry_wait(MAX_PAUSE)
        .connection_timeout(CONNECT_TIMEOUT)
        .response_timeout(RESPONSE_TIMEOUT)
        .overall_response_timeout(None);
    builder.build()?.get_async_generic_connection().await
}

/// Opens the connections of a cluster, on streams of ours.
impl Connect for Connection {
    fn connect_with_config<'a, T>(info: T, _: AsyncConnectionConfig) -> RedisFuture<'a, Self>
    where
        T: IntoConnectionInfo + Send + 'a,
    {
        Box::pin(async move {
            let info = info.into_connection_info()?;
            let ConnectionAddr::Tcp(host, port) = info.addr() else {
                return Err((ErrorKind::InvalidClientConfig, "not a node of a cluster").into());
            };
            let node = Node {
                host: host.clone(),
                port: *port,
            };
            let login = info.redis_settings();
            let (user, tls, ca_file) = without_tls(login.username().unwrap_or_default());
            let access = Access {
                tls,
                user,
                password: login.password().unwrap_or_default().into(),
                database: 0,
            };
            let opening =
                Connection::open(&node, &access, ca_file.as_deref(), Some(RESPONSE_TIMEOUT));
            match tokio::time::timeout(CONNECT_TIMEOUT, opening).await {
                Ok(opened) => opened,
                Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
            }
        })
    }
}

/// Appends the TLS settings to the user: the crate passes user and password to
/// [`Connect`], and nothing else of ours.
fn with_tls(user: &str, tls: bool, ca_file: Option<&Path>) -> String {
    let scheme = if tls { "rediss" } else { "redis" };
    let ca_file = ca_file.map_or(&[][..], |path| path.as_os_str().as_bytes());
    let ca_file = percent_encode(ca_file, NON_ALPHANUMERIC);
    format!("{user}\0{scheme}\0{ca_file}")
}

fn without_tls(text: &str) -> (String, bool, Option<PathBuf>) {
    let mut parts = text.rsplitn(3, '\0');
    let ca_file: Vec<u8> = percent_decode_str(parts.next().unwrap_or_default()).collect();
    let ca_file = (!ca_file.is_empty()).then(|| PathBuf::from(OsStr::from_bytes(&ca_file)));
    let tls = parts.next() == Some("rediss");
    (parts.next().unwrap_or_default().to_owned(), tls, ca_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tls_settings_travel_with_the_user() {
        let odd = Path::new(OsStr::from_bytes(b"/a%\xff\n.pem"));
        for (user, tls, ca_file) in [
            ("", false, None),
            ("u\0v", true, None),
            ("", true, Some(odd)),
            ("u", false, Some(odd)),
        ] {
            let (back, is_tls, path) = without_tls(&with_tls(user, tls, ca_file));
            assert_eq!((&*back, is_tls, path.as_deref()), (user, tls, ca_file));
        }
    }
}
