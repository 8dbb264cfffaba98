//! Settings as text: the words of php.ini, which the PHP extension and the command
//! `northbound` share.
//!
//! ```
//! use northbound::client::Verify;
//! use northbound::internal::settings;
//!
//! assert_eq!(settings::verify("ca"), Some(Verify::Ca));
//! assert_eq!(settings::size("64M"), Some(64 << 20));
//! assert_eq!(settings::masked_url("redis://:sesame@10.0.0.5"), "redis://***@10.0.0.5");
//! ```

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use secrecy::SecretString;

use super::{ProxySettings, StoreSettings, Verify};
use crate::sdk::MASK;

/// The range of time limits, in milliseconds: at most one day.
pub const MILLISECONDS: RangeInclusive<u64> = 1..=86_400_000;

/// The range of the maximum number of attempts of a call.
pub const ATTEMPTS: RangeInclusive<u32> = 1..=100;

/// The range of the maximum number of concurrent calls.
pub const CONCURRENCY: RangeInclusive<usize> = 1..=64;

/// The range of the quota, in calls per minute; 0 for no limit.
pub const QUOTA: RangeInclusive<u32> = 0..=1_000_000;

/// Parses the checks of the platform's certificate: `full`, `ca` or `insecure`.
pub fn verify(text: &str) -> Option<Verify> {
    match text {
        "full" => Some(Verify::Full),
        "ca" => Some(Verify::Ca),
        // PHP reads `none` without quotes as an empty value, which must not turn it off.
        "insecure" | "none" => Some(Verify::None),
        _ => None,
    }
}

/// Parses a switch: `1`, `on`, `yes` or `true`, or their opposites. Empty is off.
pub fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "on" | "yes" | "true" => Some(true),
        "" | "0" | "off" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// Parses a size as PHP's settings do: a number above 0, optionally with K, M or G.
pub fn size(text: &str) -> Option<usize> {
    let text = text.trim();
    let (number, unit) = match text.find(|char: char| !char.is_ascii_digit()) {
        Some(end) => text.split_at(end),
        None => (text, ""),
    };
    let shift = match unit.trim() {
        "" => 0,
        "k" | "K" => 10,
        "m" | "M" => 20,
        "g" | "G" => 30,
        _ => return None,
    };
    let number: usize = number.parse().ok()?;
    number.checked_mul(1 << shift).filter(|bytes| *bytes > 0)
}

/// Parses the place of the shared state: `file`, `process`, or an address of Redis. The
/// address itself is checked when the store is opened.
pub fn store(text: &str, dir: Option<PathBuf>, ca_file: Option<PathBuf>) -> Option<StoreSettings> {
    let is_redis = |url: &str| {
        let scheme = url.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| StoreSettings::REDIS_SCHEMES.contains(&scheme))
    };
    match text {
        "process" | "none" => Some(StoreSettings::Process),
        "file" => Some(dir.map_or(StoreSettings::Files, StoreSettings::FilesIn)),
        url if is_redis(url) => Some(StoreSettings::Redis {
            url: SecretString::from(url),
            ca_file,
            dir,
        }),
        _ => None,
    }
}

/// Masks user and password of a URL, also of one that is not written correctly: everything
/// before the last `@`, except a scheme.
pub fn masked_url(text: &str) -> Cow<'_, str> {
    let Some((before, host)) = text.rsplit_once('@') else {
        return text.into();
    };
    let scheme = before.split_once("://").map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            format!("{scheme}://{MASK}@{host}").into()
        }
        _ => format!("{MASK}@{host}").into(),
    }
}

/// Masks user and password of a proxy's address. Masks a value that is no such address
/// completely, since any part of it may be the password.
pub fn masked_proxy(text: &str) -> Cow<'_, str> {
    let address = ProxySettings::new(text)
        .ok()
        .and_then(|proxy| proxy.address());
    match address {
        _ if text.trim() == "env" => text.into(),
        Some(address) if text.contains('@') => {
            let (scheme, host) = address.split_once("://").unwrap_or(("http", &address));
            format!("{scheme}://{MASK}@{host}").into()
        }
        Some(_) => text.into(),
        None => MASK.into(),
    }
}
