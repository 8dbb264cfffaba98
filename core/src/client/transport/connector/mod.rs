//! Opens connections to the platform: TCP, and TLS over it.
//!
//! This is a connector of its own, and not the one of hyper-util or reqwest. Those try
//! the addresses of a host name one after the other, and divide a time limit among them
//! only if it is the same for all calls.

pub(crate) mod stream;
pub(crate) mod tcp;

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::Uri;
use rustls_pki_types::ServerName;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::dial::Dial;
use super::stats::Counters;
use stream::{ByteStream, TlsConnection};

type BoxError = Box<dyn StdError + Send + Sync>;

/// The port of HTTPS, unless the address contains one.
const HTTPS_PORT: u16 = 443;

/// Opens connections for the HTTP client. Every request clones it.
#[derive(Clone)]
pub(crate) struct Connector(Arc<Shared>);

struct Shared {
    tls: TlsConnector,
    counters: Arc<Counters>,
}

impl Connector {
    pub(crate) fn new(tls: Arc<rustls::ClientConfig>, counters: Arc<Counters>) -> Self {
        Self(Arc::new(Shared {
            tls: TlsConnector::from(tls),
            counters,
        }))
    }
}

impl Shared {
    async fn connect(&self, uri: &Uri, deadline: Instant) -> Result<TlsConnection, BoxError> {
        let host = uri.host().unwrap_or_default();
        let host = without_brackets(host);
        let port = uri.port_u16().unwrap_or(HTTPS_PORT);
        let stream: ByteStream = Box::new(tcp::connect(host, port, deadline).await?);
        let name = ServerName::try_from(host.to_owned())?;
        let stream = self.tls.connect(name, stream).await?;
        Ok(TlsConnection::new(stream))
    }
}

/// Returns the host of a URI without the brackets of an IPv6 address.
fn without_brackets(host: &str) -> &str {
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inner.unwrap_or(host)
}

impl Service<Uri> for Connector {
    type Response = TlsConnection;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<TlsConnection, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let shared = Arc::clone(&self.0);
        let deadline = Dial::open_for_current_task();
        Box::pin(async move {
            let deadline = deadline.ok_or("a connection outside of an attempt")?;
            // If another connection becomes free first, this one is still opened in the
            // background, under the same limit.
            let connection = timeout_at(deadline, shared.connect(&uri, deadline))
                .await
                .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            shared.counters.opened();
            Ok(connection)
        })
    }
}
