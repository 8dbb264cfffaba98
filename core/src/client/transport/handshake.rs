//! A TLS handshake to look at: for diagnosis, not for calls.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use hyper::body::Body;
use hyper::header::{CONNECTION, DATE, HOST};
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::error_source::find_source;
use super::tls::{self, CertificateInfo, TlsFiles, TlsSettings, Verify};
use super::transport_error::describe_tls;
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::code::ClientCode;
use crate::error::term::Term;

/// The outcome of a TLS handshake with the platform, in which every certificate was
/// accepted.
///
/// ```no_run
/// use northbound::client::Handshake;
/// use northbound::{ClientConfig, NorthApiError, TlsSettings};
///
/// # async fn run(config: &ClientConfig, tls: &TlsSettings) -> Result<(), NorthApiError> {
/// let handshake = Handshake::inspect(config, tls).await?;
/// println!("{} with {}", handshake.version, handshake.cipher_suite);
/// if let Err(reason) = handshake.full {
///     println!("northbound.tls_verify = full would fail: {reason}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Handshake {
    /// The address that the connection went to.
    pub address: SocketAddr,
    /// The version of TLS, such as `TLSv1_3`.
    pub version: String,
    /// The cipher suite, such as `TLS13_AES_256_GCM_SHA384`.
    pub cipher_suite: String,
    /// The platform's certificate, and those that it sent with it.
    pub certificates: Vec<CertificateInfo>,
    /// The reason for which [`Verify::Full`] rejects the certificate.
    pub full: Result<(), String>,
    /// The reason for which [`Verify::Ca`] rejects the certificate.
    pub ca: Result<(), String>,
    /// The reason for which the platform ended the connection after the handshake, such
    /// as a client certificate that it does not accept.
    pub refused: Option<String>,
    /// The time of the platform, as in the header `Date` of a response, in seconds ahead
    /// of this machine's; `None` if it sent none.
    pub clock_offset: Option<i64>,
}

impl Handshake {
    /// Connects to the platform without verifying its certificate, and asks for `GET /`
    /// without any credentials. A client certificate is sent as for calls.
    ///
    /// Ignores the proxy of `config`: the connection goes to the platform itself.
    ///
    /// # Errors
    ///
    /// 1006 for certificates of the client that cannot be used, 1011 if the platform does
    /// not speak TLS, 1003 if there is no connection.
    pub async fn inspect(config: &ClientConfig, tls: &TlsSettings) -> Result<Self, NorthApiError> {
        let files = TlsFiles::read(tls)?;
        let (rustls, record) = files.inspecting(tls)?;
        let limit = config.timeouts().connect;
        let connecting = timeout(limit, connect(config, rustls));
        let (address, stream) = match connecting.await {
            Ok(connected) => connected.map_err(|error| not_connected(config, error))?,
            Err(elapsed) => return Err(timed_out(config, limit, elapsed)),
        };
        let (version, cipher_suite) = {
            let (_, connection) = stream.get_ref();
            let version = connection.protocol_version();
            let suite = connection.negotiated_cipher_suite();
            (
                version.map_or_else(String::new, |version| format!("{version:?}")),
                suite.map_or_else(String::new, |suite| format!("{:?}", suite.suite())),
            )
        };
        let chain = record.take();
        let verdict = |verify| match &chain {
            Some(chain) => files.verdict(chain, verify),
            None => Err("the platform sent no certificate".to_owned()),
        };
        let mut handshake = Self {
            address,
            version,
            cipher_suite,
            certificates: chain
                .as_ref()
                .map(|chain| chain.certificates())
                .unwrap_or_default(),
            full: verdict(Verify::Full),
            ca: verdict(Verify::Ca),
            refused: None,
            clock_offset: None,
        };
        // Servers check the client's certificate late in TLS 1.3: only a response shows
        // that they accept it.
        match timeout(limit, response_date(config, stream)).await {
            Ok(Ok(date)) => handshake.clock_offset = date,
            Ok(Err(error)) => {
                let fault = find_source::<rustls::Error>(&error);
                handshake.refused = fault.map(tls::describe_late);
            }
            Err(_) => {}
        }
        Ok(handshake)
    }
}

async fn connect(
    config: &ClientConfig,
    rustls: rustls::ClientConfig,
) -> io::Result<(SocketAddr, TlsStream<TcpStream>)> {
    let host = config.host().trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, config.port())).await?;
    stream.set_nodelay(true)?;
    let address = stream.peer_addr()?;
    let name = ServerName::try_from(host.trim_end_matches('.').to_owned());
    let name = name.map_err(io::Error::other)?;
    let connector = TlsConnector::from(Arc::new(rustls));
    Ok((address, connector.connect(name, stream).await?))
}

/// Sends a request without credentials. Returns the difference between the date of the
/// response and this machine's clock.
async fn response_date(
    config: &ClientConfig,
    stream: TlsStream<TcpStream>,
) -> Result<Option<i64>, hyper::Error> {
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await?;
    let authority = config.base_url().trim_start_matches("https://");
    let request = hyper::Request::get("/")
        .header(HOST, authority)
        .header(CONNECTION, "close")
        .body(Empty);
    let Ok(request) = request else {
        return Ok(None);
    };
    // It ends with the response, and the request gets its error.
    tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    let date = response
        .headers()
        .get(DATE)
        .and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
    Ok(date.map(seconds_ahead))
}

/// Returns by how many seconds a time is ahead of this machine's clock.
fn seconds_ahead(time: SystemTime) -> i64 {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::now()) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}

/// The body of a request that has none.
struct Empty;

impl Body for Empty {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}

fn not_connected(config: &ClientConfig, error: io::Error) -> NorthApiError {
    let at = config.base_url();
    match find_source::<rustls::Error>(&error) {
        Some(fault) => match describe_tls(at, fault, false) {
            (true, desc) => NorthApiError::client(ClientCode::Port, desc).with_source(error),
            (false, desc) => NorthApiError::transport(false, false, desc, error).of_tls(),
        },
        None => {
            let desc = format!("cannot connect to {at}: {error}");
            NorthApiError::transport(false, false, desc, error)
        }
    }
}

fn timed_out(
    config: &ClientConfig,
    limit: Duration,
    elapsed: tokio::time::error::Elapsed,
) -> NorthApiError {
    let (at, limit) = (config.base_url(), limit.as_millis());
    let desc = format!(
        "timed out after {limit} ms ({}): no TLS handshake with {at}",
        Term::ConnectTimeout
    );
    NorthApiError::transport(false, true, desc, elapsed)
}
