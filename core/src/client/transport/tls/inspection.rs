//! Looks at certificates that verification alone would only accept or reject.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::{DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::certificate_info::CertificateInfo;
use super::tls_error::describe;
use super::verifier::Verifier;
use super::{TlsFiles, TlsSettings, Verify, ssl_config};
use crate::NorthApiError;

impl TlsSettings {
    /// Reads the client's certificate and its private key, and checks that they match.
    /// Returns the certificate; `None` if the settings name none.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, if the certificate or the key cannot be used.
    pub fn client_certificate(&self) -> Result<Option<CertificateInfo>, NorthApiError> {
        let own = Self {
            ca_file: None,
            ..self.clone()
        };
        let files = TlsFiles::read(&own)?;
        let Some(cert) = &files.client_cert else {
            return Ok(None);
        };
        let provider = aws_lc_rs::default_provider();
        let identity = files.identity(cert, self.key_password.as_ref(), &provider);
        let identity = identity.map_err(|error| ssl_config(error.into()))?;
        Ok(identity.cert.first().and_then(CertificateInfo::read))
    }

    /// Reads the certificates that the settings trust; `None` for those of the system.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, if it cannot be used, or if there are no CAs.
    pub fn trusted_certificates(&self) -> Result<Option<Vec<CertificateInfo>>, NorthApiError> {
        let others = Self {
            client_cert: None,
            client_key: None,
            ..self.clone()
        };
        let files = TlsFiles::read(&others)?;
        let trust = files.trust(Verify::Ca).map_err(ssl_config)?;
        let pinned = trust.map(|trust| trust.pinned).unwrap_or_default();
        let is_named = files.ca.is_some();
        Ok(is_named.then(|| pinned.iter().filter_map(CertificateInfo::read).collect()))
    }
}

/// The certificates that a server has sent, its own first.
#[derive(Debug, Clone)]
pub(crate) struct SentChain {
    certificates: Vec<CertificateDer<'static>>,
    name: ServerName<'static>,
}

impl SentChain {
    pub(crate) fn certificates(&self) -> Vec<CertificateInfo> {
        self.certificates
            .iter()
            .filter_map(CertificateInfo::read)
            .collect()
    }
}

impl TlsFiles {
    /// Creates a configuration that accepts every certificate, and a record of those that
    /// are sent.
    pub(crate) fn inspecting(
        &self,
        settings: &TlsSettings,
    ) -> Result<(rustls::ClientConfig, Arc<ChainRecord>), NorthApiError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let record = Arc::new(ChainRecord {
            sent: Mutex::default(),
            accepting: Verifier {
                trust: None,
                proxy: None,
                provider: Arc::clone(&provider),
            },
        });
        let verifier: Arc<dyn ServerCertVerifier> = Arc::clone(&record) as _;
        let config = self.build_with(settings, provider, verifier);
        Ok((config.map_err(ssl_config)?, record))
    }

    /// Verifies certificates as a handshake does under these checks. Returns the reason
    /// for which they would be rejected.
    pub(crate) fn verdict(&self, chain: &SentChain, verify: Verify) -> Result<(), String> {
        let verifier = Verifier {
            trust: self.trust(verify).map_err(|error| error.to_string())?,
            proxy: None,
            provider: Arc::new(aws_lc_rs::default_provider()),
        };
        let Some((end_entity, intermediates)) = chain.certificates.split_first() else {
            return Err("the platform sent no certificate".to_owned());
        };
        let now = UnixTime::now();
        let verified =
            verifier.verify_server_cert(end_entity, intermediates, &chain.name, &[], now);
        verified.map(drop).map_err(|error| describe(&error))
    }
}

/// Accepts every certificate, and remembers it.
pub(crate) struct ChainRecord {
    sent: Mutex<Option<SentChain>>,
    accepting: Verifier,
}

impl fmt::Debug for ChainRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainRecord").finish_non_exhaustive()
    }
}

impl ChainRecord {
    /// Takes the certificates of the last handshake.
    pub(crate) fn take(&self) -> Option<SentChain> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.take()
    }
}

impl ServerCertVerifier for ChainRecord {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let all = [end_entity].into_iter().chain(intermediates);
        let chain = SentChain {
            certificates: all.map(|cert| cert.clone().into_owned()).collect(),
            name: server_name.to_owned(),
        };
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        *sent = Some(chain);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.accepting.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.accepting.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.accepting.supported_verify_schemes()
    }
}
