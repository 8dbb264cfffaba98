//! Sends notifications: one POST each, with retries.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;

use super::{QueuedPush, Target};
use crate::state::State;

/// Maximum number of attempts per notification.
const ATTEMPTS: u32 = 3;
/// The pause before the second attempt; it doubles after that.
const PAUSE: Duration = Duration::from_millis(200);
/// Time limit of one attempt.
const MAX_WAIT: Duration = Duration::from_secs(5);
/// Maximum number of addresses that are served concurrently.
const MOST_ADDRESSES: usize = 256;
/// Maximum number of bytes read from the body of a response.
const LARGEST_RESPONSE: usize = 64 << 10;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Sends the notifications of the queue until the task is aborted. A slow receiver
/// does not delay the other receivers.
pub(crate) async fn run(state: Arc<State>) {
    let Some(mut queued) = state.pushes.queued.lock().take() else {
        return;
    };
    let mut workers: HashMap<String, UnboundedSender<QueuedPush>> = HashMap::new();
    let mut running = JoinSet::new();
    while let Some(push) = queued.recv().await {
        while running.try_join_next().is_some() {}
        if workers.len() >= MOST_ADDRESSES {
            // The workers finish their queues, and then end.
            workers.clear();
        }
        let url = push.target.url().to_owned();
        let worker = workers.entry(url).or_insert_with(|| {
            let (sender, receiver) = unbounded_channel();
            running.spawn(work(Arc::clone(&state), receiver));
            sender
        });
        // Cannot fail: a worker ends only when its sender is dropped.
        let _ = worker.send(push);
    }
}

async fn work(state: Arc<State>, mut queued: UnboundedReceiver<QueuedPush>) {
    while let Some(push) = queued.recv().await {
        deliver(&state, &push).await;
        state
            .pushes
            .waiting
            .fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
    }
}

async fn deliver(state: &State, push: &QueuedPush) {
    for attempt in 1..=ATTEMPTS {
        let outcome = match timeout(MAX_WAIT, post(push)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(format!("timed out after {} ms", MAX_WAIT.as_millis()).into()),
        };
        let taken = matches!(outcome, Ok(200..300));
        state.pushes.note(push.id, |pushed| {
            pushed.attempts = attempt;
            pushed.done = taken || attempt == ATTEMPTS;
            (pushed.status, pushed.error) = match outcome {
                Ok(status) => (Some(status), None),
                Err(failure) => (None, Some(failure.to_string())),
            };
        });
        if taken {
            return;
        }
        if attempt < ATTEMPTS {
            sleep(PAUSE * 2_u32.pow(attempt - 1)).await;
        }
    }
}

/// Sends a notification once, and returns the status of the response.
async fn post(push: &QueuedPush) -> Result<u16, Failure> {
    let target = &push.target;
    let stream = connect(target).await?;
    if !target.https {
        return exchange(stream, push).await;
    }
    let name = ServerName::try_from(target.host.clone())?;
    let tls = TlsConnector::from(TLS.clone().map_err(Failure::from)?);
    exchange(tls.connect(name, stream).await?, push).await
}

/// Connects to this machine only. Ignores all other addresses of the name.
async fn connect(target: &Target) -> io::Result<TcpStream> {
    let addresses: Vec<SocketAddr> = lookup_host((target.host.as_str(), target.port))
        .await?
        .filter(|address| address.ip().is_loopback())
        .collect();
    let stream = TcpStream::connect(addresses.as_slice()).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn exchange<S>(stream: S, push: &QueuedPush) -> Result<u16, Failure>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let target = &push.target;
    let host = match target.host.contains(':') {
        true => format!("[{}]:{}", target.host, target.port),
        false => format!("{}:{}", target.host, target.port),
    };
    let request = Request::post(target.path.as_str())
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/json;charset=utf-8")
        .header(CONNECTION, "close")
        .body(Full::new(push.body.clone()))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let talk = async {
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        // Read and discarded: an early close may be an error for the receiver.
        let _ = Limited::new(response.into_body(), LARGEST_RESPONSE)
            .collect()
            .await;
        Ok(status)
    };
    tokio::pin!(talk, connection);
    tokio::select! {
        biased;
        outcome = &mut talk => outcome,
        _ = &mut connection => talk.await,
    }
}

/// TLS configuration for receivers on this machine. It accepts any certificate,
/// because the certificates of test receivers are self-signed, and a connection on
/// this machine cannot be intercepted from outside.
static TLS: LazyLock<Result<Arc<ClientConfig>, String>> = LazyLock::new(|| {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(AcceptAnyCertificate(Arc::clone(&provider)));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Arc::new(config))
});

/// Accepts any certificate.
#[derive(Debug)]
struct AcceptAnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
