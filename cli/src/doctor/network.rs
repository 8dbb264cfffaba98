//! The way to the platform: its address, TCP and TLS.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use northbound::client::{Handshake, Verify};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::certificates::{describe, with_validity};
use super::check::Check;
use super::report::Report;
use crate::exit::Result;
use crate::sdk::Session;
use crate::settings::Settings;

/// A difference of clocks that matters: tasks have a start and an end.
const CLOCK_TOLERANCE: u64 = 60;

const ADDRESS_FIX: &str =
    "check northbound.platform_ip and northbound.platform_port, and the firewall";

/// Checks the connection. Returns true if there is one.
pub(super) async fn check(
    session: &Session,
    settings: &Settings,
    report: &mut Report,
) -> Result<bool> {
    let (host, port) = target(session, settings);
    let limit = session.config.timeouts().connect;
    let addresses = match resolve(&host, port, limit).await {
        Ok(addresses) => addresses,
        Err(reason) => {
            let fix = "check northbound.platform_ip (or northbound.proxy), and the name server";
            report.add(Check::failed("address", format!("{host}: {reason}")).fix(fix))?;
            let names = ["connection", "TLS", "clock"];
            let why = "the address is not known";
            report.add_all(names.map(|name| Check::skipped(name, why)))?;
            return Ok(false);
        }
    };
    let texts: Vec<String> = addresses.iter().map(|at| at.ip().to_string()).collect();
    report.add(Check::ok(
        "address",
        format!("{host} is {}", texts.join(", ")),
    ))?;
    let tcp = tcp(&addresses, limit, session.config.proxy()).await;
    let is_connected = !tcp.has_failed();
    report.add(tcp)?;
    if !is_connected {
        let why = "there is no TCP connection";
        report.add_all(["TLS", "clock"].map(|name| Check::skipped(name, why)))?;
        return Ok(false);
    }
    if session.config.proxy().is_some() {
        let why = "it goes through the proxy; the login shows if it works";
        report.add_all(["TLS", "clock"].map(|name| Check::skipped(name, why)))?;
        return Ok(true);
    }
    tls(session, report).await
}

/// Returns the host and the port that connections go to: the proxy's, if there is one.
fn target(session: &Session, settings: &Settings) -> (String, u16) {
    let platform = || {
        let host = settings
            .text("platform_ip")
            .trim_matches(['[', ']'])
            .to_owned();
        (
            host,
            settings
                .text("platform_port")
                .trim()
                .parse()
                .unwrap_or_default(),
        )
    };
    let proxy = session.config.proxy().and_then(|proxy| {
        let (_, authority) = proxy.split_once("://")?;
        let (host, port) = authority.rsplit_once(':')?;
        Some((host.trim_matches(['[', ']']).to_owned(), port.parse().ok()?))
    });
    proxy.unwrap_or_else(platform)
}

async fn resolve(
    host: &str,
    port: u16,
    limit: Duration,
) -> std::result::Result<Vec<SocketAddr>, String> {
    match timeout(limit, lookup_host((host, port))).await {
        Ok(Ok(found)) => {
            let found: Vec<_> = found.collect();
            match found.is_empty() {
                true => Err("it has no address".to_owned()),
                false => Ok(found),
            }
        }
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no response within {} ms", limit.as_millis())),
    }
}

/// Opens a connection to each address. One that works is enough, but each that does not
/// costs time.
async fn tcp(addresses: &[SocketAddr], limit: Duration, proxy: Option<String>) -> Check {
    const NAME: &str = "connection";
    let via = proxy
        .map(|proxy| format!(" (the proxy {proxy})"))
        .unwrap_or_default();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for address in addresses {
        let began = Instant::now();
        match timeout(limit, TcpStream::connect(address)).await {
            Ok(Ok(_)) => {
                let took = began.elapsed().as_secs_f64() * 1000.0;
                good.push(format!("{address}{via} in {took:.1} ms"));
            }
            Ok(Err(error)) => bad.push(format!("{address}{via}: {error}")),
            Err(_) => {
                let limit = limit.as_millis();
                bad.push(format!("{address}{via}: no response within {limit} ms"));
            }
        }
    }
    match (good.is_empty(), bad.is_empty()) {
        (true, _) => Check::failed(NAME, bad.join("; ")).fix(ADDRESS_FIX),
        (false, false) => {
            let detail = format!("{}; but not {}", good.join(", "), bad.join("; "));
            Check::warning(NAME, detail).fix("take the address out of the name server")
        }
        (false, true) => Check::ok(NAME, good.join(", ")),
    }
}

