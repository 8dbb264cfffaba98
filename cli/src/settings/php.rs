//! The settings of PHP, as `php` itself reports them.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use secrecy::SecretString;
use serde::Deserialize;

use super::flags::Flags;
use super::fpm::{self, Fpm};
use super::names::{ALL, find};
use crate::exit::{Failure, Result};

/// Reports what PHP says of the extension. `ini_get` needs the extension; without it,
/// `get_cfg_var` still knows what the files say.
const SCRIPT: &str = r#"
$names = explode(",", $argv[1]);
$loaded = extension_loaded("northbound");
$files = array_filter(array_map("trim", explode(",", php_ini_loaded_file() . "," . php_ini_scanned_files())));
$values = $from = [];
foreach ($files as $file) {
    $lines = @parse_ini_file($file, false, INI_SCANNER_RAW) ?: [];
    foreach ($names as $name) {
        if (isset($lines["northbound.$name"])) { $from[$name] = $file; }
    }
}
foreach ($names as $name) {
    $value = $loaded ? ini_get("northbound.$name") : get_cfg_var("northbound.$name");
    if (is_string($value) && (isset($from[$name]) || get_cfg_var("northbound.$name") !== false)) {
        $values[$name] = [$value, $from[$name] ?? "php"];
    }
}
echo "\nnorthbound-report:", json_encode([
    "version" => PHP_VERSION,
    "extension" => $loaded ? (string) phpversion("northbound") : null,
    "files" => array_values($files),
    "values" => (object) $values,
], JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), "\n";
"#;

/// What a PHP says of the extension.
#[derive(Debug)]
pub(crate) struct Php {
    pub(crate) binary: String,
    pub(crate) version: String,
    /// The version of the extension; `None` if it is not loaded.
    pub(crate) extension: Option<String>,
    /// The ini files that were read.
    pub(crate) files: Vec<String>,
    /// Values, and the files that they come from.
    pub(super) values: BTreeMap<&'static str, (SecretString, String)>,
    pub(crate) fpm: Option<Fpm>,
}

#[derive(Deserialize)]
struct Report {
    version: String,
    extension: Option<String>,
    files: Vec<String>,
    values: BTreeMap<String, (SecretText, String)>,
}

/// A value that no message shows.
#[derive(Deserialize)]
#[serde(from = "String")]
struct SecretText(SecretString);

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Php {
    /// Asks the PHP, and the PHP-FPM, that the flags name.
    pub(super) fn ask(flags: &Flags) -> Result<Self> {
        let fpm = flags.fpm.as_deref();
        let fpm = fpm
            .map(|binary| Fpm::ask(binary, flags.fpm_config.as_deref()))
            .transpose()?;
        let named = flags.php.as_deref().filter(|binary| !binary.is_empty());
        let binary = match (named, &fpm) {
            (Some(binary), _) => binary.to_owned(),
            (None, Some(fpm)) => fpm.command_line_php(),
            (None, None) => "php".to_owned(),
        };
        let report = report(&binary, fpm.as_ref())?;
        let values = report
            .values
            .into_iter()
            .filter_map(|(key, (SecretText(text), file))| Some((find(&key)?.key, (text, file))));
        let mut php = Self {
            binary,
            version: report.version,
            extension: report.extension,
            files: report.files,
            values: values.collect(),
            fpm: None,
        };
        if let Some(mut fpm) = fpm {
            php.values.append(&mut fpm.values);
            php.fpm = Some(fpm);
        }
        Ok(php)
    }
}

fn report(binary: &str, fpm: Option<&Fpm>) -> Result<Report> {
    let keys: Vec<&str> = ALL.iter().map(|name| name.key).collect();
    let mut command = match fpm {
        Some(_) => fpm::as_service(binary),
        None => Command::new(binary),
    };
    if let Some(ini) = fpm.and_then(|fpm| fpm.ini.as_deref()) {
        command.args(["-c", ini]);
    }
    if let Some(folder) = fpm.and_then(|fpm| fpm.scan_dir.as_deref()) {
        command.env("PHP_INI_SCAN_DIR", folder);
    }
    command.args(["-d", "display_errors=stderr", "-d", "log_errors=0"]);
    command.args(["-r", SCRIPT, "--", &keys.join(",")]);
    let output = fpm::run(command.stdin(Stdio::null()), binary)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = text.lines();
    let json = lines.find_map(|line| line.strip_prefix("northbound-report:"));
    let json = json.ok_or_else(|| {
        let says = String::from_utf8_lossy(&output.stderr);
        let says = says.lines().next().unwrap_or("it says nothing").to_owned();
        Failure::error(format!("{binary} reports no settings: {says}"))
    })?;
    serde_json::from_str(json)
        .map_err(|_| Failure::error(format!("{binary} reports its settings in another form")))
}
