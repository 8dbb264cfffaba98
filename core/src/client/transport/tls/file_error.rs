//! Errors of certificate and key files, and of the TLS settings.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::x509::RSA_BITS;
use crate::error::term::Term;

/// A certificate or key file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {fault}", path.display())]
pub(crate) struct FileError {
    pub(crate) path: PathBuf,
    pub(crate) fault: FileFault,
}

/// TLS settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsSetupError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{what} {}: {}", path.display(), unreadable(source))]
    Unreadable {
        what: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error(
        "this system has no CA certificates; name a file of CAs to trust \
         ({})",
        Term::CaFile
    )]
    NoSystemRoots,
    #[error("TLS cannot be set up: {0}")]
    Tls(rustls::Error),
}

/// The fault of a file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileFault {
    #[error("no PEM certificate in it (no -----BEGIN CERTIFICATE-----)")]
    NoCertificate,
    #[error(
        "no PEM certificate in it; if it is DER, \
         convert it with: openssl x509 -inform der -in OLD -out NEW"
    )]
    BinaryCertificate,
    #[error("the certificate in it is damaged")]
    BadCertificate,
    #[error("the certificate expired on {on}")]
    Expired { on: String },
    #[error("the certificate is not valid before {from}")]
    NotYetValid { from: String },
    #[error("no PEM private key in it (no -----BEGIN … PRIVATE KEY-----)")]
    NoKey,
    #[error(
        "no PEM private key in it; if it is DER, \
         convert it with: openssl pkey -inform der -in OLD -out NEW"
    )]
    BinaryKey,
    #[error(
        "the private key in it is damaged or of an unsupported type; supported are RSA keys, \
         EC keys (P-256, P-384 and P-521) and Ed25519 keys"
    )]
    BadKey,
    #[error("the RSA key in it has {0} bits; at least {RSA_BITS} are needed")]
    ShortKey(u32),
    #[error(
        "{0} is encrypted; give its password ({setting})",
        setting = Term::KeyPassword
    )]
    PasswordMissing(Encrypted),
    #[error("wrong password for {0}")]
    PasswordWrong(Encrypted),
    #[error(
        "the private key is encrypted with {0}, which is not supported; \
         convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW"
    )]
    KeyCipher(String),
    #[error("the PKCS#12 archive is damaged")]
    BadArchive,
    #[error(
        "the PKCS#12 archive is protected in a way that is not supported ({0}); convert it \
         with: openssl pkcs12 -in OLD -out NEW, which writes PEM"
    )]
    ArchiveCipher(String),
    #[error("no certificate in the PKCS#12 archive")]
    ArchiveWithoutCertificate,
    #[error("no private key in the PKCS#12 archive")]
    ArchiveWithoutKey,
    #[error("several private keys in the PKCS#12 archive; it must have one")]
    SeveralKeys,
    #[error(
        "a PKCS#12 archive, but CAs are read from PEM; \
         convert it with: openssl pkcs12 -in OLD -nokeys -out NEW"
    )]
    ArchiveOfCas,
    #[error(
        "no private key for this client certificate; add it to the file, or name its file \
         ({})",
        Term::ClientKey
    )]
    KeyMissing,
    #[error("certificate and key do not match: this is not the private key of {}", cert.display())]
    KeyMismatch { cert: PathBuf },
    #[error("not usable as a CA certificate: {0}")]
    BadCa(rustls::Error),
}

/// The part of a file that is encrypted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Encrypted {
    Key,
    Archive,
}

impl fmt::Display for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "the private key",
            Self::Archive => "the PKCS#12 archive",
        })
    }
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "permission denied: this user may not read it".to_owned()
        }
        _ => format!("cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_file_cannot_be_read() {
        for (kind, says) in [
            (io::ErrorKind::NotFound, "no such file"),
            (io::ErrorKind::PermissionDenied, "this user may not read it"),
            (
                io::ErrorKind::IsADirectory,
                "cannot be read: is a directory",
            ),
        ] {
            let text = unreadable(&io::Error::from(kind));
            assert!(text.contains(says), "{text}");
        }
    }
}
