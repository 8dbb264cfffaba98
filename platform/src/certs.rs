//! A small public key infrastructure, created anew for every platform.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use pkcs8::pkcs5::pbes2;
use pkcs8::{LineEnding, PrivateKeyInfo};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::crypto::aws_lc_rs;
use time::{Duration, OffsetDateTime};

use crate::config::ServerCert;

/// The password of `client-encrypted.key`.
pub const KEY_PASSWORD: &str = "northbound";

/// OpenSSL's default iteration count: enough for a key that protects nothing.
const KEY_ITERATIONS: u32 = 2048;

/// The platform's certificates and keys, as PEM text.
///
/// `ca.pem`, `server.pem`, `server.key`, `client.pem`, `client.key`,
/// `client-encrypted.key` (see [`KEY_PASSWORD`]), `expired-client.pem`,
/// `expired-client.key`, and from a CA that the platform does not trust:
/// `other-ca.pem`, `untrusted-client.pem`, `untrusted-client.key`.
#[derive(Debug)]
pub struct Certs {
    files: Vec<(&'static str, String)>,
    dir: Option<PathBuf>,
}

impl Certs {
    /// Returns the PEM text of this name.
    #[must_use]
    pub fn pem(&self, name: &str) -> Option<&str> {
        let file = self.files.iter().find(|(key, _)| *key == name)?;
        Some(&file.1)
    }

    /// The CA that issued the certificates of the platform and of its callers.
    #[must_use]
    pub fn ca(&self) -> &str {
        self.pem("ca.pem").unwrap_or_default()
    }

    /// A client certificate that the platform accepts.
    #[must_use]
    pub fn client(&self) -> &str {
        self.pem("client.pem").unwrap_or_default()
    }

    /// The key of [`Certs::client`], not encrypted.
    #[must_use]
    pub fn client_key(&self) -> &str {
        self.pem("client.key").unwrap_or_default()
    }

    /// All names, for [`Certs::pem`] and [`Certs::path`].
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.files.iter().map(|(name, _)| *name)
    }

    /// Path of the file of this name, if [`Config::certs`](crate::Config::certs) is set.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.pem(name)?;
        Some(self.dir.as_ref()?.join(name))
    }

    pub(crate) fn generate(server: ServerCert) -> Result<Self, CertError> {
        let ours = Authority::new("northbound platform CA")?;
        let other = Authority::new("another CA")?;
        let shown = server_certificate(&ours, server)?;
        let client = ours.client("northbound-client", Validity::Now)?;
        let expired = ours.client("northbound-client-expired", Validity::Past)?;
        let untrusted = other.client("northbound-client-untrusted", Validity::Now)?;
        let encrypted = encrypt(&client.key)?;
        let files = vec![
            ("ca.pem", ours.pem),
            ("server.pem", shown.pem),
            ("server.key", shown.key.serialize_pem()),
            ("client.pem", client.pem),
            ("client.key", client.key.serialize_pem()),
            ("client-encrypted.key", encrypted),
            ("expired-client.pem", expired.pem),
            ("expired-client.key", expired.key.serialize_pem()),
            ("untrusted-client.pem", untrusted.pem),
            ("untrusted-client.key", untrusted.key.serialize_pem()),
            ("other-ca.pem", other.pem),
        ];
        Ok(Self { files, dir: None })
    }

    /// Writes every file into `dir`, which is created if it is missing.
    pub(crate) fn write(&mut self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        for (name, pem) in &self.files {
            let is_key = Path::new(name).extension().is_some_and(|end| end == "key");
            let path = dir.join(name);
            // A file from an earlier run would keep its mode.
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(if is_key { 0o600 } else { 0o644 })
                .open(path)?
                .write_all(pem.as_bytes())?;
        }
        self.dir = Some(fs::canonicalize(dir)?);
        Ok(())
    }
}

/// An error while the certificates are created.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertError {
    /// A certificate could not be issued.
    #[error("cannot issue a certificate: {0}")]
    Issue(#[from] rcgen::Error),
    /// The client key could not be encrypted.
    #[error("cannot encrypt the client key: {0}")]
    Encrypt(String),
}

struct Issued {
    pem: String,
    key: KeyPair,
}

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Result<Self, CertError> {
        let mut params = named(name, Validity::Now, Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self {
            pem,
            issuer: Issuer::new(params, key),
        })
    }

    fn issue(&self, params: &CertificateParams) -> Result<Issued, CertError> {
        let key = KeyPair::generate()?;
        let pem = params.signed_by(&key, &self.issuer)?.pem();
        Ok(Issued { pem, key })
    }

    fn client(&self, name: &str, validity: Validity) -> Result<Issued, CertError> {
        let mut params = named(name, validity, Vec::new())?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(&params)
    }
}

fn server_certificate(ca: &Authority, kind: ServerCert) -> Result<Issued, CertError> {
    let hosts: &[&str] = match kind {
        ServerCert::WrongHost => &["other.example"],
        _ => &["localhost", "127.0.0.1", "::1"],
    };
    let validity = match kind {
        ServerCert::Expired => Validity::Past,
        _ => Validity::Now,
    };
    let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = named("northbound platform", validity, hosts)?;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if kind != ServerCert::SelfSigned {
        return ca.issue(&params);
    }
    let key = KeyPair::generate()?;
    let pem = params.self_signed(&key)?.pem();
    Ok(Issued { pem, key })
}

#[derive(Clone, Copy)]
enum Validity {
    Now,
    Past,
}

fn named(
    name: &str,
    validity: Validity,
    hosts: Vec<String>,
) -> Result<CertificateParams, CertError> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, name);
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    (params.not_before, params.not_after) = match validity {
        Validity::Now => {
            let now = OffsetDateTime::now_utc();
            (now - Duration::days(1), now + Duration::days(365))
        }
        Validity::Past => (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1)),
    };
    Ok(params)
}

fn encrypt(key: &KeyPair) -> Result<String, CertError> {
    let [mut salt, mut iv] = [[0; 16]; 2];
    for bytes in [&mut salt, &mut iv] {
        aws_lc_rs::default_provider()
            .secure_random
            .fill(bytes)
            .map_err(|_| CertError::Encrypt("the system has no random numbers".into()))?;
    }
    let params = pbes2::Parameters::pbkdf2_sha256_aes256cbc(KEY_ITERATIONS, &salt, &iv)
        .map_err(|error| CertError::Encrypt(error.to_string()))?;
    let plain = PrivateKeyInfo::try_from(key.serialized_der())
        .map_err(|error| CertError::Encrypt(error.to_string()))?;
    let sealed = plain
        .encrypt_with_params(params, KEY_PASSWORD)
        .map_err(|error| CertError::Encrypt(error.to_string()))?;
    let pem = sealed
        .to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF)
        .map_err(|error| CertError::Encrypt(error.to_string()))?;
    Ok(pem.to_string())
}
