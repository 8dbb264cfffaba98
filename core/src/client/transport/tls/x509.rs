//! The fields of a certificate, without verification.

use pkcs8::der::asn1::{ContextSpecific, UintRef};
use pkcs8::der::{self, DateTime, Decode, Reader, SliceReader, TagNumber};
use pkcs8::spki::{ObjectIdentifier, SubjectPublicKeyInfoRef};
use rustls::CertificateError;
use rustls_pki_types::{SubjectPublicKeyInfoDer, UnixTime};
use x509_cert::time::Validity;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The minimum length of an RSA key, for client and server, since shorter keys can be
/// broken.
pub(crate) const RSA_BITS: u32 = 2048;

/// The fields of a certificate that are used here.
///
/// They are parsed by hand, since webpki does not parse version 1, and parsers of whole
/// certificates reject details that do not matter here.
pub(crate) struct Facts {
    /// True for version 1, which has no extensions. `openssl x509 -req` creates it.
    pub(crate) is_version_1: bool,
    pub(crate) not_before: DateTime,
    pub(crate) not_after: DateTime,
    /// Distinguished names, in DER.
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) public_key: SubjectPublicKeyInfoDer<'static>,
}

impl Facts {
    pub(crate) fn read(cert: &[u8]) -> der::Result<Self> {
        SliceReader::new(cert)?.sequence(|cert| {
            let facts = cert.sequence(Self::read_signed)?;
            skip_rest(cert)?;
            Ok(facts)
        })
    }

    fn read_signed<'a>(signed: &mut impl Reader<'a>) -> der::Result<Self> {
        let version = ContextSpecific::<u8>::decode_explicit(signed, TagNumber::N0)?;
        let _serial = signed.tlv_bytes()?;
        let _algorithm = signed.tlv_bytes()?;
        let issuer = signed.tlv_bytes()?.to_vec();
        let validity = Validity::decode(signed)?;
        let subject = signed.tlv_bytes()?.to_vec();
        let public_key = signed.tlv_bytes()?.to_vec();
        skip_rest(signed)?;
        Ok(Self {
            is_version_1: version.is_none_or(|version| version.value == 0),
            not_before: validity.not_before.to_date_time(),
            not_after: validity.not_after.to_date_time(),
            issuer,
            subject,
            public_key: public_key.into(),
        })
    }

    /// Checks that `time` is in the validity period.
    pub(crate) fn check_dates(&self, time: UnixTime) -> Result<(), CertificateError> {
        let unix = |date: DateTime| UnixTime::since_unix_epoch(date.unix_duration());
        let (not_before, not_after) = (unix(self.not_before), unix(self.not_after));
        if time > not_after {
            return Err(CertificateError::ExpiredContext { time, not_after });
        }
        if time < not_before {
            return Err(CertificateError::NotValidYetContext { time, not_before });
        }
        Ok(())
    }

    /// Returns the length of the key, if it is an RSA key that is too short.
    pub(crate) fn short_rsa_key(&self) -> Option<u32> {
        let info = SubjectPublicKeyInfoRef::from_der(&self.public_key).ok()?;
        if info.algorithm.oid != RSA {
            return None;
        }
        let mut key = SliceReader::new(info.subject_public_key.as_bytes()?).ok()?;
        let bits = key.sequence(|key| {
            let modulus = UintRef::decode(key)?;
            let _exponent = key.tlv_bytes()?;
            let bytes = modulus.as_bytes();
            let unused = bytes.first().map_or(0, |first| first.leading_zeros());
            Ok(u32::try_from(bytes.len() * 8)? - unused)
        });
        bits.ok().filter(|bits| *bits < RSA_BITS)
    }
}

fn skip_rest<'a>(reader: &mut impl Reader<'a>) -> der::Result<()> {
    let rest = reader.remaining_len();
    reader.read_slice(rest).map(drop)
}
