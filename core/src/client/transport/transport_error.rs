//! Errors of the transport, with the setting that the caller can change.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use rustls::InvalidMessage;

use super::error_source::{find_source, root_source};
use super::proxy_error::no_tunnel;
use super::tls;
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::code::ClientCode;
use crate::error::term::Term;

/// The maximum number of header lines of a response. hyper reserves memory for them with
/// each response.
pub(crate) const MAX_HEADERS: usize = 256;

/// True if the connection ended before any byte of the response.
pub(crate) fn ended_without_response(error: &reqwest::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    let is_incomplete = |error: &hyper::Error| error.is_incomplete_message() || error.is_closed();
    find_source::<hyper::Error>(error).is_some_and(is_incomplete)
        || find_source::<io::Error>(error)
            .is_some_and(|io| matches!(io.kind(), BrokenPipe | ConnectionReset | UnexpectedEof))
}

/// Creates the error for a request without a response. `limit` is the time limit for a
/// connection.
pub(crate) fn no_response(
    config: &ClientConfig,
    limit: Duration,
    error: reqwest::Error,
) -> NorthApiError {
    let timeout = error.is_timeout();
    if !timeout && let Some(no_tunnel) = no_tunnel(config, &error) {
        return no_tunnel.with_source(error);
    }
    let at = address(config);
    let sent = !error.is_connect();
    if sent && timeout {
        return NorthApiError::transport(
            true,
            true,
            format!("timed out: no response from {at}"),
            error,
        );
    }
    if timeout {
        let limit = limit.as_millis();
        let desc = format!(
            "timed out after {limit} ms ({}): no connection to {at}",
            Term::ConnectTimeout
        );
        return NorthApiError::transport(false, true, desc, error).transient();
    }
    if let Some(fault) = find_source::<rustls::Error>(&error) {
        return match describe_tls(&at, fault, sent) {
            (true, desc) => NorthApiError::client(ClientCode::Port, desc).with_source(error),
            (false, desc) => NorthApiError::transport(sent, false, desc, error).of_tls(),
        };
    }
    // hyper calls a request canceled if it was not written.
    let sent = sent && !find_source::<hyper::Error>(&error).is_some_and(hyper::Error::is_canceled);
    let transient = !sent || ended_without_response(&error);
    let reason = match find_source::<io::Error>(&error) {
        _ if is_too_large(&error) => format!(
            "the head of the response is too large: it has more than {MAX_HEADERS} header lines, \
             or more than 400 KiB"
        ),
        Some(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
            format!("connection refused; {}", check_address())
        }
        Some(io) => io.to_string(),
        None => root_source(&error).to_string(),
    };
    let desc = if sent {
        format!("no valid response from {at}: {reason}")
    } else {
        format!("cannot connect to {at}: {reason}")
    };
    let error = NorthApiError::transport(sent, false, desc, error);
    if transient { error.transient() } else { error }
}

/// Describes a failed handshake. Returns true with it if the server does not speak TLS.
/// `sent` is true if the request was sent before.
pub(crate) fn describe_tls(at: &str, fault: &rustls::Error, sent: bool) -> (bool, String) {
    let speaks_no_tls = matches!(
        fault,
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)
    );
    if speaks_no_tls && !sent {
        let desc = format!("{at} does not speak TLS; {}", check_address());
        return (true, desc);
    }
    // An alert instead of the response belongs to the handshake too: TLS 1.3 servers check
    // the client's certificate late.
    let described = match sent {
        true => tls::describe_late(fault),
        false => tls::describe(fault),
    };
    (false, format!("TLS with {at} failed: {described}"))
}

fn check_address() -> String {
    format!("check {} and {}", Term::PlatformIp, Term::PlatformPort)
}

/// Returns the address of the platform, with the proxy before it.
fn address(config: &ClientConfig) -> String {
    let platform = config.base_url();
    match config.proxy() {
        Some(proxy) => format!("{platform} (through the proxy {proxy})"),
        None => platform.to_owned(),
    }
}

pub(crate) fn incomplete_response(config: &ClientConfig, error: reqwest::Error) -> NorthApiError {
    let desc = format!(
        "the response from {} is incomplete: {}",
        address(config),
        root_source(&error)
    );
    NorthApiError::transport(true, error.is_timeout(), desc, error).transient()
}

/// True if the head of a response is larger than hyper reads.
fn is_too_large(error: &(dyn StdError + 'static)) -> bool {
    // hyper has a method for it, but only for servers.
    find_source::<hyper::Error>(error)
        .is_some_and(|error| error.is_parse() && error.to_string().contains("too large"))
}
