//! The file with settings, in TOML.

use std::path::{Path, PathBuf};
use std::{env, fs};

use secrecy::SecretString;

use super::names::{ALL, find};
use crate::exit::{Failure, Result};

/// Returns the place of the file that is read if nobody names one.
pub(super) fn default_path() -> Option<PathBuf> {
    let variable = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = variable("XDG_CONFIG_HOME").or_else(|| Some(variable("HOME")?.join(".config")))?;
    Some(folder.join("northbound/config.toml"))
}

/// Reads the settings in a file. Messages do not repeat its text, which may contain a
/// password.
pub(super) fn read(path: &Path) -> Result<Vec<(&'static str, SecretString)>> {
    let at = path.display();
    let text =
        fs::read_to_string(path).map_err(|error| Failure::usage(format!("{at}: {error}")))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        let before = error
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Failure::usage(format!("{at}: line {line}: {}", error.message()))
    })?;
    let mut values = Vec::new();
    for (key, value) in table {
        let Some(name) = find(&key) else {
            let known: Vec<&str> = ALL.iter().map(|name| name.key).collect();
            return Err(Failure::usage(format!(
                "{at}: unknown setting {key}; known are {}",
                known.join(", ")
            )));
        };
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(flag) => u8::from(flag).to_string(),
            _ => {
                let problem = format!("{at}: {key} must be text, a whole number or a boolean");
                return Err(Failure::usage(problem));
            }
        };
        values.push((name.key, text.into()));
    }
    Ok(values)
}
