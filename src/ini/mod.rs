//! The settings in php.ini: `northbound.*`.

#[macro_use]
mod setting;

use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::Duration;

use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use northbound::client::{ProxySettings, StoreSettings, TlsSettings};
use northbound::internal::{ErrorExt, settings};
use northbound::{ClientCode, NorthApiError};

use crate::values::from_json::Rows;
use setting::{Cached, Setting};

pub(crate) use northbound::internal::settings::MILLISECONDS;

/// Declares the settings once: as constants, as the list for `php --ri`, and as the table
/// for Zend.
macro_rules! settings {
    ($($constant:ident = $setting:expr;)+) => {
        $(const $constant: Setting = $setting;)+

        /// Every setting, in the order of the documentation.
        pub(crate) static ALL: &[Setting] = &[$($constant),+];

        const COUNT: usize = [$(stringify!($constant)),+].len();

        /// The table for Zend, which uses it as long as the process lives.
        static TABLE: IniEntryDefs<{ COUNT + 1 }> = IniEntryDefs::new([
            $($constant.definition(),)+
            IniEntryDef::end(),
        ]);
    };
}

settings! {
    PLATFORM_IP = Setting::new(c"northbound.platform_ip", c"");
    PLATFORM_PORT = Setting::new(c"northbound.platform_port", c"8743");
    APP_ID = Setting::new(c"northbound.app_id", c"");
    SECRET = Setting::secret(c"northbound.secret");
    CLIENT_CERT = Setting::new(c"northbound.client_cert", c"");
    CLIENT_KEY = Setting::new(c"northbound.client_key", c"");
    CLIENT_KEY_PASSWORD = Setting::secret(c"northbound.client_key_password");
    CA_FILE = Setting::new(c"northbound.ca_file", c"");
    TLS_VERIFY = Setting::new(c"northbound.tls_verify", c"full");
    PROXY = Setting::proxy(c"northbound.proxy");
    NO_PROXY = Setting::new(c"northbound.no_proxy", c"");
    CONNECT_TIMEOUT_MS = Setting::new(c"northbound.connect_timeout_ms", c"5000");
    TIMEOUT_MS = Setting::new(c"northbound.timeout_ms", c"30000");
    MAX_ATTEMPTS = Setting::new(c"northbound.max_attempts", c"3");
    MAX_RESPONSE_SIZE = Setting::new(c"northbound.max_response_size", c"64M");
    CONCURRENCY = Setting::new(c"northbound.concurrency", c"4");
    MANAGED_TOKEN = Setting::new(c"northbound.managed_token", c"0");
    QUOTA_PER_MINUTE = Setting::new(c"northbound.quota_per_minute", c"0");
    STATE = Setting::new(c"northbound.state", c"file");
    STATE_DIR = Setting::new(c"northbound.state_dir", c"");
    STATE_CA_FILE = Setting::new(c"northbound.state_ca_file", c"");
    ROWS = Setting::new(c"northbound.rows", c"");
    SHIM_DIR = Setting::new(c"northbound.shim_dir", c"");
    ALIAS_NAMESPACE = Setting::at_start(c"northbound.alias_namespace");
}

/// Registers the settings with Zend.
pub(crate) fn register(module_number: i32) {
    IniEntryDef::register(TABLE.as_slice(), module_number);
}

/// The platform address and the credentials of the default client.
pub(crate) struct DefaultAccount {
    pub(crate) platform_ip: &'static str,
    pub(crate) platform_port: u16,
    pub(crate) app_id: &'static str,
    pub(crate) secret: &'static str,
}

/// Reads the account in php.ini; `None` if no part of it is set.
pub(crate) fn account() -> Result<Option<DefaultAccount>, NorthApiError> {
    if [PLATFORM_IP, APP_ID, SECRET]
        .iter()
        .all(|setting| setting.value().is_none())
    {
        return Ok(None);
    }
    Ok(Some(DefaultAccount {
        platform_ip: PLATFORM_IP
            .text(ClientCode::ClientInfo)?
            .unwrap_or_default(),
        platform_port: PLATFORM_PORT.number(1..=u16::MAX).ok_or_else(|| {
            PLATFORM_PORT.invalid(ClientCode::ClientInfo, "a port from 1 to 65535")
        })?,
        app_id: APP_ID.text(ClientCode::ClientInfo)?.unwrap_or_default(),
        secret: SECRET.text(ClientCode::ClientInfo)?.unwrap_or_default(),
    }))
}

/// Returns a number that identifies the account in php.ini in this process.
pub(crate) fn account_id() -> Result<i64, NorthApiError> {
    static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    cached!(i64, {
        let account = [&PLATFORM_IP, &PLATFORM_PORT, &APP_ID, &SECRET];
        let id = HASHER.hash_one(account.map(Setting::value));
        Ok(id.cast_signed())
    })
}

/// Reads the TLS settings in php.ini.
pub(crate) fn tls() -> Result<Rc<TlsSettings>, NorthApiError> {
    cached!(Rc<TlsSettings>, read_tls().map(Rc::new))
}

fn read_tls() -> Result<TlsSettings, NorthApiError> {
    let verify = TLS_VERIFY.value().and_then(settings::verify);
    let invalid = || TLS_VERIFY.invalid(ClientCode::SslConfig, "full, ca or insecure");
    let mut tls = TlsSettings::default();
    tls.verify = verify.ok_or_else(invalid)?;
    tls.client_cert = CLIENT_CERT.path();
    tls.client_key = CLIENT_KEY.path();
    tls.key_password = CLIENT_KEY_PASSWORD.password(ClientCode::SslConfig)?;
    tls.ca_file = CA_FILE.path();
    Ok(tls)
}

