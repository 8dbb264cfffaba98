//! TLS configuration of the platform.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{HandshakeKind, ProtocolVersion, RootCertStore, ServerConfig, ServerConnection};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::certs::Certs;
use crate::config::{ClientAuth, Config, TlsVersion};

/// An error while TLS is set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A certificate or key cannot be read.
    #[error("cannot read certificate or key: {0}")]
    Pem(#[from] rustls_pki_types::pem::Error),
    /// rustls rejects the settings.
    #[error("invalid TLS settings: {0}")]
    Config(#[from] rustls::Error),
    /// The verifier of client certificates rejects the CA.
    #[error("client CA rejected: {0}")]
    Verifier(#[from] rustls::server::VerifierBuilderError),
    /// `tls_min` is above `tls_max`.
    #[error("minimum TLS version is above the maximum")]
    Versions,
}

pub(crate) fn server_config(config: &Config, certs: &Certs) -> Result<ServerConfig, TlsError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let chain = vec![CertificateDer::from_pem_slice(pem(certs, "server.pem"))?];
    let key = PrivateKeyDer::from_pem_slice(pem(certs, "server.key"))?;
    let versions: Vec<_> = [
        (TlsVersion::V1_2, &rustls::version::TLS12),
        (TlsVersion::V1_3, &rustls::version::TLS13),
    ]
    .into_iter()
    .filter(|(version, _)| (config.tls_min..=config.tls_max).contains(version))
    .map(|(_, version)| version)
    .collect();
    if versions.is_empty() {
        return Err(TlsError::Versions);
    }

    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&versions)?;
    let builder = match config.client_auth {
        ClientAuth::None => builder.with_no_client_auth(),
        ClientAuth::Optional => builder.with_client_cert_verifier(verifier(certs, provider, true)?),
        ClientAuth::Required => {
            builder.with_client_cert_verifier(verifier(certs, provider, false)?)
        }
    };
    let mut tls = builder.with_single_cert(chain, key)?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    tls.ticketer = aws_lc_rs::Ticketer::new()?;
    Ok(tls)
}

fn verifier(
    certs: &Certs,
    provider: Arc<rustls::crypto::CryptoProvider>,
    optional: bool,
) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem(certs, "ca.pem"))?)?;
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let builder = match optional {
        true => builder.allow_unauthenticated(),
        false => builder,
    };
    Ok(builder.build()?)
}

fn pem<'a>(certs: &'a Certs, name: &str) -> &'a [u8] {
    certs.pem(name).unwrap_or_default().as_bytes()
}

/// Facts about the caller from its handshake.
#[derive(Clone, Debug)]
pub(crate) struct Handshake {
    pub(crate) version: &'static str,
    pub(crate) client: Option<String>,
    pub(crate) resumed: bool,
}

impl Handshake {
    pub(crate) fn of(connection: &ServerConnection) -> Self {
        Self {
            version: match connection.protocol_version() {
                Some(ProtocolVersion::TLSv1_3) => "TLSv1.3",
                Some(ProtocolVersion::TLSv1_2) => "TLSv1.2",
                _ => "unknown",
            },
            client: connection
                .peer_certificates()
                .and_then(|chain| common_name(chain.first()?)),
            resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
        }
    }
}

fn common_name(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let name = certificate.subject().iter_common_name().next()?;
    name.as_str().ok().map(str::to_owned)
}
