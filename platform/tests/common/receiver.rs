//! A receiver of notifications.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use northbound_platform::{Platform, Pushed};
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::common::Outcome;

/// Long enough for the slowest machine; a successful test does not wait that long.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// A received notification.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) path: String,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

impl Post {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

pub(crate) struct Receiver {
    address: SocketAddr,
    scheme: &'static str,
    posts: UnboundedReceiver<Post>,
    /// Statuses of the next responses, in order; 200 after that.
    pub(crate) statuses: Statuses,
}

type Statuses = Arc<Mutex<VecDeque<u16>>>;

impl Receiver {
    pub(crate) async fn http() -> Outcome<Self> {
        Self::start(None).await
    }

    /// Starts an HTTPS receiver. The push client has no CA for its certificate.
    pub(crate) async fn https(platform: &Platform) -> Outcome<Self> {
        let pem = |name| platform.certs().pem(name).unwrap_or_default().as_bytes();
        let chain = vec![CertificateDer::from_pem_slice(pem("server.pem"))?];
        let key = PrivateKeyDer::from_pem_slice(pem("server.key"))?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        Self::start(Some(TlsAcceptor::from(Arc::new(tls)))).await
    }

    async fn start(tls: Option<TlsAcceptor>) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let (sender, posts) = unbounded_channel();
        let statuses = Statuses::default();
        let next_statuses = Arc::clone(&statuses);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (sender, statuses) = (sender.clone(), Arc::clone(&next_statuses));
                match tls.clone() {
                    None => drop(tokio::spawn(serve(stream, sender, statuses))),
                    Some(tls) => drop(tokio::spawn(async move {
                        if let Ok(stream) = tls.accept(stream).await {
                            serve(stream, sender, statuses).await;
                        }
                    })),
                }
            }
        });
        Ok(Self {
            address,
            scheme,
            posts,
            statuses,
        })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Waits for the next notification.
    pub(crate) async fn next(&mut self) -> Outcome<Post> {
        let next = timeout(MAX_WAIT, self.posts.recv()).await?;
        next.ok_or_else(|| "the receiver is gone".into())
    }
}

async fn serve<S>(stream: S, sender: UnboundedSender<Post>, statuses: Statuses)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let (sender, statuses) = (sender.clone(), Arc::clone(&statuses));
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map(|body| body.to_bytes());
            let kind = parts.headers.get("content-type");
            let post = Post {
                path: parts.uri.to_string(),
                content_type: kind
                    .and_then(|kind| kind.to_str().ok())
                    .unwrap_or_default()
                    .into(),
                body: String::from_utf8_lossy(&body.unwrap_or_default()).into_owned(),
            };
            let mut response = Response::new(Full::new(Bytes::from_static(b"ok")));
            let status = statuses.lock().ok().and_then(|mut next| next.pop_front());
            if let Some(status) = status.and_then(|status| status.try_into().ok()) {
                *response.status_mut() = status;
            }
            let _ = sender.send(post);
            Ok::<_, Infallible>(response)
        }
    });
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Waits until no notification is in the queue, and returns all notifications.
pub(crate) async fn settled(platform: &Platform) -> Outcome<Vec<Pushed>> {
    timeout(MAX_WAIT, async {
        loop {
            let pushes = platform.pushes();
            if pushes.iter().all(|pushed| pushed.done) {
                return pushes;
            }
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .map_err(Into::into)
}
