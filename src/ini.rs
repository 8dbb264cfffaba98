//! The settings in php.ini: `northbound.*`.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int, c_void};
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::rc::Rc;
use std::str::FromStr;
use std::time::Duration;

use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use secrecy::SecretString;

use crate::values::from_json::Rows;
use crate::zend;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::client::{StoreSettings, TlsSettings, Verify};
use northbound::internal::ErrorExt;
use northbound::sdk::MASK;

/// What a time limit may be: a day at most.
pub(crate) const MILLISECONDS: RangeInclusive<u64> = 1..=86_400_000;

/// One setting.
pub(crate) struct Setting {
    name: &'static CStr,
    default: &'static CStr,
    /// Whether `php --ri` and `phpinfo()` mask it.
    pub(crate) secret: bool,
    /// Whether only php.ini can set it, since it is read when PHP starts.
    at_start: bool,
}

impl Setting {
    const fn new(name: &'static CStr, default: &'static CStr) -> Self {
        Self {
            name,
            default,
            secret: false,
            at_start: false,
        }
    }

    const fn at_start(name: &'static CStr) -> Self {
        Self {
            at_start: true,
            ..Self::new(name, c"")
        }
    }

    const fn permission(&self) -> IniEntryPermission {
        if self.at_start {
            IniEntryPermission::System
        } else {
            IniEntryPermission::All
        }
    }

    const fn secret(name: &'static CStr) -> Self {
        Self {
            secret: true,
            ..Self::new(name, c"")
        }
    }

    const fn definition(&self) -> IniEntryDef {
        let mut definition = IniEntryDef::new(self.name, self.default, self.permission());
        definition.on_modify = Some(accept);
        definition
    }

    /// The setting's name.
    pub(crate) fn name(&self) -> &'static str {
        self.name.to_str().unwrap_or_default()
    }

    /// The value right now; `None` if it is empty.
    pub(crate) fn value(&self) -> Option<&'static str> {
        zend::ini(self.name)
    }

    /// The value as `php --ri` and `phpinfo()` show it.
    pub(crate) fn shown(&self) -> Cow<'static, str> {
        match self.value() {
            None => "no value".into(),
            Some(_) if self.secret => MASK.into(),
            // A URL may hold a password.
            Some(value) => match value.split_once("://") {
                Some((scheme, rest)) => match rest.rsplit_once('@') {
                    Some((_, place)) => format!("{scheme}://{MASK}@{place}").into(),
                    None => value.into(),
                },
                None => value.into(),
            },
        }
    }

    fn path(&self) -> Option<PathBuf> {
        self.value().map(PathBuf::from)
    }

    fn password(&self) -> Option<SecretString> {
        self.value().map(SecretString::from)
    }

    fn invalid(&self, code: ClientCode, expected: &str) -> NorthApiError {
        NorthApiError::client(
            code,
            format!(
                "php.ini: {} must be {expected}, not \"{}\"",
                self.name(),
                self.value().map_or_else(Cow::default, |_| self.shown())
            ),
        )
    }

    fn flag(&self) -> Result<bool, NorthApiError> {
        match self.value().map(str::to_ascii_lowercase).as_deref() {
            Some("1" | "on" | "yes" | "true") => Ok(true),
            None | Some("0" | "off" | "no" | "false") => Ok(false),
            Some(_) => Err(self.invalid(ClientCode::BeforeCall, "1 or 0")),
        }
    }

    /// The value as a whole number, if it is one of these.
    fn number<T: FromStr + PartialOrd>(&self, range: RangeInclusive<T>) -> Option<T> {
        let number = self.value()?.trim().parse().ok()?;
        range.contains(&number).then_some(number)
    }

    fn milliseconds(&self) -> Result<Duration, NorthApiError> {
        self.number(MILLISECONDS)
            .map(Duration::from_millis)
            .ok_or_else(|| {
                let expected = "a number of milliseconds from 1 to 86400000";
                self.invalid(ClientCode::BeforeCall, expected)
            })
    }
}

