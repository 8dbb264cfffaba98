//! Error messages for a failed handshake, with the setting to change.

use pkcs8::der::DateTime;
use rustls::{AlertDescription, CertificateError, OtherError, PeerIncompatible};
use rustls_pki_types::{ServerName, UnixTime};

use super::verifier::CertificateRejection;
use crate::error::term::Term;

fn name_ca() -> String {
    format!("name the CA's certificate in {}", Term::CaFile)
}

/// Returns the advice for certificates that cannot be verified through a CA.
fn pin_certificate() -> String {
    format!(
        "to trust it anyway, put this certificate itself into {}",
        Term::CaFile
    )
}

/// Describes an error and its solution.
pub(crate) fn describe(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(bad) => {
            format!("the platform's certificate {}", describe_certificate(bad))
        }
        rustls::Error::AlertReceived(alert) => describe_alert(*alert),
        rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::SupportedVersionsExtensionRequired,
        ) => old_version("an older version"),
        other => other.to_string(),
    }
}

fn describe_certificate(bad: &CertificateError) -> String {
    use CertificateError as Bad;
    match bad {
        Bad::ExpiredContext { not_after, .. } => {
            format!("has expired: it was valid until {}", date(*not_after))
        }
        Bad::Expired => "has expired".to_owned(),
        Bad::NotValidYetContext { not_before, .. } => format!(
            "is not valid before {}; check this machine's clock",
            date(*not_before)
        ),
        Bad::NotValidForNameContext {
            expected,
            presented,
        } => describe_names(expected, presented),
        Bad::BadSignature => format!(
            "is not signed with the key of the trusted CA that has its issuer's name; the CA may \
             have a new key; {}, and restart this program if the file was replaced",
            name_ca()
        ),
        Bad::UnsupportedSignatureAlgorithmContext { .. }
        | Bad::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            format!(
                "has a signature algorithm that is not accepted, such as SHA-1; {}",
                pin_certificate()
            )
        }
        Bad::Other(other) => describe_other(other),
        _ => format!("is not valid ({bad})"),
    }
}

fn describe_other(OtherError(error): &OtherError) -> String {
    if let Some(rejection) = error.downcast_ref::<CertificateRejection>() {
        return match rejection {
            CertificateRejection::UnknownIssuer(_) => {
                format!("{rejection}; {}", name_ca())
            }
            CertificateRejection::Version1 => {
                format!(
                    "{rejection}; {}, under {}",
                    pin_certificate(),
                    Term::VerifyCa
                )
            }
            CertificateRejection::ShortKey(_) => {
                format!("{rejection}; only {} accepts it", Term::VerifyNone)
            }
        };
    }
    match error.downcast_ref::<webpki::Error>() {
        Some(webpki::Error::CaUsedAsEndEntity) => {
            format!(
                "is marked as a CA (basicConstraints CA:TRUE), and no CA in {} signed it \
                 directly for a server; {}",
                Term::CaFile,
                pin_certificate()
            )
        }
        _ => format!("is not valid ({error})"),
    }
}

fn describe_names(expected: &ServerName<'_>, presented: &[String]) -> String {
    let is_ip = matches!(expected, ServerName::IpAddress(_));
    let expected = expected.to_str();
    if presented.is_empty() {
        return format!(
            "has no subjectAltName (a common name is not used), so it does not match {expected}; \
             set {} to accept it",
            Term::VerifyCa
        );
    }
    if is_ip && presented.iter().any(|name| name_only(name) == expected) {
        return format!(
            "contains {expected} as a DNS name, but an IP address must be an iPAddress entry of \
             subjectAltName; make a new certificate with IP:{expected} instead of \
             DNS:{expected}, or set {} to accept it",
            Term::VerifyCa
        );
    }
    let names: Vec<&str> = presented.iter().map(|name| name_only(name)).collect();
    format!(
        "does not match the address: it is for {}, not for {expected}; \
         set {} to accept it",
        names.join(", "),
        Term::VerifyCa
    )
}

/// Returns the name in `DnsName("example.com")` or `IpAddress(127.0.0.1)`.
fn name_only(name: &str) -> &str {
    let inner = name
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(name).trim_matches('"')
}

/// Describes an alert that came after the handshake, in place of the response.
pub(crate) fn describe_late(error: &rustls::Error) -> String {
    match error {
        rustls::Error::AlertReceived(
            alert @ (AlertDescription::HandshakeFailure | AlertDescription::NoRenegotiation),
        ) => format!(
            "the platform ended the connection ({alert:?}) after the request was sent; most \
             likely it started a TLS 1.2 renegotiation to ask for a client certificate, which is \
             not supported; set it to ask for the certificate in the first handshake, or to use \
             TLS 1.3"
        ),
        other => describe(other),
    }
}

/// Describes the alert with which the platform ended the handshake.
fn describe_alert(alert: AlertDescription) -> String {
    use AlertDescription as Alert;
    match alert {
        Alert::CertificateRequired
        | Alert::NoCertificate
        | Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        | Alert::AccessDenied => format!(
            "the platform did not accept the client certificate ({alert:?}); \
             check {}",
            Term::ClientCert
        ),
        Alert::ProtocolVersion => old_version("only older versions"),
        // Servers send the same alert for both reasons.
        Alert::HandshakeFailure | Alert::InsufficientSecurity => format!(
            "the platform ended the handshake ({alert:?}): either it wants a client certificate \
             ({}), or it offers only cipher suites \
             that are not secure, such as those with RSA key exchange or CBC; it must offer one \
             of ECDHE with AES-GCM or ChaCha20-Poly1305",
            Term::ClientCert
        ),
        _ => format!("the platform ended the connection ({alert:?})"),
    }
}

fn old_version(what: &str) -> String {
    format!("the platform speaks {what} of TLS; it must offer TLS 1.2 or 1.3")
}

fn date(time: UnixTime) -> String {
    let since = std::time::Duration::from_secs(time.as_secs());
    DateTime::from_unix_duration(since)
        .map_or_else(|_| since.as_secs().to_string(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rustls::pki_types::UnixTime;

    use super::*;

    #[test]
    fn certificates_of_another_time() {
        let at = |days: u64| UnixTime::since_unix_epoch(Duration::from_secs(days * 86_400));
        let (time, not_before) = (at(365), at(730));
        let early = CertificateError::NotValidYetContext { time, not_before };
        let text = describe_certificate(&early);
        assert_eq!(
            text,
            "is not valid before 1972-01-01T00:00:00Z; check this machine's clock"
        );
        assert_eq!(
            describe_certificate(&CertificateError::Expired),
            "has expired"
        );
    }
}
