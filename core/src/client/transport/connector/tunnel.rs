//! Tunnels through an HTTP proxy.
//!
//! hyper-util has a tunnel, too. It does not tell with which status a proxy refused.

use std::fmt;
use std::io;
use std::sync::Arc;

use memchr::memmem;
use rustls_pki_types::ServerName;
use secrecy::ExposeSecret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

use super::stream::ByteStream;
use super::tcp;
use crate::client::proxy::ProxyServer;

/// The maximum size of the head of a proxy's response.
const MAX_HEAD: usize = 16 << 10;

/// A proxy, and how TLS with it is set up.
pub(crate) struct ProxyRoute {
    pub(crate) server: Arc<ProxyServer>,
    /// `Some` for a proxy that is reached over TLS.
    pub(crate) tls: Option<TlsConnector>,
}

/// A proxy that does not open a tunnel.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProxyError {
    #[error("cannot connect to the proxy")]
    Connect(#[source] io::Error),
    #[error("TLS with the proxy failed")]
    Tls(#[source] io::Error),
    #[error("the connection to the proxy broke")]
    Broken(#[source] io::Error),
    #[error("the proxy did not respond with HTTP")]
    NotHttp,
    #[error("the proxy responded with status {0}")]
    Status(ProxyStatus),
}

/// The status with which a proxy refuses a tunnel.
#[derive(Debug, Clone)]
pub(crate) struct ProxyStatus {
    pub(crate) code: u16,
    reason: String,
}

impl fmt::Display for ProxyStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.reason)
    }
}

impl ProxyRoute {
    /// Opens a tunnel to `target`, which is `host:port`.
    pub(crate) async fn open(
        &self,
        target: &str,
        deadline: Instant,
    ) -> Result<ByteStream, ProxyError> {
        let server = &self.server;
        let stream = tcp::connect(&server.host, server.port, deadline)
            .await
            .map_err(ProxyError::Connect)?;
        let mut stream: ByteStream = match &self.tls {
            None => Box::new(stream),
            Some(tls) => {
                let name = ServerName::try_from(server.host.clone());
                let name = name.map_err(|error| ProxyError::Tls(io::Error::other(error)))?;
                let stream = tls.connect(name, stream).await;
                Box::new(stream.map_err(ProxyError::Tls)?)
            }
        };
        let request = connect_request(target, server);
        let head = exchange(&mut stream, &request).await;
        let head = head.map_err(ProxyError::Broken)?;
        match parse_status(&head) {
            Some(status) if (200..300).contains(&status.code) => Ok(stream),
            Some(status) => Err(ProxyError::Status(status)),
            None => Err(ProxyError::NotHttp),
        }
    }
}

fn connect_request(target: &str, server: &ProxyServer) -> String {
    let mut request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
    if let Some(authorization) = &server.authorization {
        let value = authorization.expose_secret();
        request.push_str(&format!("Proxy-Authorization: {value}\r\n"));
    }
    request.push_str("\r\n");
    request
}

/// Sends the request and reads the head of the response. The platform sends nothing
/// before the TLS handshake, so nothing follows the head of a success.
async fn exchange(stream: &mut ByteStream, request: &str) -> io::Result<Vec<u8>> {
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut head = Vec::new();
    while memmem::find(&head, b"\r\n\r\n").is_none() {
        if head.len() > MAX_HEAD {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if stream.read_buf(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}

fn parse_status(head: &[u8]) -> Option<ProxyStatus> {
    let end = memchr::memchr(b'\r', head)?;
    let line = String::from_utf8_lossy(head.get(..end)?);
    let mut parts = line.splitn(3, ' ');
    if !parts.next()?.starts_with("HTTP/1.") {
        return None;
    }
    Some(ProxyStatus {
        code: parts.next()?.parse().ok()?,
        reason: parts.next().unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines() {
        for (head, status) in [
            ("HTTP/1.0 200 Connection established\r\n\r\n", Some(200)),
            ("HTTP/1.1 407\r\n\r\n", Some(407)),
            ("HTTP/1.1 soon\r\n\r\n", None),
            ("SSH-2.0-OpenSSH\r\n\r\n", None),
            ("", None),
        ] {
            let parsed = parse_status(head.as_bytes()).map(|status| status.code);
            assert_eq!(parsed, status, "{head:?}");
        }
    }
}