thread_local! {
    /// How often settings were changed. Zend keeps them by thread, too.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

/// What settings were read as, until one is changed: each call reads them all.
struct Kept<T>(RefCell<Option<(u64, T)>>);

impl<T: Clone> Kept<T> {
    fn get(&self, read: impl FnOnce() -> Result<T, NorthApiError>) -> Result<T, NorthApiError> {
        let mut kept = self.0.borrow_mut();
        match &*kept {
            Some((at, value)) if *at == CHANGES.get() => Ok(value.clone()),
            _ => {
                let value = read()?;
                *kept = Some((CHANGES.get(), value.clone()));
                Ok(value)
            }
        }
    }
}

/// Reads a setting, unless this thread knows what it is.
macro_rules! kept {
    ($type:ty, $read:expr) => {{
        thread_local! {
            static KEPT: Kept<$type> = const { Kept(RefCell::new(None)) };
        }
        KEPT.with(|kept| kept.get(|| $read))
    }};
}

/// Notes every change, and accepts every value: settings are checked when they
/// are read. Without a handler, `ini_restore()` would have no effect.
unsafe extern "C" fn accept(
    _entry: *mut ffi::zend_ini_entry,
    _value: *mut ffi::zend_string,
    _arg1: *mut c_void,
    _arg2: *mut c_void,
    _arg3: *mut c_void,
    _stage: c_int,
) -> c_int {
    CHANGES.set(CHANGES.get().wrapping_add(1));
    ffi::ZEND_RESULT_CODE_SUCCESS
}

/// Declares the settings once: as constants, as the list for `php --ri`, and
/// as the table for Zend.
macro_rules! settings {
    ($($constant:ident = $setting:expr;)+) => {
        $(const $constant: Setting = $setting;)+

        /// Every setting, in the order of the documentation.
        pub(crate) static ALL: &[Setting] = &[$($constant),+];

        const COUNT: usize = [$(stringify!($constant)),+].len();

        /// Zend borrows the table for the life of the process.
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
    ROWS = Setting::new(c"northbound.rows", c"object");
    ALIAS_NAMESPACE = Setting::at_start(c"northbound.alias_namespace");
}

/// Registers the settings with Zend.
pub(crate) fn register(module_number: i32) {
    IniEntryDef::register(TABLE.as_slice(), module_number);
}

/// Where the default client finds the platform, and as whom.
pub(crate) struct Account {
    pub(crate) platform_ip: &'static str,
    pub(crate) platform_port: u16,
    pub(crate) app_id: &'static str,
    pub(crate) secret: &'static str,
}

/// The account in php.ini; `None` if there is none at all.
pub(crate) fn account() -> Result<Option<Account>, NorthApiError> {
    if [PLATFORM_IP, APP_ID, SECRET]
        .iter()
        .all(|setting| setting.value().is_none())
    {
        return Ok(None);
    }
    Ok(Some(Account {
        platform_ip: PLATFORM_IP.value().unwrap_or_default(),
        platform_port: PLATFORM_PORT.number(1..=u16::MAX).ok_or_else(|| {
            PLATFORM_PORT.invalid(ClientCode::ClientInfo, "a port from 1 to 65535")
        })?,
        app_id: APP_ID.value().unwrap_or_default(),
        secret: SECRET.value().unwrap_or_default(),
    }))
}

/// The TLS settings in php.ini.
pub(crate) fn tls() -> Result<Rc<TlsSettings>, NorthApiError> {
    kept!(Rc<TlsSettings>, read_tls().map(Rc::new))
}

fn read_tls() -> Result<TlsSettings, NorthApiError> {
    let verify = match TLS_VERIFY.value() {
        Some("full") => Verify::Full,
        Some("ca") => Verify::Ca,
        Some("none") => Verify::None,
        _ => return Err(TLS_VERIFY.invalid(ClientCode::SslConfig, "full, ca or none")),
    };
    Ok(TlsSettings {
        verify,
        client_cert: CLIENT_CERT.path(),
        client_key: CLIENT_KEY.path(),
        key_password: CLIENT_KEY_PASSWORD.password(),
        ca_file: CA_FILE.path(),
        trust: None,
    })
}

/// The limit in php.ini for opening a connection.
pub(crate) fn connect_timeout() -> Result<Duration, NorthApiError> {
    kept!(Duration, CONNECT_TIMEOUT_MS.milliseconds())
}

/// The limit in php.ini for a whole call.
pub(crate) fn timeout() -> Result<Duration, NorthApiError> {
    kept!(Duration, TIMEOUT_MS.milliseconds())
}

/// How often a call is sent at most.
pub(crate) fn max_attempts() -> Result<u32, NorthApiError> {
    let invalid = || MAX_ATTEMPTS.invalid(ClientCode::BeforeCall, "a number from 1 to 100");
    kept!(u32, MAX_ATTEMPTS.number(1..=100).ok_or_else(invalid))
}

/// How large an answer may be, in bytes.
pub(crate) fn max_response_size() -> Result<usize, NorthApiError> {
    let invalid = || {
        let expected = "a number of bytes, such as 1000000 or 64M";
        MAX_RESPONSE_SIZE.invalid(ClientCode::BeforeCall, expected)
    };
    kept!(
        usize,
        MAX_RESPONSE_SIZE
            .value()
            .and_then(bytes)
            .ok_or_else(invalid)
    )
}

/// How many calls are under way at a time where many are made.
pub(crate) fn concurrency() -> Result<usize, NorthApiError> {
    let invalid = || CONCURRENCY.invalid(ClientCode::BeforeCall, "a number from 1 to 64");
    kept!(usize, CONCURRENCY.number(1..=64).ok_or_else(invalid))
}

/// A size as PHP's own settings write it: a number above 0, and K, M or G.
fn bytes(text: &str) -> Option<usize> {
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

/// Whether the client finds access tokens by itself.
pub(crate) fn managed_token() -> Result<bool, NorthApiError> {
    kept!(bool, MANAGED_TOKEN.flag())
}

/// How many calls the application may make per minute, if that is limited.
pub(crate) fn quota_per_minute() -> Result<Option<NonZeroU32>, NorthApiError> {
    let invalid = || {
        let expected = "a number of calls from 1 to 1000000, or 0";
        QUOTA_PER_MINUTE.invalid(ClientCode::BeforeCall, expected)
    };
    let calls = kept!(
        u32,
        QUOTA_PER_MINUTE.number(0..=1_000_000).ok_or_else(invalid)
    )?;
    Ok(NonZeroU32::new(calls))
}

/// Where token and quota are shared.
pub(crate) fn store() -> Result<StoreSettings, NorthApiError> {
    Ok(match STATE.value() {
        Some("none") => StoreSettings::Process,
        Some("file") => match STATE_DIR.path() {
            Some(dir) => StoreSettings::FilesIn(dir),
            None => StoreSettings::Files,
        },
        Some(url)
            if ["redis://", "rediss://"]
                .iter()
                .any(|scheme| url.starts_with(scheme)) =>
        {
            StoreSettings::Redis {
                url: SecretString::from(url),
                ca_file: STATE_CA_FILE.path(),
                dir: STATE_DIR.path(),
            }
        }
        _ => {
            let expected = "file, none, redis://... or rediss://...";
            return Err(STATE.invalid(ClientCode::BeforeCall, expected));
        }
    })
}

/// A second namespace for all classes; `Err` if it is none.
pub(crate) fn alias_namespace() -> Result<Option<&'static str>, &'static str> {
    let Some(given) = ALIAS_NAMESPACE.value() else {
        return Ok(None);
    };
    let namespace = given.trim_matches('\\');
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
        Err(given)
    }
}

/// What the rows of answers become.
pub(crate) fn rows() -> Result<Rows, NorthApiError> {
    let read = || match ROWS.value() {
        Some("object") => Ok(Rows::Objects),
        Some("array") => Ok(Rows::Arrays),
        _ => Err(ROWS.invalid(ClientCode::BeforeCall, "object or array")),
    };
    kept!(Rows, read())
}
