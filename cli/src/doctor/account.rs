//! The application: its shared state, its token, its quota.

use std::time::{Duration, SystemTime};

use northbound::client::TokenInfo;
use serde_json::{Map, json};
use tokio::time::sleep;

use super::check::Check;
use super::report::Report;
use crate::args::DoctorArgs;
use crate::exit::{Failure, Result};
use crate::sdk::{NorthApiError, Session, text, upgrade};
use crate::settings::Settings;
use crate::settings::names::MANAGED_TOKEN;
use crate::token::age;

/// Checks the place that processes share.
pub(super) async fn state(session: &Session) -> Check {
    const NAME: &str = "shared state";
    match session.store.check().await {
        Ok(report) => {
            let version = report.redis_version;
            let detail = match &version {
                Some(version) => format!("{}, Redis {version}, runs scripts", report.place),
                None => report.place,
            };
            Check::ok(NAME, detail).fact("redisVersion", version)
        }
        Err(error) => {
            let fix = match error.desc().contains("Redis") {
                true => {
                    "check northbound.state and northbound.state_ca_file, and that the user \
                         of Redis may run scripts; calls go on, but each host counts alone"
                }
                false => {
                    "set northbound.state_dir to a folder of the user that runs PHP, mode 0700"
                }
            };
            Check::failed(NAME, error.desc()).fix(fix)
        }
    }
}

/// Logs in, and makes a call that changes nothing.
pub(super) async fn check(
    args: &DoctorArgs,
    session: &Session,
    settings: &Settings,
    report: &mut Report,
) -> Result<()> {
    let before = stored(session).await;
    match session.is_managed() {
        false => report.add(Check::skipped("login", "access_token is set"))?,
        true => {
            if let Err(error) = session.client.start().await {
                report.add(Check::failed("login", error.desc()).fix(login_fix(&error)))?;
                let names = ["call", "token", "quota"];
                return report.add_all(names.map(|name| Check::skipped(name, "the login failed")));
            }
            let detail = match (&before, stored(session).await) {
                (Some(before), Some(now)) if before.obtained == now.obtained => {
                    "not needed: the stored token has not expired"
                }
                _ => "the platform accepts app_id and secret",
            };
            report.add(Check::ok("login", detail))?;
        }
    }
    let at_login = stored(session).await;
    let call = call(session).await;
    let has_failed = call.as_ref().is_err();
    let is_throttled = matches!(&call, Err(error) if error.is_throttled());
    report.add(call_check(&call))?;
    report.add(match (session.is_managed(), has_failed) {
        (false, _) => Check::skipped("token", "access_token is set"),
        (true, true) => Check::skipped("token", "the call failed"),
        (true, false) => token(args, session, settings, at_login).await,
    })?;
    report.add(quota(session, is_throttled))
}

async fn stored(session: &Session) -> Option<TokenInfo> {
    session.client.stored_token().await.ok().flatten()
}

fn login_fix(error: &NorthApiError) -> &'static str {
    if error.is_wrong_credentials() {
        "check northbound.app_id and northbound.secret"
    } else if error.is_transport() {
        "check northbound.platform_ip, northbound.platform_port and northbound.proxy"
    } else if error.is_throttled() {
        "set northbound.quota_per_minute to the quota of the application"
    } else {
        "ask the operator of the platform"
    }
}

/// Lists one package: a call that only reads, and that every application may make.
async fn call(session: &Session) -> std::result::Result<(), NorthApiError> {
    let page = json!({ "pageNo": 0, "pageSize": 1 });
    let arguments = Map::from_iter([("quplInDTO".to_owned(), page)]);
    let built = upgrade("queryUpgradePackageList")
        .and_then(|operation| session.request(operation, &arguments));
    match built {
        Ok(request) => session.client.execute(request).await.map(drop),
        // A request without any argument of the user can always be built.
        Err(Failure::Usage(_) | Failure::Error(_) | Failure::Output(_) | Failure::Signal(_)) => {
            Ok(())
        }
    }
}

fn call_check(outcome: &std::result::Result<(), NorthApiError>) -> Check {
    match outcome {
        Ok(()) => Check::ok("call", "queryUpgradePackageList succeeds"),
        Err(error) => Check::failed("call", error.to_string()).fix(login_fix(error)),
    }
}

/// Watches if another program ends the token: the client then logs in again, which shows
/// in the store.
async fn token(
    args: &DoctorArgs,
    session: &Session,
    settings: &Settings,
    at_login: Option<TokenInfo>,
) -> Check {
    const NAME: &str = "token";
    let obtained = |token: &Option<TokenInfo>| token.as_ref().map(|token| token.obtained);
    let after_call = stored(session).await;
    sleep(Duration::try_from_secs_f64(args.watch_token).unwrap_or_default()).await;
    if let Err(error) = call(session).await {
        return Check::failed(NAME, error.to_string()).fix(login_fix(&error));
    }
    let at_end = stored(session).await;
    let was_ended = obtained(&at_login) != obtained(&after_call);
    let is_ended = obtained(&after_call) != obtained(&at_end);
    let Some(token) = at_end else {
        return Check::warning(NAME, "it is not stored, so each process logs in by itself")
            .fix("set northbound.state to file, or to an address of Redis");
    };
    let share = "let all programs with this app_id, of all users and hosts, share the token: \
                 northbound.managed_token = 1, and the same northbound.state and state_dir";
    let detail = age(&token);
    let left = token
        .expires
        .duration_since(SystemTime::now())
        .unwrap_or_default();
    let check = if is_ended {
        let detail = format!("another program with this app_id keeps ending it; {detail}");
        Check::failed(NAME, detail).fix(share)
    } else if was_ended {
        let detail = format!("the stored one had been ended by another login; {detail}");
        Check::warning(NAME, detail).fix(share)
    } else if text::flag(settings.text(MANAGED_TOKEN)) == Some(false) {
        let detail = format!("{detail}; but the application logs in by itself");
        Check::warning(NAME, detail)
            .fix("set northbound.managed_token = 1: each login ends the token of all others")
    } else {
        Check::ok(NAME, detail)
    };
    check.fact("secondsLeft", left.as_secs())
}

fn quota(session: &Session, is_throttled: bool) -> Check {
    const NAME: &str = "quota";
    let fix =
        "set northbound.quota_per_minute to the quota of the application, in all its programs";
    match session.quota {
        Some(calls) if is_throttled => {
            let detail = format!("the platform refuses calls within {calls} per minute");
            Check::failed(NAME, detail).fix(fix)
        }
        Some(calls) => Check::ok(
            NAME,
            format!("{calls} calls per minute, shared by all processes"),
        ),
        None if is_throttled => Check::failed(NAME, "the application is over it").fix(fix),
        None => Check::ok(NAME, "no limit is set (northbound.quota_per_minute)"),
    }
}
