//! Verification of the platform's certificate.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::RawPublicKeyEntity;

use super::ca_as_server;
use super::x509::{Facts, RSA_BITS};

/// The reason for rejecting a certificate that other TLS libraries may accept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateRejection {
    /// With the file of the trusted CAs; `None` if the system's are.
    #[error("is not signed by a trusted CA; {}", trusted(.0.as_deref()))]
    UnknownIssuer(Option<PathBuf>),
    #[error("is of X.509 version 1, which cannot be verified through a CA")]
    Version1,
    #[error("has an RSA key of {0} bits, and at least {RSA_BITS} are needed")]
    ShortKey(u32),
}

impl CertificateRejection {
    /// Returns the rejection that a handshake ended with.
    pub(crate) fn of(error: &rustls::Error) -> Option<&Self> {
        match error {
            rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(error))) => {
                error.downcast_ref()
            }
            _ => None,
        }
    }
}

fn trusted(file: Option<&Path>) -> String {
    match file {
        Some(file) => format!("the CAs in {} are trusted", file.display()),
        None => "the CAs of this system are trusted".to_owned(),
    }
}

impl From<CertificateRejection> for rustls::Error {
    fn from(rejection: CertificateRejection) -> Self {
        CertificateError::Other(OtherError(Arc::new(rejection))).into()
    }
}

/// The certificates to trust.
pub(crate) struct Trust {
    /// CAs that may have signed the platform's certificate.
    pub(crate) roots: RootCertStore,
    /// Certificates that are trusted without a CA.
    pub(crate) pinned: Vec<CertificateDer<'static>>,
    /// The file that they are in; `None` if they are those of the system.
    pub(crate) file: Option<PathBuf>,
    /// True if the certificate must contain the platform's address.
    pub(crate) name: bool,
}

impl Default for Trust {
    /// Trusts nothing.
    fn default() -> Self {
        Self {
            roots: RootCertStore::empty(),
            pinned: Vec::new(),
            file: None,
            name: true,
        }
    }
}

/// A proxy that is reached over TLS.
pub(crate) struct TlsProxy {
    pub(crate) name: ServerName<'static>,
    pub(crate) trust: Trust,
}

/// Verifies the platform's certificate. Without trust, it verifies nothing.
pub(crate) struct Verifier {
    pub(crate) trust: Option<Trust>,
    /// reqwest has one verifier for the platform and for its proxy. So the name tells them
    /// apart. If both have the same, both are verified as a proxy is.
    pub(crate) proxy: Option<TlsProxy>,
    pub(crate) provider: Arc<CryptoProvider>,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}

impl Verifier {
    /// Returns the trust in the server of this name.
    fn trust_in(&self, server_name: &ServerName<'_>) -> Option<&Trust> {
        match &self.proxy {
            Some(proxy) if proxy.name == *server_name => Some(&proxy.trust),
            _ => self.trust.as_ref(),
        }
    }

    /// True if no server's certificate is verified.
    fn verifies_nothing(&self) -> bool {
        self.trust.is_none() && self.proxy.is_none()
    }

    fn algorithms(&self) -> &WebPkiSupportedAlgorithms {
        &self.provider.signature_verification_algorithms
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(trust) = self.trust_in(server_name) else {
            return Ok(ServerCertVerified::assertion());
        };
        let facts = Facts::read(end_entity).map_err(|_| CertificateError::BadEncoding)?;
        if let Some(bits) = facts.short_rsa_key() {
            return Err(CertificateRejection::ShortKey(bits).into());
        }
        if trust.pinned.contains(end_entity) {
            facts.check_dates(now)?;
            if trust.name && facts.is_version_1 {
                // It has no field for names.
                return Err(nameless(server_name));
            }
        } else if facts.is_version_1 {
            return Err(CertificateRejection::Version1.into());
        } else {
            let cert = ParsedCertificate::try_from(end_entity)?;
            let algorithms = self.algorithms().all;
            let roots = &trust.roots;
            let verified = verify_server_cert_signed_by_trust_anchor(
                &cert,
                roots,
                intermediates,
                now,
                algorithms,
            );
            match verified {
                Err(error)
                    if is_ca(&error)
                        && ca_as_server::is_signed_by_any(
                            end_entity,
                            &trust.pinned,
                            now,
                            algorithms,
                        ) => {}
                Err(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
                    return Err(CertificateRejection::UnknownIssuer(trust.file.clone()).into());
                }
                other => other?,
            }
        }
        if trust.name {
            verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if self.verifies_nothing() {
            // Anyone may have made an unverified certificate, so a signature with its
            // key proves nothing. Checking it could fail for a key that is too short.
            return Ok(HandshakeSignatureValid::assertion());
        }
        if ParsedCertificate::try_from(cert).is_ok() {
            return verify_tls12_signature(message, cert, dss, self.algorithms());
        }
        let key = Facts::read(cert)
            .map_err(|_| CertificateError::BadEncoding)?
            .public_key;
        let key = RawPublicKeyEntity::try_from(&key).map_err(|_| CertificateError::BadEncoding)?;
        let mut algorithms = (self.algorithms().mapping.iter())
            .filter(|(scheme, _)| *scheme == dss.scheme)
            .flat_map(|(_, algorithms)| *algorithms);
        if algorithms.any(|algorithm| {
            key.verify_signature(*algorithm, message, dss.signature())
                .is_ok()
        }) {
            Ok(HandshakeSignatureValid::assertion())
        } else {
            Err(CertificateError::BadSignature.into())
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if self.verifies_nothing() {
            return Ok(HandshakeSignatureValid::assertion());
        }
        let facts = Facts::read(cert).map_err(|_| CertificateError::BadEncoding)?;
        verify_tls13_signature_with_raw_key(message, &facts.public_key, dss, self.algorithms())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms().supported_schemes()
    }
}

/// True if a certificate was rejected because it is marked as a CA.
fn is_ca(error: &rustls::Error) -> bool {
    let rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(error))) = error
    else {
        return false;
    };
    let error = error.downcast_ref::<webpki::Error>();
    matches!(error, Some(webpki::Error::CaUsedAsEndEntity))
}

fn nameless(server_name: &ServerName<'_>) -> rustls::Error {
    CertificateError::NotValidForNameContext {
        expected: server_name.to_owned(),
        presented: Vec::new(),
    }
    .into()
}
