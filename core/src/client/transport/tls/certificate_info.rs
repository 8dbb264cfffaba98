//! Certificates as text, for people who look for what is wrong with one.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pkcs8::der::{Decode, Encode};
use rustls_pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;

use super::x509::Facts;

/// A certificate: whose it is, who issued it, and when it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateInfo {
    /// Distinguished name of the owner, such as `CN=iot.example.com`.
    pub subject: String,
    /// Distinguished name of the CA that signed it.
    pub issuer: String,
    /// DNS names and IP addresses of the owner (subjectAltName).
    pub names: Vec<String>,
    /// Begin of the validity.
    pub not_before: SystemTime,
    /// End of the validity.
    pub not_after: SystemTime,
}

impl CertificateInfo {
    /// Reads a certificate, without verification; `None` if it is damaged.
    pub(crate) fn read(cert: &CertificateDer<'_>) -> Option<Self> {
        let facts = Facts::read(cert).ok()?;
        let time = |since: Duration| UNIX_EPOCH.checked_add(since);
        Some(Self {
            subject: name(&facts.subject),
            issuer: name(&facts.issuer),
            names: names(cert),
            not_before: time(facts.not_before.unix_duration())?,
            not_after: time(facts.not_after.unix_duration())?,
        })
    }
}

fn name(der: &[u8]) -> String {
    Name::from_der(der).map_or_else(|_| "unreadable".to_owned(), |name| name.to_string())
}

/// Returns the names in subjectAltName; none for a certificate that has none, or that
/// cannot be parsed as a whole.
fn names(cert: &CertificateDer<'_>) -> Vec<String> {
    let Ok(cert) = Certificate::from_der(cert) else {
        return Vec::new();
    };
    let Ok(Some((_, SubjectAltName(names)))) = cert.tbs_certificate.get::<SubjectAltName>() else {
        return Vec::new();
    };
    let text = |name: &GeneralName| match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        GeneralName::IpAddress(bytes) => {
            let bytes = bytes.as_bytes();
            let v4 = <[u8; 4]>::try_from(bytes).map(std::net::IpAddr::from);
            let v6 = <[u8; 16]>::try_from(bytes).map(std::net::IpAddr::from);
            v4.or(v6).ok().map(|address| address.to_string())
        }
        other => other
            .to_der()
            .ok()
            .map(|_| "another kind of name".to_owned()),
    };
    names.iter().filter_map(text).collect()
}
