//! TLS settings, and the files that they name.

mod ca_as_server;
mod certificate_file;
mod certificate_info;
mod file_error;
pub(crate) mod inspection;
mod legacy_pem;
mod pkcs12;
mod tls_error;
mod verifier;
mod x509;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{CertificateError, RootCertStore};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use secrecy::{ExposeSecret, SecretString};

use crate::NorthApiError;
use crate::error::code::ClientCode;
use crate::error::term::Term;
use certificate_file::CertificateFile;
pub use certificate_info::CertificateInfo;
use file_error::{FileError, FileFault, TlsSetupError};
use verifier::{TlsProxy, Trust, Verifier};

pub(crate) use verifier::CertificateRejection;
use x509::Facts;

pub(crate) use tls_error::{describe, describe_late};

/// The checks of the platform's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Verify {
    /// A trusted CA signed it, and it is for the platform's address.
    #[default]
    Full,
    /// A trusted CA signed it. For platforms with an IP address that their certificate
    /// does not contain.
    Ca,
    /// No check. Anyone on the network can read and change the traffic.
    None,
}

/// The files and the checks of TLS.
///
/// ```no_run
/// use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
///
/// fn connect(config: ClientConfig) -> Result<Client, NorthApiError> {
///     let tls = TlsSettings::default()
///         .with_ca_file("/etc/northbound/ca.pem")
///         .with_client_cert("/etc/northbound/client.p12")
///         .with_key_password("password");
///     Client::new(config, &tls)
/// }
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct TlsSettings {
    /// The checks of the platform's certificate.
    pub verify: Verify,
    /// PEM or PKCS#12 file with the client's certificate. It may contain the private
    /// key too.
    pub client_cert: Option<PathBuf>,
    /// PEM or PKCS#12 file with the client's private key, if `client_cert` contains
    /// none.
    pub client_key: Option<PathBuf>,
    /// Password of the private key or the PKCS#12 file, if encrypted.
    pub key_password: Option<SecretString>,
    /// PEM file with the CAs to trust instead of the system's. If it contains the
    /// platform's certificate itself, that certificate is trusted without a CA.
    pub ca_file: Option<PathBuf>,
    /// File that is used instead of `client_key` if it contains a private key, or else
    /// instead of `ca_file`: `SSLConfig::trustCAPath`.
    pub trust: Option<PathBuf>,
}

impl TlsSettings {
    /// Sets the checks of the platform's certificate.
    #[must_use]
    pub fn with_verify(mut self, verify: Verify) -> Self {
        self.verify = verify;
        self
    }

    /// Sets the file with the client's certificate.
    #[must_use]
    pub fn with_client_cert(mut self, file: impl Into<PathBuf>) -> Self {
        self.client_cert = Some(file.into());
        self
    }

    /// Sets the file with the client's private key.
    #[must_use]
    pub fn with_client_key(mut self, file: impl Into<PathBuf>) -> Self {
        self.client_key = Some(file.into());
        self
    }

    /// Sets the password of the private key or the PKCS#12 file.
    #[must_use]
    pub fn with_key_password(mut self, password: impl Into<SecretString>) -> Self {
        self.key_password = Some(password.into());
        self
    }

    /// Sets the file with the CAs to trust.
    #[must_use]
    pub fn with_ca_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(file.into());
        self
    }

    /// Sets the file that contains a private key or CAs.
    #[must_use]
    pub fn with_trust(mut self, file: impl Into<PathBuf>) -> Self {
        self.trust = Some(file.into());
        self
    }

    /// Returns the settings in a form that can be compared.
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

/// The files that [`TlsSettings`] name, with their content.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    client_cert: Option<CertificateFile>,
    client_key: Option<CertificateFile>,
    ca: Option<CertificateFile>,
}

impl TlsFiles {
    /// Reads the files, and decides what `trust` is used for.
    pub(crate) fn read(settings: &TlsSettings) -> Result<Self, NorthApiError> {
        let read = |path: &Option<PathBuf>, what| {
            path.as_deref()
                .map(|path| CertificateFile::read(path, what).map_err(ssl_config))
                .transpose()
        };
        let client_cert = read(&settings.client_cert, "the client certificate")?;
        let trust = read(&settings.trust, Term::Trust.name())?;
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

    /// Checks the certificates and creates rustls's configuration.
    pub(crate) fn configure(
        &self,
        settings: &TlsSettings,
    ) -> Result<rustls::ClientConfig, NorthApiError> {
        self.build(settings, None).map_err(ssl_config)
    }

    /// Creates the configuration for calls through a proxy that is reached over TLS, at
    /// this host.
    pub(crate) fn configure_with_proxy(
        &self,
        settings: &TlsSettings,
        host: &str,
    ) -> Result<rustls::ClientConfig, NorthApiError> {
        self.build(settings, Some(host)).map_err(ssl_config)
    }

    fn build(
        &self,
        settings: &TlsSettings,
        proxy: Option<&str>,
    ) -> Result<rustls::ClientConfig, TlsSetupError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = Verifier {
            trust: self.trust(settings.verify)?,
            proxy: proxy.map(|host| self.proxy(host)).transpose()?.flatten(),
            provider: Arc::clone(&provider),
        };
        self.build_with(settings, provider, Arc::new(verifier))
    }

