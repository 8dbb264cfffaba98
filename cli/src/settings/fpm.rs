//! The settings of PHP-FPM: its ini files, and its pool.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use secrecy::SecretString;

use super::fpm_logs;
use super::names::find;
use crate::exit::{Failure, Result};

/// The folders of programs that only root has in PATH.
const FOLDERS: [&str; 2] = ["/usr/sbin", "/usr/local/sbin"];

/// What a PHP-FPM says of itself.
#[derive(Debug)]
pub(crate) struct Fpm {
    pub(crate) binary: String,
    pub(super) ini: Option<String>,
    pub(super) scan_dir: Option<String>,
    /// The user of the pool's workers.
    pub(crate) user: Option<String>,
    /// Seconds after which FPM kills a worker; 0 for never.
    pub(crate) request_terminate_timeout: u64,
    /// Seconds for which a reload waits for a worker; 0 for not at all.
    pub(crate) process_control_timeout: u64,
    /// Settings in the pool, and the pool.
    pub(super) values: BTreeMap<&'static str, (SecretString, String)>,
}

/// The variables of a shell that name ini files. A service of PHP-FPM does not have them.
const INI_VARIABLES: [&str; 2] = ["PHPRC", "PHP_INI_SCAN_DIR"];

/// Returns a command that runs a PHP as a service does.
pub(super) fn as_service(binary: &str) -> Command {
    let mut command = Command::new(binary);
    for name in INI_VARIABLES {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a program to its end.
pub(super) fn run(command: &mut Command, binary: &str) -> Result<Output> {
    let output = command.output();
    output.map_err(|error| Failure::error(format!("{binary} cannot be run: {error}")))
}

impl Fpm {
    /// Asks this PHP-FPM, or the newest one that is installed.
    pub(super) fn ask(binary: &str, config: Option<&str>) -> Result<Self> {
        let binary = match binary {
            "" => installed()?,
            named => named.to_owned(),
        };
        let info = run(as_service(&binary).arg("-i"), &binary)?;
        let info = String::from_utf8_lossy(&info.stdout).into_owned();
        let of_info = |name: &str| {
            let mut lines = info.lines();
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(" => "))?;
            (value != "(none)").then(|| value.to_owned())
        };
        let says = match dump(&binary, config)? {
            Ok(says) => says,
            Err(says) => {
                let folder = of_info("Configuration File (php.ini) Path");
                dump_without_logs(&binary, config, folder.as_deref(), &says)?
            }
        };
        let mut fpm = Self {
            ini: of_info("Loaded Configuration File"),
            scan_dir: of_info("Scan this dir for additional .ini files"),
            binary,
            user: None,
            request_terminate_timeout: 0,
            process_control_timeout: 0,
            values: BTreeMap::new(),
        };
        fpm.read(&says);
        Ok(fpm)
    }

    /// Reads the dump of the configuration. Of several pools, the first one that has
    /// settings of the extension counts, or else the first one.
    fn read(&mut self, dump: &str) {
        let mut pool = String::new();
        let mut is_first = true;
        for line in dump.lines() {
            let line = line
                .split_once("NOTICE:")
                .map_or(line, |(_, rest)| rest)
                .trim();
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                is_first = pool.is_empty() || pool == "global";
                name.clone_into(&mut pool);
                continue;
            }
            let Some((key, value)) = line.split_once(" = ") else {
                continue;
            };
            match key {
                "process_control_timeout" => self.process_control_timeout = seconds(value),
                "request_terminate_timeout" if is_first => {
                    self.request_terminate_timeout = seconds(value);
                }
                "user" if is_first => self.user = Some(value.to_owned()),
                _ => self.read_value(key, value, &pool),
            }
        }
    }

    /// Reads a line such as `php_admin_value[northbound.app_id] = app`.
    fn read_value(&mut self, key: &str, value: &str, pool: &str) {
        let key = ["php_admin_value", "php_value", "php_admin_flag", "php_flag"]
            .iter()
            .find_map(|kind| key.strip_prefix(*kind)?.strip_prefix("[northbound."));
        if let Some(name) = key.and_then(|key| find(key.strip_suffix(']')?)) {
            let from = format!("pool {pool} of {}", self.binary);
            let value = (SecretString::from(value), from);
            self.values.entry(name.key).or_insert(value);
        }
    }

    /// Returns the PHP of the command line that is of the same version.
    pub(super) fn command_line_php(&self) -> String {
        let path = Path::new(&self.binary);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let php = name.replacen("php-fpm", "php", 1);
        let is_installed = std::env::var_os("PATH").is_some_and(|folders| {
            std::env::split_paths(&folders).any(|folder| folder.join(&php).exists())
        });
        if is_installed { php } else { "php".to_owned() }
    }
}

/// Returns the configuration that PHP-FPM reads, or its errors.
fn dump(binary: &str, config: Option<&str>) -> Result<std::result::Result<String, String>> {
    let mut command = as_service(binary);
    command.arg("-tt");
    if let Some(config) = config {
        command.args(["-y", config]);
    }
    let dump = run(&mut command, binary)?;
    let says = String::from_utf8_lossy(&dump.stderr).into_owned();
    Ok(if dump.status.success() {
        Ok(says)
    } else {
        Err(says)
    })
}

/// Asks again without the logs, if the first attempt failed with this message because the
/// user of this command must not write them: PHP-FPM opens them even to test.
fn dump_without_logs(
    binary: &str,
    config: Option<&str>,
    ini_folder: Option<&str>,
    says: &str,
) -> Result<String> {
    let error = says.lines().find(|line| line.contains("ERROR"));
    let error = error.map_or("it fails", |line| {
        line.split_once("ERROR: ").map_or(line, |(_, error)| error)
    });
    let is_denied = ["Permission denied", "Read-only file system"]
        .iter()
        .any(|text| error.contains(text));
    if !is_denied {
        return Err(Failure::error(format!("{binary} -tt: {error}")));
    }
    let unreadable = || {
        Failure::error(format!(
            "{binary} -tt: {error}; run the command as root, or name a configuration with other \
             logs: --php-fpm-config=FILE"
        ))
    };
    let config = fpm_logs::config(config, ini_folder).ok_or_else(unreadable)?;
    let copy = fpm_logs::without(&config).map_err(|_| unreadable())?;
    dump(binary, copy.path().to_str())?.map_err(|_| unreadable())
}

/// Returns the PHP-FPM with the highest version.
fn installed() -> Result<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(FOLDERS.iter().map(|folder| folder.into()));
    let names = folders
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .flatten();
    let fpms = names.filter(|entry| entry.file_name().to_string_lossy().starts_with("php-fpm"));
    let newest = fpms.map(|entry| entry.path()).max();
    let missing = "php-fpm not found; name it: --php-fpm=/usr/sbin/php-fpm8.4";
    newest
        .map(|path| path.display().to_string())
        .ok_or_else(|| Failure::error(missing))
}

/// Parses a time of PHP-FPM, such as `30s` or `2m`.
fn seconds(text: &str) -> u64 {
    let (number, unit) = match text.find(|char: char| !char.is_ascii_digit()) {
        Some(end) => text.split_at(end),
        None => (text, "s"),
    };
    let factor = match unit.trim() {
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => 1,
    };
    number
        .parse::<u64>()
        .unwrap_or_default()
        .saturating_mul(factor)
}
