//! TLS settings, and the certificates behind them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use secrecy::{ExposeSecret, SecretString};

use super::pem::{self, CertificateFile};
use crate::NorthApiError;
use crate::sdk::ClientCode;

/// What is checked of the platform's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Verify {
    /// That a trusted CA signed it, and that it is for the platform's address.
    #[default]
    Full,
    /// That a trusted CA signed it: for platforms that are addressed by an IP
    /// that their certificate does not name.
    Ca,
    /// Nothing. The connection can be read and changed by anyone on the way.
    None,
}

/// Which files and rules TLS works with.
#[derive(Clone, Default)]
pub struct TlsSettings {
    /// What is checked of the platform's certificate.
    pub verify: Verify,
    /// PEM file with the client's certificate, and maybe its private key.
    pub client_cert: Option<PathBuf>,
    /// PEM file with the client's private key, if `client_cert` has none.
    pub client_key: Option<PathBuf>,
    /// Password of the private key, if it is encrypted.
    pub key_password: Option<SecretString>,
    /// PEM file with the CAs to trust in the place of the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM file that takes the place of `client_key` if it holds a private
    /// key, else of `ca_file`: `SSLConfig::trustCAPath`.
    pub trust: Option<PathBuf>,
}

impl TlsSettings {
    /// Everything that identifies a connection's TLS side.
    fn key(&self) -> (Verify, [Option<&Path>; 4], Option<&str>) {
        (
            self.verify,
            [
                self.client_cert.as_deref(),
                self.client_key.as_deref(),
                self.ca_file.as_deref(),
                self.trust.as_deref(),
            ],
            self.key_password.as_ref().map(ExposeSecret::expose_secret),
        )
    }
}

impl PartialEq for TlsSettings {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for TlsSettings {}

impl Hash for TlsSettings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Debug for TlsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsSettings")
            .field("verify", &self.verify)
            .field("client_cert", &self.client_cert)
            .field("client_key", &self.client_key)
            .field("key_password", &self.key_password)
            .field("ca_file", &self.ca_file)
            .field("trust", &self.trust)
            .finish()
    }
}

/// The content of the files that [`TlsSettings`] name, as it was when read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    client_cert: Option<CertificateFile>,
    client_key: Option<CertificateFile>,
    ca: Option<CertificateFile>,
}

impl TlsFiles {
    /// Reads the files, and sorts out what `trust` is.
    pub(crate) fn read(settings: &TlsSettings) -> Result<Self, NorthApiError> {
        let read = |path: &Option<PathBuf>, what| {
            path.as_deref()
                .map(|path| CertificateFile::read(path, what).map_err(ssl_config))
                .transpose()
        };
        let client_cert = read(&settings.client_cert, "the client certificate")?;
        let trust = read(&settings.trust, "trustCAPath")?;
        let (trusted_key, trusted_ca) = match trust {
            Some(file) if file.has_private_key() => (Some(file), None),
            other => (None, other),
        };
        let client_key = match (trusted_key, &client_cert) {
            (Some(file), _) => Some(file),
            (None, Some(cert)) if cert.has_private_key() => Some(cert.clone()),
            (None, Some(_)) => read(&settings.client_key, "the private key")?,
            (None, None) => None,
        };
        let ca = match trusted_ca {
            Some(file) => Some(file),
            None => read(&settings.ca_file, "the CA file")?,
        };
        Ok(Self {
            client_cert,
            client_key,
            ca,
        })
    }

    /// Checks the certificates and makes rustls's configuration of them.
    pub(crate) fn configure(
        &self,
        settings: &TlsSettings,
    ) -> Result<rustls::ClientConfig, NorthApiError> {
        self.build(settings).map_err(ssl_config)
    }

    fn build(&self, settings: &TlsSettings) -> Result<rustls::ClientConfig, pem::Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(pem::Error::Tls)?;
        let builder = match settings.verify {
            Verify::Full => builder.with_root_certificates(self.roots()?),
            Verify::Ca => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(ChainOnly::new(
                    Some(self.roots()?),
                    provider,
                ))),
            Verify::None => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(ChainOnly::new(None, provider))),
        };
        let Some(cert) = &self.client_cert else {
            return Ok(builder.with_no_client_auth());
        };
        let chain = cert.valid_chain()?;
        let Some(key) = &self.client_key else {
            return Err(pem::Error::KeyMissing {
                cert: cert.path().to_owned(),
            });
        };
        let der = key.private_key(settings.key_password.as_ref())?;
        builder
            .with_client_auth_cert(chain, der)
            .map_err(|source| match source {
                rustls::Error::InconsistentKeys(_) => pem::Error::KeyMismatch {
                    cert: cert.path().to_owned(),
                    key: key.path().to_owned(),
                    source,
                },
                _ => pem::Error::BadKey(key.path().to_owned()),
            })
    }

    fn roots(&self) -> Result<RootCertStore, pem::Error> {
        let mut roots = RootCertStore::empty();
        match &self.ca {
            Some(file) => {
                for cert in file.certificates()? {
                    roots.add(cert).map_err(|source| pem::Error::BadCa {
                        path: file.path().to_owned(),
                        source,
                    })?;
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
                if roots.is_empty() {
                    return Err(pem::Error::NoSystemRoots);
                }
            }
        }
        Ok(roots)
    }
}

fn ssl_config(error: pem::Error) -> NorthApiError {
    NorthApiError::client(ClientCode::SslConfig, error.to_string()).with_source(error)
}

/// Checks who signed the platform's certificate (or nothing, without roots),
/// but not whom it was made out to.
#[derive(Debug)]
struct ChainOnly {
    roots: Option<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl ChainOnly {
    fn new(roots: Option<RootCertStore>, provider: Arc<CryptoProvider>) -> Self {
        Self { roots, provider }
    }
}

impl ServerCertVerifier for ChainOnly {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Some(roots) = &self.roots {
            verify_server_cert_signed_by_trust_anchor(
                &ParsedCertificate::try_from(end_entity)?,
                roots,
                intermediates,
                now,
                self.provider.signature_verification_algorithms.all,
            )?;
        }
        Ok(ServerCertVerified::assertion())
    }

    // The handshake's own signature is checked in every mode: it proves that
    // the peer holds the key of the certificate that it showed.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