    fn build_with(
        &self,
        settings: &TlsSettings,
        provider: Arc<CryptoProvider>,
        verifier: Arc<dyn ServerCertVerifier>,
    ) -> Result<rustls::ClientConfig, TlsSetupError> {
        let builder = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(TlsSetupError::Tls)?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let Some(cert) = &self.client_cert else {
            return Ok(builder.with_no_client_auth());
        };
        let identity = self.identity(cert, settings.key_password.as_ref(), &provider)?;
        Ok(builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(identity))))
    }

    fn trust(&self, verify: Verify) -> Result<Option<Trust>, TlsSetupError> {
        if verify == Verify::None {
            return Ok(None);
        }
        let mut trust = Trust::default();
        if let Some(file) = &self.ca {
            trust = named_trust(file)?;
        } else {
            add_system_roots(&mut trust.roots);
            if trust.roots.is_empty() {
                return Err(TlsSetupError::NoSystemRoots);
            }
        }
        trust.name = verify == Verify::Full;
        Ok(Some(trust))
    }

    /// Returns the trust in a proxy that is reached over TLS; `None` if its host is not a
    /// name that a certificate can have.
    ///
    /// A proxy belongs to a company's network, and the platform has a CA of its own. So
    /// the system's CAs count for the proxy even if a CA is named for the platform. The
    /// setting of the checks does not, since the proxy gets a password.
    fn proxy(&self, host: &str) -> Result<Option<TlsProxy>, TlsSetupError> {
        let mut trust = match &self.ca {
            Some(file) => named_trust(file)?,
            None => Trust::default(),
        };
        add_system_roots(&mut trust.roots);
        if trust.roots.is_empty() {
            return Err(TlsSetupError::NoSystemRoots);
        }
        let name = ServerName::try_from(host.to_owned()).ok();
        Ok(name.map(|name| TlsProxy { name, trust }))
    }

    /// Returns the client's certificate chain and private key. The certificate must be
    /// valid today.
    fn identity(
        &self,
        cert: &CertificateFile,
        password: Option<&SecretString>,
        provider: &CryptoProvider,
    ) -> Result<CertifiedKey, FileError> {
        let certificates = cert.certificates(password)?;
        let key_file =
            (self.client_key.as_ref()).ok_or_else(|| cert.error(FileFault::KeyMissing))?;
        let key = key_file.private_key(password)?;
        let certificates = with_facts(certificates).map_err(|fault| cert.error(fault))?;
        let key = provider.key_provider.load_private_key(key).map_err(|_| {
            let short = |(_, facts): &(_, Facts)| facts.short_rsa_key();
            let short = certificates.iter().find_map(short);
            key_file.error(short.map_or(FileFault::BadKey, FileFault::ShortKey))
        })?;
        let public = key.public_key();
        // The certificates in an archive are in any order.
        let own = certificates.iter().position(|(_, facts)| {
            (public.as_ref()).is_none_or(|public| *public == facts.public_key)
        });
        let own = own.ok_or_else(|| {
            key_file.error(FileFault::KeyMismatch {
                cert: cert.path().to_owned(),
            })
        })?;
        let chain = chain(certificates, own).map_err(|fault| cert.error(fault))?;
        Ok(CertifiedKey::new(chain, key))
    }
}

/// Returns the trust in the certificates of a file.
fn named_trust(file: &CertificateFile) -> Result<Trust, TlsSetupError> {
    let mut trust = Trust {
        pinned: file.cas()?,
        file: Some(file.path().to_owned()),
        ..Trust::default()
    };
    for cert in &trust.pinned {
        let added = trust.roots.add(cert.clone());
        added.map_err(|error| file.error(FileFault::BadCa(error)))?;
    }
    Ok(trust)
}

fn add_system_roots(roots: &mut RootCertStore) {
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
}

fn with_facts(
    certificates: Vec<CertificateDer<'static>>,
) -> Result<Vec<(CertificateDer<'static>, Facts)>, FileFault> {
    let read = |cert: CertificateDer<'static>| {
        let facts = Facts::read(&cert).map_err(|_| FileFault::BadCertificate)?;
        Ok((cert, facts))
    };
    certificates.into_iter().map(read).collect()
}

/// Returns the client's certificate, then the issuer of each, then the other
/// certificates.
fn chain(
    mut certificates: Vec<(CertificateDer<'static>, Facts)>,
    own: usize,
) -> Result<Vec<CertificateDer<'static>>, FileFault> {
    let (cert, mut last) = certificates.remove(own);
    match last.check_dates(UnixTime::now()) {
        Ok(()) => {}
        Err(CertificateError::ExpiredContext { .. }) => {
            let on = last.not_after.to_string();
            return Err(FileFault::Expired { on });
        }
        Err(_) => {
            let from = last.not_before.to_string();
            return Err(FileFault::NotYetValid { from });
        }
    }
    let mut chain = vec![cert];
    while let Some(next) = (certificates.iter())
        .position(|(_, facts)| last.issuer != last.subject && facts.subject == last.issuer)
    {
        let (cert, facts) = certificates.remove(next);
        chain.push(cert);
        last = facts;
    }
    chain.extend(certificates.into_iter().map(|(cert, _)| cert));
    Ok(chain)
}

fn ssl_config(error: TlsSetupError) -> NorthApiError {
    NorthApiError::client(ClientCode::SslConfig, error.to_string()).with_source(error)
}
