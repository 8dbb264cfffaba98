//! Carrying notifications out: one POST each, tried a few times.

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

use super::{Parcel, Target};
use crate::state::State;

/// How often a notification is tried.
const ATTEMPTS: u32 = 3;
/// The pause before the second attempt; it doubles after that.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a receiver may take over its answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most addresses that are served side by side.
const MOST_ADDRESSES: usize = 256;
/// How much of an answer's body is read, in bytes.
const LARGEST_ANSWER: usize = 64 << 10;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Carries out the queue until it is aborted. A slow receiver holds up nobody
/// but itself.
pub(crate) async fn run(state: Arc<State>) {
    let Some(mut parcels) = state.pushes.parcels.lock().take() else {
        return;
    };
    let mut workers: HashMap<String, UnboundedSender<Parcel>> = HashMap::new();
    let mut running = JoinSet::new();
    while let Some(parcel) = parcels.recv().await {
        while running.try_join_next().is_some() {}
        if workers.len() >= MOST_ADDRESSES {
            // They finish what they have, and end.
            workers.clear();
        }
        let url = parcel.target.url().to_owned();
        let worker = workers.entry(url).or_insert_with(|| {
            let (sender, receiver) = unbounded_channel();
            running.spawn(work(Arc::clone(&state), receiver));
            sender
        });
        // A worker ends only when its sender is gone.
        let _ = worker.send(parcel);
    }
}

async fn work(state: Arc<State>, mut parcels: UnboundedReceiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        deliver(&state, &parcel).await;
        state
            .pushes
            .waiting
            .fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
    }
}

async fn deliver(state: &State, parcel: &Parcel) {
    for attempt in 1..=ATTEMPTS {
        let outcome = match timeout(PATIENCE, post(parcel)).await {
            Ok(outcome) => outcome,
            Err(late) => Err(late.into()),
        };
        let taken = matches!(outcome, Ok(200..300));
        state.pushes.note(parcel.id, |pushed| {
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

/// Sends it once; gives the status of the answer.
async fn post(parcel: &Parcel) -> Result<u16, Failure> {
    let target = &parcel.target;
    let stream = connect(target).await?;
    if !target.https {
        return exchange(stream, parcel).await;
    }
    let name = ServerName::try_from(target.host.clone())?;
    let tls = TlsConnector::from(TLS.clone().map_err(Failure::from)?);
    exchange(tls.connect(name, stream).await?, parcel).await
}

/// Connects to nothing but this machine, whatever the name resolves to.
async fn connect(target: &Target) -> io::Result<TcpStream> {
    let addresses: Vec<SocketAddr> = lookup_host((target.host.as_str(), target.port))
        .await?
        .filter(|address| address.ip().is_loopback())
        .collect();
    let stream = TcpStream::connect(addresses.as_slice()).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn exchange<S>(stream: S, parcel: &Parcel) -> Result<u16, Failure>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let target = &parcel.target;
    let host = match target.host.contains(':') {
        true => format!("[{}]:{}", target.host, target.port),
        false => format!("{}:{}", target.host, target.port),
    };
    let request = Request::post(target.path.as_str())
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/json;charset=utf-8")
        .header(CONNECTION, "close")
        .body(Full::new(parcel.body.clone()))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let talk = async {
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        // Read and thrown away: a receiver may not like to be hung up on.
        let _ = Limited::new(response.into_body(), LARGEST_ANSWER)
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

/// TLS towards receivers on this machine. Their certificates are made for a
/// test, so there is nobody to vouch for them, and nobody to mistake them for.
static TLS: LazyLock<Result<Arc<ClientConfig>, String>> = LazyLock::new(|| {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Anybody(Arc::clone(&provider)));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Arc::new(config))
});

/// Takes any certificate.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
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
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
