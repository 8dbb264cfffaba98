//! Server certificates that are marked as a CA.
//!
//! Guides for making certificates with OpenSSL often mark the server's certificate as a
//! CA, too. OpenSSL accepts it, and webpki does not. Its holder could sign certificates
//! for servers anyway, so nothing is lost if it stands for a server itself. This module
//! accepts it only if a CA that the settings name signed it directly. The check of the
//! name is the same as for any certificate.

use pkcs8::AssociatedOid;
use pkcs8::der::oid::db::rfc5280::{ANY_EXTENDED_KEY_USAGE, ID_KP_SERVER_AUTH};
use pkcs8::der::{Decode, Encode};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::RawPublicKeyEntity;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, NameConstraints, SubjectAltName,
};

use super::x509::Facts;

/// True if one of these CAs signed the certificate, and it may be used for a server now.
pub(crate) fn is_signed_by_any(
    cert: &CertificateDer<'_>,
    cas: &[CertificateDer<'_>],
    now: UnixTime,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
) -> bool {
    let Ok(parsed) = Certificate::from_der(cert) else {
        return false;
    };
    let Ok(facts) = Facts::read(cert) else {
        return false;
    };
    facts.check_dates(now).is_ok()
        && is_for_servers(&parsed)
        && cas
            .iter()
            .any(|ca| has_signed(ca, &facts, &parsed, algorithms))
}

/// Checks the extensions that limit the use of a certificate, as OpenSSL does.
fn is_for_servers(cert: &Certificate) -> bool {
    let known = [
        BasicConstraints::OID,
        KeyUsage::OID,
        ExtendedKeyUsage::OID,
        SubjectAltName::OID,
        NameConstraints::OID,
    ];
    let mut extensions = cert.tbs_certificate.extensions.iter().flatten();
    if extensions.any(|extension| extension.critical && !known.contains(&extension.extn_id)) {
        return false;
    }
    let is_for_tls = match cert.tbs_certificate.get::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => {
            usage.digital_signature() || usage.key_encipherment() || usage.key_agreement()
        }
        Err(_) => false,
    };
    let is_for_servers = match cert.tbs_certificate.get::<ExtendedKeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, ExtendedKeyUsage(purposes)))) => {
            purposes.contains(&ID_KP_SERVER_AUTH) || purposes.contains(&ANY_EXTENDED_KEY_USAGE)
        }
        Err(_) => false,
    };
    is_for_tls && is_for_servers
}

/// True if this CA signed the certificate. A CA that may sign only for some names is
/// refused: this module does not check that.
fn has_signed(
    ca: &CertificateDer<'_>,
    facts: &Facts,
    cert: &Certificate,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
) -> bool {
    let (Ok(ca_facts), Ok(parsed)) = (Facts::read(ca), Certificate::from_der(ca)) else {
        return false;
    };
    let is_limited = !matches!(parsed.tbs_certificate.get::<NameConstraints>(), Ok(None));
    if is_limited || ca_facts.subject != facts.issuer {
        return false;
    }
    let (Ok(key), Ok(signed), Ok(algorithm), Some(signature)) = (
        RawPublicKeyEntity::try_from(&ca_facts.public_key),
        cert.tbs_certificate.to_der(),
        cert.signature_algorithm.to_der(),
        cert.signature.as_bytes(),
    ) else {
        return false;
    };
    if cert.tbs_certificate.signature != cert.signature_algorithm {
        return false;
    }
    algorithms
        .iter()
        .filter(|known| is_identified_by(**known, &algorithm))
        .any(|known| key.verify_signature(*known, &signed, signature).is_ok())
}

/// True if an AlgorithmIdentifier, with its tag and length, stands for this algorithm.
fn is_identified_by(algorithm: &dyn SignatureVerificationAlgorithm, identifier: &[u8]) -> bool {
    let id = algorithm.signature_alg_id();
    // All of them are shorter than 128 bytes, so the header has two bytes.
    identifier.get(2..) == Some(id.as_ref())
}
