//! The files with certificates and keys.

use std::time::{Duration, SystemTime};

use northbound::TlsSettings;
use northbound::client::{CertificateInfo, Verify};

use super::check::Check;
use crate::token::span;

/// A certificate that ends within this time wants to be renewed.
const SOON: Duration = Duration::from_secs(30 * 86_400);

/// Checks the CAs to trust.
pub(super) fn trusted(tls: &TlsSettings) -> Check {
    const NAME: &str = "CA file";
    if tls.verify == Verify::None {
        let detail = "tls_verify is insecure: anyone on the network can read and change calls";
        let fix = "set northbound.tls_verify = full, and northbound.ca_file to the platform's CA";
        return Check::warning(NAME, detail).fix(fix);
    }
    let certificates = match tls.trusted_certificates() {
        Ok(Some(certificates)) => certificates,
        Ok(None) => return Check::ok(NAME, "none; the CAs of this system are trusted"),
        Err(error) => {
            let fix = match error.desc().contains("permission denied") {
                true => "let this user read the file that northbound.ca_file names",
                false => "set northbound.ca_file to a PEM file with the CA of the platform",
            };
            return Check::failed(NAME, error.desc()).fix(fix);
        }
    };
    let subjects: Vec<&str> = certificates
        .iter()
        .map(|cert| cert.subject.as_str())
        .collect();
    let last = certificates.iter().map(|cert| cert.not_after).max();
    let first = subjects.first().copied().unwrap_or_default();
    let detail = match subjects.len() {
        1 => first.to_owned(),
        count => format!("{count} certificates, the first is {first}"),
    };
    let check = match last {
        Some(last) => with_validity(NAME, detail, last, "northbound.ca_file"),
        None => Check::ok(NAME, detail),
    };
    check.fact("subjects", subjects)
}

/// Checks the client's certificate and its key.
pub(super) fn client(tls: &TlsSettings) -> Check {
    const NAME: &str = "client certificate";
    match tls.client_certificate() {
        Ok(None) => Check::ok(NAME, "none is set (northbound.client_cert)"),
        Ok(Some(cert)) => {
            let detail = format!("{}; its key matches", describe(&cert));
            let check = with_validity(NAME, detail, cert.not_after, "northbound.client_cert");
            check
                .fact("subject", cert.subject)
                .fact("names", cert.names)
        }
        Err(error) => Check::failed(NAME, error.desc()).fix(
            "check northbound.client_cert, northbound.client_key and \
             northbound.client_key_password",
        ),
    }
}

/// Returns whose certificate it is.
pub(super) fn describe(cert: &CertificateInfo) -> String {
    match cert.names[..] {
        [] => cert.subject.clone(),
        _ => format!("{} for {}", cert.subject, cert.names.join(", ")),
    }
}

/// Adds how long a certificate is valid.
pub(super) fn with_validity(
    name: &'static str,
    detail: String,
    end: SystemTime,
    setting: &str,
) -> Check {
    let Ok(left) = end.duration_since(SystemTime::now()) else {
        let fix = format!("get a new certificate, and name it in {setting}");
        return Check::failed(name, format!("{detail}; it has expired")).fix(fix);
    };
    let days = left.as_secs() / 86_400;
    let detail = format!("{detail}; valid for {}", span(left));
    let check = match left < SOON {
        true => {
            let fix = format!("get a new certificate, and name it in {setting}");
            Check::warning(name, detail).fix(fix)
        }
        false => Check::ok(name, detail),
    };
    check.fact("daysLeft", days)
}
