//! The settings of the command, from flags, the environment, a file and PHP.

mod file;
pub(crate) mod flags;
mod fpm;
mod fpm_logs;
pub(crate) mod names;
mod php;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::{env, io};

use northbound::internal::settings::{masked_proxy, masked_url};
use northbound::sdk::MASK;
use secrecy::{ExposeSecret, SecretString};

use crate::exit::{Failure, Result};
use flags::Flags;
use names::{ALL, Kind, MANAGED_TOKEN, Name};

pub(crate) use php::Php;

/// The place that a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag(String),
    Variable(String),
    File(PathBuf),
    /// A file of PHP or of PHP-FPM.
    Php(String),
    Prompt,
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Variable(variable) => f.write_str(variable),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Php(file) => f.write_str(file),
            Self::Prompt => f.write_str("prompt"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The value of a setting, which may be secret, and its place.
#[derive(Debug, Clone)]
struct Value {
    text: SecretString,
    origin: Origin,
}

/// The settings, each from the first place that has it: a flag, the environment, the
/// file, PHP.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    values: BTreeMap<&'static str, Value>,
    pub(crate) php: Option<Php>,
}

/// A setting for people: its value without secrets, and its place.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Shown {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) origin: String,
}

impl Settings {
    /// Reads all places.
    pub(crate) fn read(flags: &Flags) -> Result<Self> {
        let mut settings = Self::default();
        let asks_php = flags.php.is_some() || flags.fpm.is_some();
        if asks_php {
            let php = Php::ask(flags)?;
            // The extension's default is not the command's.
            settings.put(MANAGED_TOKEN, "0".into(), Origin::Default);
            for (key, (text, origin)) in &php.values {
                settings.put(key, text.clone(), Origin::Php(origin.clone()));
            }
            settings.php = Some(php);
        }
        let variable = env::var_os("NORTHBOUND_CONFIG").map(PathBuf::from);
        let named = flags
            .config
            .clone()
            .or(variable.filter(|path| !path.as_os_str().is_empty()));
        // What PHP says is not mixed with a file that nobody named.
        let default = || file::default_path().filter(|path| !asks_php && path.exists());
        if let Some(path) = named.or_else(default) {
            for (key, text) in file::read(&path)? {
                settings.put(key, text, Origin::File(path.clone()));
            }
        }
        for name in ALL {
            settings.read_variable(name)?;
            if let Some(text) = flags.values.get(name.key) {
                let text = flag_value(name, text)?;
                settings.put(name.key, text, Origin::Flag(name.flag()));
            }
        }
        Ok(settings)
    }

    fn read_variable(&mut self, name: &Name) -> Result<()> {
        let variable = name.variable();
        let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) else {
            return Ok(());
        };
        let not_utf8 = |_| Failure::usage(format!("{variable} must be UTF-8"));
        let text = value.into_string().map_err(not_utf8)?;
        if let Some(name) = names::find(name.key) {
            self.put(name.key, text.into(), Origin::Variable(variable));
        }
        Ok(())
    }

    fn put(&mut self, key: &'static str, text: SecretString, origin: Origin) {
        self.values.insert(key, Value { text, origin });
    }

    /// Sets a secret that a person has typed.
    pub(crate) fn put_typed(&mut self, key: &'static str, text: SecretString) {
        self.put(key, text, Origin::Prompt);
    }

    /// Returns the value; the default if no place has it.
    pub(crate) fn text(&self, key: &str) -> &str {
        let set = self.values.get(key).map(|value| value.text.expose_secret());
        set.unwrap_or_else(|| names::find(key).map_or("", |name| name.default))
    }

    pub(crate) fn path(&self, key: &str) -> Option<PathBuf> {
        Some(self.text(key))
            .filter(|text| !text.is_empty())
            .map(PathBuf::from)
    }

    pub(crate) fn secret(&self, key: &str) -> Option<SecretString> {
        Some(self.text(key))
            .filter(|text| !text.is_empty())
            .map(SecretString::from)
    }

    fn origin(&self, key: &str) -> Origin {
        let value = self.values.get(key);
        value.map_or(Origin::Default, |value| value.origin.clone())
    }

    /// Creates the error for an invalid value.
    pub(crate) fn invalid(&self, key: &'static str, expected: &str) -> Failure {
        let (shown, origin) = (self.shown(key), self.origin(key));
        let hint = match (&origin, self.text(key)) {
            (Origin::Php(_), "") => {
                "; without quotes, PHP reads none, no, off, false and null as empty"
            }
            _ => "",
        };
        Failure::usage(format!(
            "{key} must be {expected}, not \"{shown}\" ({origin}){hint}"
        ))
    }

    /// Creates the error for a missing value.
    pub(crate) fn missing(&self, key: &'static str) -> Failure {
        let (flag, variable) = names::find(key)
            .map(|name| (name.flag(), name.variable()))
            .unwrap_or_default();
        let php = match &self.php {
            Some(_) => format!("northbound.{key} in php.ini"),
            None => "--php, for what php.ini says".to_owned(),
        };
        Failure::usage(format!(
            "{key} is missing; set --{flag}, {variable}, {key} in the file of --config, or {php}"
        ))
    }

    /// Returns the value as people may see it.
    fn shown(&self, key: &str) -> String {
        let text = self.text(key);
        let kind = names::find(key).map_or(Kind::Secret, |name| name.kind);
        let shown = match kind {
            _ if text.is_empty() => Cow::Borrowed(""),
            Kind::Plain => Cow::Borrowed(text),
            Kind::Secret => Cow::Borrowed(MASK),
            Kind::Url => masked_url(text),
            Kind::Proxy => masked_proxy(text),
        };
        shown.into_owned()
    }

    /// Returns all settings that are set, for people.
    pub(crate) fn all_shown(&self) -> Vec<Shown> {
        let set = ALL.iter().filter(|name| !self.text(name.key).is_empty());
        set.map(|name| Shown {
            name: name.key,
            value: self.shown(name.key),
            origin: self.origin(name.key).to_string(),
        })
        .collect()
    }
}

/// Returns the value of a flag: for a secret, the first line of its file. Everyone on the
/// machine can read a command line, so an address there contains no password.
fn flag_value(name: &Name, text: &str) -> Result<SecretString> {
    match name.kind {
        Kind::Plain => Ok(text.into()),
        Kind::Secret => {
            let unreadable = |error| Failure::usage(format!("--{} {text}: {error}", name.flag()));
            read_secret(Path::new(text)).map_err(unreadable)
        }
        Kind::Url | Kind::Proxy if text.contains('@') => Err(Failure::usage(format!(
            "--{} contains a user or a password, which everyone on this machine could read; \
             set it in {} or in the file of --config",
            name.flag(),
            name.variable()
        ))),
        Kind::Url | Kind::Proxy => Ok(text.into()),
    }
}

/// Reads the first line of a file; `-` is standard input.
pub(crate) fn read_secret(path: &Path) -> io::Result<SecretString> {
    let text = match path.as_os_str() == "-" {
        true => io::read_to_string(io::stdin())?,
        false => fs::read_to_string(path)?,
    };
    Ok(text.lines().next().unwrap_or_default().into())
}
