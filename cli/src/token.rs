//! `northbound token`: the access token, and how long it lives.

use std::io::{self, Write};
use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret;

use crate::args::TokenArgs;
use crate::exit::{Failure, Outcome, Result};
use crate::sdk::{Session, TokenInfo};
use crate::settings::Settings;

pub(crate) async fn run(args: &TokenArgs, settings: &mut Settings) -> Result {
    let session = Session::open(settings)?;
    if !session.is_managed() {
        return Err(Failure::usage(
            "access_token is set, so no token is managed; remove it to log in",
        ));
    }
    if !args.stored {
        session.client.start().await?;
    }
    let token = session.client.stored_token().await?;
    let Some(token) = token else {
        let why = match args.stored {
            true => "without --stored, this command logs in",
            // The store is of this process only, or it could not be written.
            false => "the login succeeded, but the token is not shared; see northbound doctor",
        };
        return Err(Failure::error(format!("there is no stored token; {why}")));
    };
    let mut out = io::stdout().lock();
    if args.show {
        writeln!(out, "{}", token.access.expose_secret())?;
    } else {
        let place = session.store.check().await?.place;
        let app_id = session.config.app_id();
        writeln!(out, "token of {app_id}: {}; stored in {place}", age(&token))?;
    }
    Ok(Outcome::Good)
}

/// Says how old a token is, and how long it is valid.
pub(crate) fn age(token: &TokenInfo) -> String {
    let now = SystemTime::now();
    let old = now.duration_since(token.obtained).unwrap_or_default();
    match token.expires.duration_since(now) {
        Ok(left) => format!("obtained {} ago, expires in {}", span(old), span(left)),
        Err(past) => {
            let past = span(past.duration());
            format!("obtained {} ago, expired {past} ago", span(old))
        }
    }
}

/// Writes a time in its two largest units.
pub(crate) fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {:02} s", seconds % 60),
        (0, _, _) => format!("{hours} h {minutes:02} min"),
        (1, _, _) => format!("1 day {hours} h"),
        (_, _, _) => format!("{days} days"),
    }
}