/// Reads the proxy in php.ini; `None` if there is none. The environment is read at each
/// call, and only if the setting asks for it.
pub(crate) fn proxy() -> Result<Option<ProxySettings>, NorthApiError> {
    let Some(url) = PROXY.text(ClientCode::BeforeCall)? else {
        return Ok(None);
    };
    let proxy = match url.trim() {
        "env" => ProxySettings::from_env(),
        url => cached!(ProxySettings, ProxySettings::new(url)),
    };
    let proxy = proxy.map_err(|error| {
        let desc = format!("php.ini: {}: {}", PROXY.name(), error.desc());
        NorthApiError::client(ClientCode::BeforeCall, desc).of_setting()
    })?;
    Ok(Some(match NO_PROXY.text(ClientCode::BeforeCall)? {
        Some(hosts) => proxy.with_no_proxy(hosts),
        None => proxy,
    }))
}

/// Reads the time limit in php.ini for opening a connection.
pub(crate) fn connect_timeout() -> Result<Duration, NorthApiError> {
    cached!(Duration, CONNECT_TIMEOUT_MS.milliseconds())
}

/// Reads the time limit in php.ini for a whole call.
pub(crate) fn timeout() -> Result<Duration, NorthApiError> {
    cached!(Duration, TIMEOUT_MS.milliseconds())
}

/// Reads the maximum number of attempts of a call.
pub(crate) fn max_attempts() -> Result<u32, NorthApiError> {
    let invalid = || MAX_ATTEMPTS.invalid(ClientCode::BeforeCall, "a number from 1 to 100");
    cached!(
        u32,
        MAX_ATTEMPTS.number(settings::ATTEMPTS).ok_or_else(invalid)
    )
}

/// Reads the maximum size of a response, in bytes.
pub(crate) fn max_response_size() -> Result<usize, NorthApiError> {
    let invalid = || {
        let expected = "a number of bytes, such as 1000000 or 64M";
        MAX_RESPONSE_SIZE.invalid(ClientCode::BeforeCall, expected)
    };
    cached!(
        usize,
        MAX_RESPONSE_SIZE
            .value()
            .and_then(settings::size)
            .ok_or_else(invalid)
    )
}

/// Reads the maximum number of concurrent calls in a batch.
pub(crate) fn concurrency() -> Result<usize, NorthApiError> {
    let invalid = || CONCURRENCY.invalid(ClientCode::BeforeCall, "a number from 1 to 64");
    cached!(
        usize,
        CONCURRENCY
            .number(settings::CONCURRENCY)
            .ok_or_else(invalid)
    )
}

/// Returns true if the client manages the access token.
pub(crate) fn managed_token() -> Result<bool, NorthApiError> {
    cached!(bool, MANAGED_TOKEN.flag())
}

/// Reads the rate limit of the application in calls per minute; `None` if there is no
/// limit.
pub(crate) fn quota_per_minute() -> Result<Option<NonZeroU32>, NorthApiError> {
    let invalid = || {
        let expected = "a number of calls from 1 to 1000000, or 0";
        QUOTA_PER_MINUTE.invalid(ClientCode::BeforeCall, expected)
    };
    // PHP reads `off` as empty.
    let calls = cached!(
        u32,
        match QUOTA_PER_MINUTE.value() {
            None => Ok(0),
            Some(_) => QUOTA_PER_MINUTE.number(settings::QUOTA).ok_or_else(invalid),
        }
    )?;
    Ok(NonZeroU32::new(calls))
}

/// Reads which store shares the token and the rate limit.
pub(crate) fn store() -> Result<StoreSettings, NorthApiError> {
    let text = STATE.value().unwrap_or_default();
    settings::store(
        text,
        STATE_DIR.absolute_path(),
        STATE_CA_FILE.absolute_path(),
    )
    .ok_or_else(|| {
        let schemes = StoreSettings::REDIS_SCHEMES.join("://, ");
        let expected = format!("file, process or an address of Redis ({schemes}://)");
        STATE.invalid(ClientCode::BeforeCall, &expected)
    })
}

/// Reads the second namespace for all classes. Returns the invalid value as `Err`.
pub(crate) fn alias_namespace() -> Result<Option<&'static str>, &'static str> {
    let Some(value) = ALIAS_NAMESPACE.value() else {
        return Ok(None);
    };
    let namespace = value.trim_matches('\\');
    let is_name = |part: &str| {
        let is_letter = |char: char| char.is_ascii_alphabetic() || char == '_' || !char.is_ascii();
        part.starts_with(is_letter)
            && part
                .chars()
                .all(|char| is_letter(char) || char.is_ascii_digit())
    };
    if namespace.split('\\').all(is_name) {
        Ok(Some(namespace))
    } else {
        Err(value)
    }
}

/// Reads the PHP type for the items of responses.
pub(crate) fn rows() -> Result<Rows, NorthApiError> {
    let read = || match ROWS.value() {
        Some("object") => Ok(Rows::Objects),
        Some("array") => Ok(Rows::Arrays),
        // Programs of the Composer fork are written for arrays.
        None if ALIAS_NAMESPACE.value().is_some() => Ok(Rows::Arrays),
        None => Ok(Rows::Objects),
        _ => Err(ROWS.invalid(ClientCode::BeforeCall, "object or array")),
    };
    cached!(Rows, read())
}

/// Returns the folder of the shim that the script loaded, if it did.
pub(crate) fn shim_dir() -> Option<PathBuf> {
    SHIM_DIR.path()
}
