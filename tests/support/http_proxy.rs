//! An HTTP proxy that opens tunnels, or refuses to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{self, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::Stage;

/// A proxy that remembers the head of each request.
pub(crate) struct HttpProxy {
    at: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl HttpProxy {
    /// A proxy that opens tunnels.
    pub(crate) async fn new() -> Self {
        Self::start(None, None).await
    }

    /// One that says this instead, and hangs up.
    pub(crate) async fn saying(response: &'static str) -> Self {
        Self::start(Some(response), None).await
    }

    /// One that is reached over TLS, with the certificate of this platform.
    pub(crate) async fn over_tls(stage: &Stage) -> Self {
        let chain = CertificateDer::from_pem_file(stage.pem("server.pem")).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(stage.pem("server.key")).expect("a key");
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(vec![chain], key)
            .expect("a certificate with its key");
        Self::start(None, Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    async fn start(response: Option<&'static str>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let at = listener.local_addr().expect("an address");
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let known = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let (known, tls) = (Arc::clone(&known), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(caller, response, &known).await,
                        Some(tls) => match tls.accept(caller).await {
                            Ok(caller) => serve(caller, response, &known).await,
                            Err(_) => Ok(()),
                        },
                    }
                });
            }
        });
        Self { at, heads }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.at
    }

    /// The heads of all requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic").clone()
    }
}

async fn serve(
    mut caller: impl AsyncRead + AsyncWrite + Unpin,
    response: Option<&str>,
    heads: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(caller.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    heads.lock().expect("no panic").push(head);
    if let Some(response) = response {
        return caller.write_all(response.as_bytes()).await;
    }
    let mut there = TcpStream::connect(target).await?;
    caller
        .write_all(b"HTTP/1.0 200 Connection established\r\nProxy-agent: test\r\n\r\n")
        .await?;
    io::copy_bidirectional(&mut caller, &mut there)
        .await
        .map(drop)
}
