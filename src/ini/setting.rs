//! An ini setting: its name, its value, and the error for an invalid value.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, OsStr, c_int, c_void};
use std::ops::RangeInclusive;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::IniEntryDef;
use northbound::internal::ErrorExt;
use northbound::internal::settings;
use northbound::sdk::MASK;
use northbound::{ClientCode, NorthApiError};
use secrecy::SecretString;

use crate::zend;

/// An ini setting.
pub(crate) struct Setting {
    name: &'static CStr,
    default: &'static CStr,
    /// True if `php --ri` and `phpinfo()` mask the value.
    pub(crate) secret: bool,
    /// True if the value is the address of a proxy, which may contain a password.
    is_proxy: bool,
    /// True if only php.ini can set it, since it is read when PHP starts.
    at_start: bool,
}

impl Setting {
    pub(super) const fn new(name: &'static CStr, default: &'static CStr) -> Self {
        Self {
            name,
            default,
            secret: false,
            is_proxy: false,
            at_start: false,
        }
    }

    pub(super) const fn at_start(name: &'static CStr) -> Self {
        Self {
            at_start: true,
            ..Self::new(name, c"")
        }
    }

    pub(super) const fn proxy(name: &'static CStr) -> Self {
        Self {
            is_proxy: true,
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

    pub(super) const fn secret(name: &'static CStr) -> Self {
        Self {
            secret: true,
            ..Self::new(name, c"")
        }
    }

    pub(super) const fn definition(&self) -> IniEntryDef {
        let mut definition = IniEntryDef::new(self.name, self.default, self.permission());
        definition.on_modify = Some(accept);
        definition
    }

    /// Returns the name of the setting.
    pub(crate) fn name(&self) -> &'static str {
        self.name.to_str().unwrap_or_default()
    }

    /// Returns the current value; `None` if it is empty. A value that is not UTF-8 becomes
    /// a character that no setting accepts, and not an empty value: that would mean the
    /// default.
    pub(crate) fn value(&self) -> Option<&'static str> {
        let value = zend::ini(self.name)?;
        Some(str::from_utf8(value).unwrap_or("\u{fffd}"))
    }

    /// Returns a text that may have any value; `None` if it is empty.
    pub(super) fn text(&self, code: ClientCode) -> Result<Option<&'static str>, NorthApiError> {
        match zend::ini(self.name).map(str::from_utf8) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(_)) => Err(NorthApiError::client(
                code,
                format!("php.ini: {} must be UTF-8", self.name()),
            )
            .of_setting()),
        }
    }

    /// Returns the value as `php --ri` and `phpinfo()` show it.
    pub(crate) fn shown(&self) -> Cow<'static, str> {
        match self.value() {
            None => "no value".into(),
            Some(_) if self.secret => MASK.into(),
            Some(value) if self.is_proxy => settings::masked_proxy(value),
            Some(value) => settings::masked_url(value),
        }
    }

    pub(super) fn path(&self) -> Option<PathBuf> {
        zend::ini(self.name).map(|path| OsStr::from_bytes(path).into())
    }

    /// Returns a path. A relative one is in the current directory.
    pub(super) fn absolute_path(&self) -> Option<PathBuf> {
        let path = self.path()?;
        Some(zend::path::absolute(&path).unwrap_or(path))
    }

    pub(super) fn password(&self, code: ClientCode) -> Result<Option<SecretString>, NorthApiError> {
        Ok(self.text(code)?.map(SecretString::from))
    }

    /// Creates the error for an invalid value.
    pub(super) fn invalid(&self, code: ClientCode, expected: &str) -> NorthApiError {
        let name = self.name();
        let desc = match self.value() {
            Some(_) => format!(
                "php.ini: {name} must be {expected}, not \"{}\"",
                self.shown()
            ),
            None => format!(
                "php.ini: {name} must be {expected}, not empty; without quotes, PHP reads none, \
                 no, off, false and null as empty"
            ),
        };
        NorthApiError::client(code, desc).of_setting()
    }

    pub(super) fn flag(&self) -> Result<bool, NorthApiError> {
        settings::flag(self.value().unwrap_or_default())
            .ok_or_else(|| self.invalid(ClientCode::BeforeCall, "1 or 0"))
    }

    /// Returns the value as a whole number; `None` if it is not a number in this range.
    pub(super) fn number<T: FromStr + PartialOrd>(&self, range: RangeInclusive<T>) -> Option<T> {
        let number = self.value()?.trim().parse().ok()?;
        range.contains(&number).then_some(number)
    }

    pub(super) fn milliseconds(&self) -> Result<Duration, NorthApiError> {
        self.number(settings::MILLISECONDS)
            .map(Duration::from_millis)
            .ok_or_else(|| {
                let expected = "a number of milliseconds from 1 to 86400000";
                self.invalid(ClientCode::BeforeCall, expected)
            })
    }
}

thread_local! {
    /// The number of changes of settings. Per thread, as the settings are in Zend.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

/// A parsed value, cached until any setting changes: every call reads all settings.
pub(super) struct Cached<T>(pub(super) RefCell<Option<(u64, T)>>);

impl<T: Clone> Cached<T> {
    /// Returns the cached value, or reads it if a setting has changed.
    pub(super) fn get(
        &self,
        read: impl FnOnce() -> Result<T, NorthApiError>,
    ) -> Result<T, NorthApiError> {
        let mut cached = self.0.borrow_mut();
        match &*cached {
            Some((changes, value)) if *changes == CHANGES.get() => Ok(value.clone()),
            _ => {
                let value = read()?;
                *cached = Some((CHANGES.get(), value.clone()));
                Ok(value)
            }
        }
    }
}

/// Reads a setting, unless this thread has its value in the cache.
macro_rules! cached {
    ($type:ty, $read:expr) => {{
        thread_local! {
            static CACHE: Cached<$type> = const { Cached(RefCell::new(None)) };
        }
        CACHE.with(|cache| cache.get(|| $read))
    }};
}

/// Counts every change, and accepts every value: settings are checked when they are
/// read. Without a handler, `ini_restore()` would have no effect.
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
