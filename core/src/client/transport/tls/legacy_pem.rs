//! Private keys in OpenSSL's encrypted format before PKCS#8, with `Proc-Type` and
//! `DEK-Info` lines in the PEM block and a key derived by MD5.

use std::borrow::Cow;

use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipher, BlockDecryptMut, KeyInit, KeyIvInit};
use des::TdesEde3;
use md5::{Digest, Md5};
use pkcs8::der::{AnyRef, Decode, Tag, Tagged};
use zeroize::Zeroizing;

const ENCRYPTED_HEADER: &[u8] = b"Proc-Type: 4,ENCRYPTED";
const HEADERS: [&[u8]; 2] = [b"Proc-Type:", b"DEK-Info:"];

/// The encryption of the key in a PEM file.
pub(crate) struct LegacyKey<'a> {
    cipher: &'a str,
    iv: Vec<u8>,
}

/// The reason why a key cannot be decrypted.
pub(crate) enum LegacyKeyError {
    Cipher(String),
    Password,
}

/// Removes the header lines, which the PEM parser does not accept.
pub(crate) fn without_headers(pem: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(pem, ENCRYPTED_HEADER).is_none() {
        return Cow::Borrowed(pem);
    }
    let is_header = |line: &&[u8]| HEADERS.iter().any(|header| line.starts_with(header));
    let lines = pem.split_inclusive(|byte| *byte == b'\n');
    Cow::Owned(
        lines
            .filter(|line| !is_header(line))
            .flatten()
            .copied()
            .collect(),
    )
}

impl<'a> LegacyKey<'a> {
    /// Returns the encryption of the file's key, if it has this format; `Err` if its
    /// header lines are not valid.
    pub(crate) fn find(pem: &'a [u8]) -> Option<Result<Self, ()>> {
        memchr::memmem::find(pem, ENCRYPTED_HEADER)?;
        let mut lines = pem.split(|byte| *byte == b'\n');
        let info = lines.find_map(|line| line.strip_prefix(b"DEK-Info:"));
        Some(info.and_then(Self::parse).ok_or(()))
    }

    fn parse(info: &'a [u8]) -> Option<Self> {
        let (cipher, iv) = std::str::from_utf8(info).ok()?.trim().split_once(',')?;
        let digits = iv.trim().as_bytes().chunks(2);
        let iv = digits
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect::<Option<Vec<u8>>>()?;
        Some(Self { cipher, iv })
    }

    /// Decrypts the content of the PEM block.
    pub(crate) fn open(&self, encrypted: &[u8], password: &str) -> Result<Vec<u8>, LegacyKeyError> {
        let decrypted = match self.cipher {
            "AES-128-CBC" => self.decrypt::<Aes128>(encrypted, password),
            "AES-192-CBC" => self.decrypt::<Aes192>(encrypted, password),
            "AES-256-CBC" => self.decrypt::<Aes256>(encrypted, password),
            "DES-EDE3-CBC" => self.decrypt::<TdesEde3>(encrypted, password),
            other => return Err(LegacyKeyError::Cipher(other.to_owned())),
        };
        // One wrong password in 256 results in a valid padding, but not in valid DER.
        let decrypted = decrypted.ok_or(LegacyKeyError::Password)?;
        match AnyRef::from_der(&decrypted) {
            Ok(any) if any.tag() == Tag::Sequence => Ok(decrypted),
            _ => Err(LegacyKeyError::Password),
        }
    }

    fn decrypt<C>(&self, encrypted: &[u8], password: &str) -> Option<Vec<u8>>
    where
        C: BlockCipher + BlockDecryptMut + KeyInit,
    {
        let key = derive(password, self.iv.get(..8)?, C::key_size());
        Decryptor::<C>::new_from_slices(&key, &self.iv)
            .ok()?
            .decrypt_padded_vec_mut::<Pkcs7>(encrypted)
            .ok()
    }
}

/// Derives a key like OpenSSL's `EVP_BytesToKey`, with MD5 and one round.
fn derive(password: &str, salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::new());
    let mut block = Vec::new();
    while key.len() < length {
        block = Md5::new()
            .chain_update(&block)
            .chain_update(password)
            .chain_update(salt)
            .finalize()
            .to_vec();
        key.extend_from_slice(&block);
    }
    key.truncate(length);
    key
}
