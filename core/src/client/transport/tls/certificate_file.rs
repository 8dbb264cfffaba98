//! Files with certificates and keys: PEM or PKCS#12, detected by their content.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use pkcs8::EncryptedPrivateKeyInfo;
use rustls_pki_types::pem::{self, PemObject, SectionKind};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use secrecy::{ExposeSecret, SecretString};

use super::file_error::{Encrypted, FileError, FileFault, TlsSetupError};
use super::legacy_pem;
use super::pkcs12;
use super::pkcs12::Archive;

/// The path and the content of a file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CertificateFile {
    path: PathBuf,
    content: Vec<u8>,
}

/// Leaves the content out, since it may contain a private key.
impl fmt::Debug for CertificateFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CertificateFile").field(&self.path).finish()
    }
}

impl CertificateFile {
    /// Reads the file. `what` is its role, for error messages, which show where a relative
    /// path leads.
    pub(crate) fn read(path: &Path, what: &'static str) -> Result<Self, TlsSetupError> {
        let absolute = match path.is_relative() {
            true => std::path::absolute(path).ok(),
            false => None,
        };
        let path = absolute.unwrap_or_else(|| path.to_owned());
        match fs::read(&path) {
            Ok(content) => Ok(Self { path, content }),
            Err(source) => Err(TlsSetupError::Unreadable { what, path, source }),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Creates an error for this file.
    pub(crate) fn error(&self, fault: FileFault) -> FileError {
        FileError {
            path: self.path.clone(),
            fault,
        }
    }

    fn is_archive(&self) -> bool {
        pkcs12::is_archive(&self.content)
    }

    /// True if the content begins like DER.
    fn is_binary(&self) -> bool {
        self.content.first() == Some(&0x30)
    }

    /// True if the file contains a private key, encrypted or not.
    pub(crate) fn has_private_key(&self) -> bool {
        self.is_archive() || memchr::memmem::find(&self.content, b"PRIVATE KEY-----").is_some()
    }

    /// Returns the CAs in the file; at least one.
    pub(crate) fn cas(&self) -> Result<Vec<CertificateDer<'static>>, FileError> {
        if self.is_archive() {
            return Err(self.error(FileFault::ArchiveOfCas));
        }
        self.certificates(None)
    }

    /// Returns the certificates in the file, in their order; at least one.
    pub(crate) fn certificates(
        &self,
        password: Option<&SecretString>,
    ) -> Result<Vec<CertificateDer<'static>>, FileError> {
        let (certificates, if_empty) = if self.is_archive() {
            let archive = self.archive(password)?;
            (archive.certificates, FileFault::ArchiveWithoutCertificate)
        } else {
            let certificates =
                CertificateDer::pem_slice_iter(&self.pem()).collect::<Result<_, _>>();
            let certificates: Vec<_> =
                certificates.map_err(|_| self.error(FileFault::BadCertificate))?;
            let if_empty = if self.is_binary() {
                FileFault::BinaryCertificate
            } else {
                FileFault::NoCertificate
            };
            (certificates, if_empty)
        };
        if certificates.is_empty() {
            return Err(self.error(if_empty));
        }
        Ok(certificates)
    }

