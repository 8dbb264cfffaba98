//! A configuration of PHP-FPM without its logs, which only root may write.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::NamedTempFile;

/// Returns the main file of the configuration: the one that was named, or the one near
/// php.ini. PHP-FPM says where its own is only if it can open the logs.
pub(super) fn config(named: Option<&str>, ini_folder: Option<&str>) -> Option<PathBuf> {
    if let Some(named) = named {
        return fs::canonicalize(named).ok();
    }
    let folder = Path::new(ini_folder?);
    [Some(folder), folder.parent()]
        .into_iter()
        .flatten()
        .map(|folder| folder.join("php-fpm.conf"))
        .find(|path| path.is_file())
}

/// Writes a file that includes this configuration, and sends its logs to /dev/null. The
/// later of two values counts.
pub(super) fn without(config: &Path) -> io::Result<NamedTempFile> {
    let mut content = format!("include={}\n", config.display());
    for pool in pools(&fs::read_to_string(config)?) {
        let _ = writeln!(content, "[{pool}]\nslowlog=/dev/null\naccess.log=/dev/null");
    }
    content += "[global]\nerror_log=/dev/null\n";
    let mut file = NamedTempFile::with_prefix("northbound-fpm-")?;
    file.write_all(content.as_bytes())?;
    Ok(file)
}

/// Returns the names of the pools in this configuration and in the files that it includes.
fn pools(config: &str) -> Vec<String> {
    let mut pools = sections(config);
    for line in config.lines() {
        let Some((key, pattern)) = line.split_once('=') else {
            continue;
        };
        if key.trim() == "include" {
            for file in matching(Path::new(pattern.trim().trim_matches('"'))) {
                pools.extend(sections(&fs::read_to_string(file).unwrap_or_default()));
            }
        }
    }
    pools
}

fn sections(config: &str) -> Vec<String> {
    let names = config.lines().filter_map(|line| {
        let name = line.trim().strip_prefix('[')?.split_once(']')?.0.trim();
        (name != "global").then(|| name.to_owned())
    });
    names.collect()
}

/// Returns the files that a pattern such as `/etc/php/8.4/fpm/pool.d/*.conf` means.
fn matching(pattern: &Path) -> Vec<PathBuf> {
    let name = pattern.file_name().unwrap_or_default().to_string_lossy();
    let Some((begin, end)) = name.split_once('*') else {
        return vec![pattern.to_owned()];
    };
    let entries = pattern
        .parent()
        .and_then(|folder| fs::read_dir(folder).ok());
    let paths = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    paths
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.strip_prefix(begin)
                .is_some_and(|rest| rest.ends_with(end))
        })
        .collect()
}
