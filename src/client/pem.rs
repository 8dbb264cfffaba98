//! PEM files: reading them, and saying what is wrong with them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pkcs8::EncryptedPrivateKeyInfo;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use secrecy::{ExposeSecret, SecretString};
use x509_parser::prelude::{FromDer, X509Certificate};

/// A certificate or key file that cannot be used, and why.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{what} {}: {}", path.display(), unreadable(source))]
    Unreadable {
        what: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("{}: no PEM certificate in it (no -----BEGIN CERTIFICATE-----)", .0.display())]
    NoCertificate(PathBuf),
    #[error("{}: the certificate in it is damaged", .0.display())]
    BadCertificate(PathBuf),
    #[error("{}: the certificate expired on {on}", path.display())]
    Expired { path: PathBuf, on: String },
    #[error("{}: the certificate is not valid before {from}", path.display())]
    NotYetValid { path: PathBuf, from: String },
    #[error("{}: no PEM private key in it (no -----BEGIN … PRIVATE KEY-----)", .0.display())]
    NoKey(PathBuf),
    #[error("{}: the private key in it is damaged or of an unknown kind", .0.display())]
    BadKey(PathBuf),
    #[error(
        "{}: the private key is encrypted; give its password \
         (SSLConfig::selfCertPwd or northbound.client_key_password)", .0.display()
    )]
    PasswordMissing(PathBuf),
    #[error("{}: the password does not open the private key", .0.display())]
    PasswordWrong(PathBuf),
    #[error(
        "{}: the private key is encrypted in OpenSSL's old way; \
         convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW", .0.display()
    )]
    LegacyEncryption(PathBuf),
    #[error(
        "{}: no private key for this client certificate; add it to the file, or name its file \
         (SSLConfig::trustCAPath or northbound.client_key)", cert.display()
    )]
    KeyMissing { cert: PathBuf },
    #[error("{}: the private key does not belong to the certificate {}: {source}",
        key.display(), cert.display())]
    KeyMismatch {
        cert: PathBuf,
        key: PathBuf,
        source: rustls::Error,
    },
    #[error("{}: not usable as a CA certificate: {source}", path.display())]
    BadCa {
        path: PathBuf,
        source: rustls::Error,
    },
    #[error(
        "this system has no CA certificates; name a file of CAs to trust \
         (northbound.ca_file or SSLConfig::trustCAPath)"
    )]
    NoSystemRoots,
    #[error("TLS cannot be set up: {0}")]
    Tls(rustls::Error),
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read by this user".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// A PEM file as it was when it was read.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CertificateFile {
    path: PathBuf,
    content: Vec<u8>,
}

/// The content may hold a private key.
impl std::fmt::Debug for CertificateFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CertificateFile").field(&self.path).finish()
    }
}

impl CertificateFile {
    /// Reads the file; `what` names its role in an error.
    pub(crate) fn read(path: &Path, what: &'static str) -> Result<Self, Error> {
        match fs::read(path) {
            Ok(content) => Ok(Self {
                path: path.to_owned(),
                content,
            }),
            Err(source) => Err(Error::Unreadable {
                what,
                path: path.to_owned(),
                source,
            }),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file holds a private key, encrypted or not.
    pub(crate) fn has_private_key(&self) -> bool {
        memchr::memmem::find(&self.content, b"PRIVATE KEY-----").is_some()
    }

    /// The certificates in the file; at least one.
    pub(crate) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, Error> {
        let certs = CertificateDer::pem_slice_iter(&self.content)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Error::BadCertificate(self.path.clone()))?;
        if certs.is_empty() {
            return Err(Error::NoCertificate(self.path.clone()));
        }
        Ok(certs)
    }

    /// The certificates in the file, of which the first is the client's own
    /// and valid today.
    pub(crate) fn valid_chain(&self) -> Result<Vec<CertificateDer<'static>>, Error> {
        let chain = self.certificates()?;
        let own = chain
            .first()
            .and_then(|cert| X509Certificate::from_der(cert).ok())
            .ok_or_else(|| Error::BadCertificate(self.path.clone()))?;
        let validity = own.1.validity();
        let now = x509_parser::time::ASN1Time::now();
        if now > validity.not_after {
            return Err(Error::Expired {
                path: self.path.clone(),
                on: validity.not_after.to_string(),
            });
        }
        if now < validity.not_before {
            return Err(Error::NotYetValid {
                path: self.path.clone(),
                from: validity.not_before.to_string(),
            });
        }
        Ok(chain)
    }

    /// The private key in the file: PKCS#8, PKCS#1 or SEC1, or encrypted
    /// PKCS#8 that `password` opens.
    pub(crate) fn private_key(
        &self,
        password: Option<&SecretString>,
    ) -> Result<PrivateKeyDer<'static>, Error> {
        if memchr::memmem::find(&self.content, b"Proc-Type: 4,ENCRYPTED").is_some() {
            return Err(Error::LegacyEncryption(self.path.clone()));
        }
        match self.encrypted_key()? {
            None => PrivateKeyDer::from_pem_slice(&self.content).map_err(|error| match error {
                rustls_pki_types::pem::Error::NoItemsFound => Error::NoKey(self.path.clone()),
                _ => Error::BadKey(self.path.clone()),
            }),
            Some(der) => {
                let password = password.ok_or_else(|| Error::PasswordMissing(self.path.clone()))?;
                let info = EncryptedPrivateKeyInfo::try_from(der.as_slice())
                    .map_err(|_| Error::BadKey(self.path.clone()))?;
                let opened = info
                    .decrypt(password.expose_secret())
                    .map_err(|_| Error::PasswordWrong(self.path.clone()))?;
                Ok(PrivatePkcs8KeyDer::from(opened.as_bytes().to_vec()).into())
            }
        }
    }

    fn encrypted_key(&self) -> Result<Option<Vec<u8>>, Error> {
        let label = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
        let Some(start) = memchr::memmem::find(&self.content, label) else {
            return Ok(None);
        };
        let damaged = || Error::BadKey(self.path.clone());
        let text = std::str::from_utf8(self.content.get(start..).unwrap_or_default())
            .map_err(|_| damaged())?;
        let end = text
            .find("-----END ENCRYPTED PRIVATE KEY-----")
            .ok_or_else(damaged)?;
        let document = text
            .get(..end + "-----END ENCRYPTED PRIVATE KEY-----".len())
            .ok_or_else(damaged)?;
        let (_, der) = pkcs8::SecretDocument::from_pem(document).map_err(|_| damaged())?;
        Ok(Some(der.as_bytes().to_vec()))
    }
}