    /// Returns the private key in the file: PKCS#8, PKCS#1 or SEC1, in plain text or
    /// encrypted with `password`.
    pub(crate) fn private_key(
        &self,
        password: Option<&SecretString>,
    ) -> Result<PrivateKeyDer<'static>, FileError> {
        if self.is_archive() {
            let key = self.archive(password)?.key;
            return key.ok_or_else(|| self.error(FileFault::ArchiveWithoutKey));
        }
        if let Some(encrypted) = self.encrypted_pkcs8()? {
            return self.decrypt_pkcs8(&encrypted, password);
        }
        let key = PrivateKeyDer::from_pem_slice(&self.pem()).map_err(|error| {
            self.error(match error {
                pem::Error::NoItemsFound if self.is_binary() => FileFault::BinaryKey,
                pem::Error::NoItemsFound => FileFault::NoKey,
                _ => FileFault::BadKey,
            })
        })?;
        match legacy_pem::LegacyKey::find(&self.content) {
            None => Ok(key),
            Some(Err(())) => Err(self.error(FileFault::BadKey)),
            Some(Ok(encrypted)) => self.decrypt_legacy(&encrypted, key, password),
        }
    }

    fn pem(&self) -> Cow<'_, [u8]> {
        legacy_pem::without_headers(&self.content)
    }

    fn archive(&self, password: Option<&SecretString>) -> Result<Archive, FileError> {
        let text = password.map_or("", ExposeSecret::expose_secret);
        Archive::open(&self.content, text).map_err(|failure| {
            self.error(match failure {
                pkcs12::ArchiveError::Password if text.is_empty() => {
                    FileFault::PasswordMissing(Encrypted::Archive)
                }
                pkcs12::ArchiveError::Password => FileFault::PasswordWrong(Encrypted::Archive),
                pkcs12::ArchiveError::Unsupported(what) => {
                    FileFault::ArchiveCipher(what.to_string())
                }
                pkcs12::ArchiveError::SeveralKeys => FileFault::SeveralKeys,
                pkcs12::ArchiveError::Damaged => FileFault::BadArchive,
            })
        })
    }

    /// Returns the DER of an encrypted PKCS#8 key, if the file contains one.
    fn encrypted_pkcs8(&self) -> Result<Option<Vec<u8>>, FileError> {
        let label = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
        let Some(start) = memchr::memmem::find(&self.content, label) else {
            return Ok(None);
        };
        let text = self.content.get(start..).unwrap_or_default();
        let damaged = || self.error(FileFault::BadKey);
        let end = b"-----END ENCRYPTED PRIVATE KEY-----";
        let length = memchr::memmem::find(text, end).ok_or_else(damaged)? + end.len();
        let text = text
            .get(..length)
            .and_then(|text| std::str::from_utf8(text).ok());
        let (_, der) =
            pkcs8::SecretDocument::from_pem(text.ok_or_else(damaged)?).map_err(|_| damaged())?;
        Ok(Some(der.as_bytes().to_vec()))
    }

    fn decrypt_pkcs8(
        &self,
        encrypted: &[u8],
        password: Option<&SecretString>,
    ) -> Result<PrivateKeyDer<'static>, FileError> {
        let password =
            password.ok_or_else(|| self.error(FileFault::PasswordMissing(Encrypted::Key)))?;
        let info = EncryptedPrivateKeyInfo::try_from(encrypted)
            .map_err(|_| self.error(FileFault::BadKey))?;
        let decrypted = info
            .decrypt(password.expose_secret())
            .map_err(|_| self.error(FileFault::PasswordWrong(Encrypted::Key)))?;
        Ok(PrivatePkcs8KeyDer::from(decrypted.as_bytes().to_vec()).into())
    }

    fn decrypt_legacy(
        &self,
        encrypted: &legacy_pem::LegacyKey<'_>,
        key: PrivateKeyDer<'static>,
        password: Option<&SecretString>,
    ) -> Result<PrivateKeyDer<'static>, FileError> {
        let password =
            password.ok_or_else(|| self.error(FileFault::PasswordMissing(Encrypted::Key)))?;
        let decrypted = encrypted.open(key.secret_der(), password.expose_secret());
        let decrypted = decrypted.map_err(|failure| {
            self.error(match failure {
                legacy_pem::LegacyKeyError::Password => FileFault::PasswordWrong(Encrypted::Key),
                legacy_pem::LegacyKeyError::Cipher(name) => FileFault::KeyCipher(name),
            })
        })?;
        let kind = match key {
            PrivateKeyDer::Pkcs1(_) => SectionKind::RsaPrivateKey,
            PrivateKeyDer::Sec1(_) => SectionKind::EcPrivateKey,
            _ => SectionKind::PrivateKey,
        };
        PrivateKeyDer::from_pem(kind, decrypted).ok_or_else(|| self.error(FileFault::BadKey))
    }
}