/// Looks at a TLS handshake. Returns true if calls would accept it.
async fn tls(session: &Session, report: &mut Report) -> Result<bool> {
    let handshake = match Handshake::inspect(&session.config, &session.tls).await {
        Ok(handshake) => handshake,
        Err(error) => {
            report.add(Check::failed("TLS", error.desc()).fix(advice(error.desc())))?;
            report.add(Check::skipped("clock", "there is no TLS connection"))?;
            return Ok(false);
        }
    };
    let check = certificate(&handshake, session.tls.verify);
    let is_accepted = !check.has_failed();
    report.add(check)?;
    let refused = handshake.refused.is_some();
    if let Some(reason) = &handshake.refused {
        let check = Check::failed("client certificate at the platform", reason);
        report.add(check.fix(
            "set northbound.client_cert to a certificate that the platform knows, and \
             northbound.client_key to its key",
        ))?;
    }
    report.add(clock(&handshake))?;
    Ok(is_accepted && !refused)
}

/// Returns the setting to change for a handshake that failed.
fn advice(desc: &str) -> &'static str {
    if desc.contains("does not speak TLS") {
        "check northbound.platform_port: it is the port of the HTTPS interface, usually 8743"
    } else if desc.contains("client certificate") {
        "set northbound.client_cert to a certificate that the platform knows, and \
         northbound.client_key to its key"
    } else if desc.contains("of TLS") {
        "ask the operator of the platform for TLS 1.2 or 1.3; no setting allows older versions"
    } else {
        ADDRESS_FIX
    }
}

/// Checks the platform's certificate as calls do.
fn certificate(handshake: &Handshake, verify: Verify) -> Check {
    const NAME: &str = "TLS";
    let mut detail = format!("{}, {}", handshake.version, handshake.cipher_suite);
    if let Some(cert) = handshake.certificates.first() {
        let issuer = match cert.issuer == cert.subject {
            true => "itself",
            false => &cert.issuer,
        };
        detail.push_str(&format!("; {}, issued by {issuer}", describe(cert)));
    }
    let word = |verdict: &std::result::Result<(), String>| match verdict {
        Ok(()) => "accepted",
        Err(_) => "rejected",
    };
    let verdicts = format!(
        "{} under full, {} under ca",
        word(&handshake.full),
        word(&handshake.ca)
    );
    let verdict = match verify {
        Verify::Full => &handshake.full,
        Verify::Ca => &handshake.ca,
        Verify::None => &Ok(()),
    };
    let check = match (verdict, handshake.certificates.first()) {
        (Err(reason), _) => {
            let detail = format!("the platform's certificate {}; {detail}", bare(reason));
            Check::failed(NAME, format!("{detail}; {verdicts}")).fix(setting(reason))
        }
        (Ok(()), Some(cert)) if verify != Verify::None => {
            let setting = "the platform; ask its operator";
            with_validity(
                NAME,
                format!("{detail}; {verdicts}"),
                cert.not_after,
                setting,
            )
        }
        (Ok(()), _) => Check::ok(NAME, format!("{detail}; {verdicts}")),
    };
    let names = handshake
        .certificates
        .first()
        .map(|cert| cert.names.clone());
    check
        .fact("version", handshake.version.clone())
        .fact("cipherSuite", handshake.cipher_suite.clone())
        .fact("names", names)
        .fact("full", handshake.full.is_ok())
        .fact("ca", handshake.ca.is_ok())
}

/// Removes the words that every reason begins with.
fn bare(reason: &str) -> &str {
    reason
        .strip_prefix("the platform's certificate ")
        .unwrap_or(reason)
}

/// Returns the setting to change for a certificate that is rejected.
fn setting(reason: &str) -> &'static str {
    if reason.contains("trusted CA") {
        "set northbound.ca_file to a PEM file with the CA that issued it"
    } else if reason.contains("not valid before") {
        "set the clock of this machine"
    } else if reason.contains("expired") {
        "ask the operator of the platform for a new certificate; until then, only \
         northbound.tls_verify = insecure accepts it"
    } else if reason.contains("tls_verify = ca") {
        "set northbound.platform_ip to a name in the certificate, or northbound.tls_verify = ca"
    } else {
        "see docs/tls.md"
    }
}

fn clock(handshake: &Handshake) -> Check {
    const NAME: &str = "clock";
    let Some(offset) = handshake.clock_offset else {
        return Check::skipped(NAME, "the platform sends no Date");
    };
    let seconds = offset.unsigned_abs();
    let detail = match offset {
        0 => "the same as the platform's".to_owned(),
        1.. => format!("{seconds} s behind the platform's"),
        _ => format!("{seconds} s ahead of the platform's"),
    };
    let check = match seconds > CLOCK_TOLERANCE {
        true => Check::failed(NAME, detail).fix("set the clock of this machine, with NTP"),
        false => Check::ok(NAME, detail),
    };
    check.fact("offsetSeconds", offset)
}
