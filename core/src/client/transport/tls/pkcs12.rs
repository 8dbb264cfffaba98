//! PKCS#12 archives (.p12, .pfx): a key and its certificates, encrypted with a
//! password.

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockDecryptMut, InnerIvInit, KeyInit};
use cms::content_info::ContentInfo;
use cms::encrypted_data::EncryptedData;
use des::{TdesEde2, TdesEde3};
use hmac::digest::core_api::BlockSizeUser;
use hmac::digest::{Digest, FixedOutputReset};
use hmac::{Mac, SimpleHmac};
use pkcs8::der::asn1::{ContextSpecific, OctetString};
use pkcs8::der::{AnyRef, Decode, Encode, Reader, SliceReader};
use pkcs8::pkcs5::{self, EncryptionScheme};
use pkcs8::spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use pkcs12::cert_type::CertBag;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::mac_data::MacData;
use pkcs12::pbe_params::{EncryptedPrivateKeyInfo, Pkcs12PbeParams};
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::SafeContents;
use rc2::Rc2;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const X509: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// The reason why an archive cannot be opened.
#[derive(Debug)]
pub(crate) enum ArchiveError {
    Damaged,
    Password,
    /// An algorithm that is not supported.
    Unsupported(ObjectIdentifier),
    SeveralKeys,
}

impl From<pkcs8::der::Error> for ArchiveError {
    fn from(_: pkcs8::der::Error) -> Self {
        Self::Damaged
    }
}

/// The content of an archive.
#[derive(Default)]
pub(crate) struct Archive {
    pub(crate) key: Option<PrivateKeyDer<'static>>,
    pub(crate) certificates: Vec<CertificateDer<'static>>,
}

/// True if the content is an archive, by its first bytes: a sequence that begins with
/// version 3.
pub(crate) fn is_archive(content: &[u8]) -> bool {
    // This may skip more than there is. BER's indefinite length is one byte, 0x80.
    let [0x30, length, rest @ ..] = content else {
        return false;
    };
    let skip = usize::from(length & 0x7f) * usize::from(length >> 7);
    rest.get(skip..)
        .is_some_and(|version| version.starts_with(&[2, 1, 3]))
}

impl Archive {
    /// Opens an archive. The password is empty if none is given.
    pub(crate) fn open(content: &[u8], password: &str) -> Result<Self, ArchiveError> {
        let pfx = Pfx::from_der(content)?;
        if pfx.auth_safe.content_type != DATA {
            return Err(ArchiveError::Unsupported(pfx.auth_safe.content_type));
        }
        let safes = pfx.auth_safe.content.decode_as::<OctetString>()?;
        let opener = Opener::new(password, pfx.mac_data.as_ref(), safes.as_bytes())?;
        let mut archive = Self::default();
        for safe in Vec::<ContentInfo>::from_der(safes.as_bytes())? {
            for bag in SafeContents::from_der(&opener.bags(&safe)?)? {
                archive.add_bag(&opener, bag.bag_id, &bag.bag_value)?;
            }
        }
        Ok(archive)
    }

    fn add_bag(
        &mut self,
        opener: &Opener,
        kind: ObjectIdentifier,
        value: &[u8],
    ) -> Result<(), ArchiveError> {
        let key = match kind {
            pkcs12::PKCS_12_CERT_BAG_OID => {
                let bag = ContextSpecific::<CertBag>::from_der(value)?.value;
                if bag.cert_id == X509 {
                    self.certificates.push(bag.cert_value.into_bytes().into());
                }
                return Ok(());
            }
            pkcs12::PKCS_12_KEY_BAG_OID => {
                let bag = ContextSpecific::<AnyRef<'_>>::from_der(value)?.value;
                bag.to_der()?
            }
            pkcs12::PKCS_12_PKCS8_KEY_BAG_OID => {
                let bag = ContextSpecific::<EncryptedPrivateKeyInfo>::from_der(value)?.value;
                opener.decrypt(&bag.encryption_algorithm, bag.encrypted_data.as_bytes())?
            }
            // Revocation lists and other secrets are not used.
            _ => return Ok(()),
        };
        if self.key.is_some() {
            return Err(ArchiveError::SeveralKeys);
        }
        self.key = Some(PrivatePkcs8KeyDer::from(key).into());
        Ok(())
    }
}

/// A password in the two encodings that archives use.
struct Opener {
    utf8: Zeroizing<String>,
    /// UTF-16, big endian, with a zero at the end.
    utf16: Zeroizing<Vec<u8>>,
}

impl Opener {
    /// Checks the password, if the archive has a MAC.
    fn new(password: &str, mac: Option<&MacData>, safes: &[u8]) -> Result<Self, ArchiveError> {
        let mut opener = Self {
            utf8: Zeroizing::new(password.to_owned()),
            utf16: Zeroizing::new(
                password
                    .encode_utf16()
                    .chain([0])
                    .flat_map(u16::to_be_bytes)
                    .collect(),
            ),
        };
        let Some(mac) = mac else {
            return Ok(opener);
        };
        if opener.mac_matches(mac, safes)? {
            return Ok(opener);
        }
        // Some programs encode a missing password differently from an empty one.
        if password.is_empty() {
            opener.utf16.clear();
            if opener.mac_matches(mac, safes)? {
                return Ok(opener);
            }
        }
        Err(ArchiveError::Password)
    }

