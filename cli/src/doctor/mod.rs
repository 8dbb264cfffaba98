//! `northbound doctor`: checks everything that a call needs, in the order in which it
//! needs it.

mod account;
mod certificates;
mod check;
mod network;
mod php;
mod report;

use std::io::{self, Write};

use serde_json::json;

use crate::args::DoctorArgs;
use crate::exit::{Outcome, Result};
use crate::sdk::{self, Session};
use crate::settings::Settings;
use crate::terminal::Terminal;
use check::Check;
use report::Report;

pub(crate) async fn run(args: &DoctorArgs, settings: &mut Settings) -> Result {
    let terminal = (!args.json).then(Terminal::of_stdout);
    let mut report = Report {
        checks: Vec::new(),
        terminal,
    };
    if let Some(php) = &settings.php {
        report.add(php::extension(php))?;
    }
    let opened = Session::open(settings);
    let shown = settings.all_shown();
    match &opened {
        Ok(_) => report.add(Check::ok("settings", "all are valid"))?,
        Err(failure) => {
            let message = failure.message().unwrap_or_default();
            let check = Check::failed("settings", message);
            report.add(match settings.php {
                Some(_) => check,
                None => check.fix(
                    "if the settings are in php.ini: northbound doctor --php reads it, and \
                     --php-fpm that of PHP-FPM",
                ),
            })?;
        }
    }
    report.show(&shown)?;
    let tls = sdk::tls(settings);
    if let Ok(tls) = &tls {
        report.add(certificates::trusted(tls))?;
        report.add(certificates::client(tls))?;
    }
    match &opened {
        Ok(session) => connection(args, session, settings, &mut report).await?,
        Err(_) => {
            let names = [
                "address",
                "connection",
                "TLS",
                "shared state",
                "login",
                "call",
            ];
            let why = "the settings are not complete";
            report.add_all(names.map(|name| Check::skipped(name, why)))?;
        }
    }
    if let Some(php) = &settings.php {
        report.add_all(php::limits(php, settings))?;
    }
    if args.json {
        let ok = !report.has_failed();
        let json = json!({ "ok": ok, "checks": report.checks, "settings": shown });
        writeln!(io::stdout(), "{json:#}")?;
    }
    Ok(match report.has_failed() {
        true => Outcome::CheckFailed,
        false => Outcome::Good,
    })
}

/// Checks the connection, and what the platform says.
async fn connection(
    args: &DoctorArgs,
    session: &Session,
    settings: &Settings,
    report: &mut Report,
) -> Result<()> {
    let is_reachable = network::check(session, settings, report).await?;
    let state = account::state(session).await;
    let has_state = !state.has_failed();
    report.add(state)?;
    let owner = php::owner_of_token(settings).filter(|_| session.is_managed());
    let owner = owner.map(|user| {
        let command = php::as_worker(user);
        format!("it would end the token of {user}; to log in as the workers do: {command}")
    });
    let why = match (is_reachable, has_state, args.no_login) {
        (false, _, _) => Some("there is no connection"),
        (_, false, _) => Some("the shared state cannot be used"),
        (_, _, true) => Some("--no-login"),
        (true, true, false) => owner.as_deref(),
    };
    match why {
        Some(why) => {
            let names = ["login", "call", "token", "quota"];
            report.add_all(names.map(|name| Check::skipped(name, why)))
        }
        None => account::check(args, session, settings, report).await,
    }
}
