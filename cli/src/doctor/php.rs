//! PHP and PHP-FPM.

use northbound::client::StoreSettings;

use super::check::Check;
use crate::sdk::{self, text};
use crate::settings::{Php, Settings};

/// Checks that PHP loads the extension.
pub(super) fn extension(php: &Php) -> Check {
    const NAME: &str = "extension";
    let files = match php.files.first() {
        Some(first) if php.files.len() > 1 => {
            format!("{first} and {} more files", php.files.len() - 1)
        }
        Some(first) => first.clone(),
        None => "no php.ini".to_owned(),
    };
    let of = match &php.fpm {
        Some(fpm) => format!("{} (as {} does)", php.binary, fpm.binary),
        None => php.binary.clone(),
    };
    match &php.extension {
        Some(version) => {
            let detail = format!(
                "northbound {version} in PHP {}; {of} reads {files}",
                php.version
            );
            Check::ok(NAME, detail).fact("version", version.clone())
        }
        None => {
            let detail = format!("PHP {} does not load it; {of} reads {files}", php.version);
            Check::failed(NAME, detail)
                .fix("add extension=northbound to php.ini, as docs/install.md says")
        }
    }
}

/// Compares the time limits of PHP-FPM with those of a call.
pub(super) fn limits(php: &Php, settings: &Settings) -> Vec<Check> {
    let Some(fpm) = &php.fpm else {
        return Vec::new();
    };
    let limit = settings.text("timeout_ms").trim().parse::<u64>().ok();
    let limit = limit
        .filter(|limit| text::MILLISECONDS.contains(limit))
        .unwrap_or(30_000);
    let seconds = limit.div_ceil(1000);
    let terminate = fpm.request_terminate_timeout;
    let control = fpm.process_control_timeout;
    let call = format!("a call may take {limit} ms (northbound.timeout_ms)");
    let mut checks = vec![
        match terminate {
            0 => Check::ok("request_terminate_timeout", format!("off; {call}")),
            more if more > seconds => {
                Check::ok("request_terminate_timeout", format!("{more} s; {call}"))
            }
            less => {
                let detail = format!("{less} s, so that PHP-FPM kills workers in a call; {call}");
                let fix = format!(
                    "set request_terminate_timeout above {seconds}s in the pool, or lower northbound.timeout_ms"
                );
                Check::failed("request_terminate_timeout", detail).fix(fix)
            }
        },
        match control > seconds {
            true => Check::ok("process_control_timeout", format!("{control} s; {call}")),
            false => {
                let detail =
                    format!("{control} s, so that a reload kills workers in a call; {call}");
                let fix = format!("set process_control_timeout above {seconds}s in php-fpm.conf");
                Check::warning("process_control_timeout", detail).fix(fix)
            }
        },
    ];
    if let Some(user) = &fpm.user {
        checks.push(worker(user));
    }
    checks
}

/// Returns the user of the workers whose token a login of this command would end: each user
/// has a token, unless a folder or Redis is set to share it.
pub(super) fn owner_of_token(settings: &Settings) -> Option<&str> {
    let user = settings.php.as_ref()?.fpm.as_ref()?.user.as_deref()?;
    let is_per_user = matches!(sdk::store(settings), Ok(StoreSettings::Files));
    (is_per_user && !is_own(user)).then_some(user)
}

fn is_own(user: &str) -> bool {
    uzers::get_effective_username().is_some_and(|own| own == user)
}

/// Returns the command that sees what the workers see.
pub(super) fn as_worker(user: &str) -> String {
    format!("sudo -u {user} northbound doctor --php-fpm")
}

/// The shared files belong to one user, so the command sees those of the workers only if
/// it runs as they do.
fn worker(user: &str) -> Check {
    const NAME: &str = "user of the workers";
    match is_own(user) {
        true => Check::ok(NAME, user),
        false => Check::warning(NAME, format!("{user}, not the user of this command"))
            .fix(format!("to see what the workers see: {}", as_worker(user))),
    }
}