    fn mac_matches(&self, mac: &MacData, safes: &[u8]) -> Result<bool, ArchiveError> {
        match mac.mac.algorithm.oid {
            SHA1 => self.mac_matches_with::<Sha1>(mac, safes),
            SHA256 => self.mac_matches_with::<Sha256>(mac, safes),
            SHA384 => self.mac_matches_with::<Sha384>(mac, safes),
            SHA512 => self.mac_matches_with::<Sha512>(mac, safes),
            other => Err(ArchiveError::Unsupported(other)),
        }
    }

    fn mac_matches_with<D>(&self, mac: &MacData, safes: &[u8]) -> Result<bool, ArchiveError>
    where
        D: Digest + FixedOutputReset + BlockSizeUser,
    {
        let (salt, length) = (mac.mac_salt.as_bytes(), <D as Digest>::output_size());
        let key = self.derive::<D>(salt, mac.iterations, Pkcs12KeyType::Mac, length);
        let verified = <SimpleHmac<D> as Mac>::new_from_slice(&key)
            .map_err(|_| ArchiveError::Damaged)?
            .chain_update(safes)
            .verify_slice(mac.mac.digest.as_bytes());
        Ok(verified.is_ok())
    }

    fn derive<D>(
        &self,
        salt: &[u8],
        rounds: i32,
        purpose: Pkcs12KeyType,
        length: usize,
    ) -> Zeroizing<Vec<u8>>
    where
        D: Digest + FixedOutputReset + BlockSizeUser,
    {
        Zeroizing::new(derive_key::<D>(&self.utf16, salt, purpose, rounds, length))
    }

    /// Returns the bags of one safe, decrypted if necessary.
    fn bags(&self, safe: &ContentInfo) -> Result<Vec<u8>, ArchiveError> {
        match safe.content_type {
            DATA => Ok(safe.content.decode_as::<OctetString>()?.into_bytes()),
            ENCRYPTED_DATA => {
                let data = safe.content.decode_as::<EncryptedData>()?.enc_content_info;
                let encrypted = data.encrypted_content.ok_or(ArchiveError::Damaged)?;
                self.decrypt(&data.content_enc_alg, encrypted.as_bytes())
            }
            other => Err(ArchiveError::Unsupported(other)),
        }
    }

    fn decrypt(
        &self,
        algorithm: &AlgorithmIdentifierOwned,
        encrypted: &[u8],
    ) -> Result<Vec<u8>, ArchiveError> {
        match algorithm.oid {
            pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC => {
                self.decrypt_by_sha1(algorithm, encrypted, 24, |key| {
                    TdesEde3::new_from_slice(key).ok()
                })
            }
            pkcs12::PKCS_12_PBE_WITH_SHAAND2_KEY_TRIPLE_DES_CBC => {
                self.decrypt_by_sha1(algorithm, encrypted, 16, |key| {
                    TdesEde2::new_from_slice(key).ok()
                })
            }
            pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC2_CBC => {
                self.decrypt_by_sha1(algorithm, encrypted, 16, |key| {
                    Rc2::new_from_slice(key).ok()
                })
            }
            pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC => {
                self.decrypt_by_sha1(algorithm, encrypted, 5, |key| Rc2::new_from_slice(key).ok())
            }
            pkcs5::pbes2::PBES2_OID => {
                let algorithm_der = algorithm.to_der()?;
                let scheme = SliceReader::new(&algorithm_der)?.decode::<EncryptionScheme<'_>>();
                scheme
                    .map_err(|_| ArchiveError::Unsupported(algorithm.oid))?
                    .decrypt(self.utf8.as_bytes(), encrypted)
                    .map_err(|_| ArchiveError::Password)
            }
            other => Err(ArchiveError::Unsupported(other)),
        }
    }

    /// Decrypts with an algorithm of the PKCS#12 standard itself.
    fn decrypt_by_sha1<C>(
        &self,
        algorithm: &AlgorithmIdentifierOwned,
        encrypted: &[u8],
        length: usize,
        cipher: impl FnOnce(&[u8]) -> Option<C>,
    ) -> Result<Vec<u8>, ArchiveError>
    where
        C: cbc::cipher::BlockCipher + BlockDecryptMut,
    {
        let params = algorithm.parameters.as_ref().ok_or(ArchiveError::Damaged)?;
        let params = params.decode_as::<Pkcs12PbeParams>()?;
        let derive = |purpose, length| {
            let (salt, rounds) = (params.salt.as_bytes(), params.iterations);
            self.derive::<Sha1>(salt, rounds, purpose, length)
        };
        let key = derive(Pkcs12KeyType::EncryptionKey, length);
        let iv = derive(Pkcs12KeyType::Iv, C::block_size());
        let cipher = cipher(&key).ok_or(ArchiveError::Damaged)?;
        Decryptor::inner_iv_slice_init(cipher, &iv)
            .map_err(|_| ArchiveError::Damaged)?
            .decrypt_padded_vec_mut::<Pkcs7>(encrypted)
            .map_err(|_| ArchiveError::Password)
    }
}
