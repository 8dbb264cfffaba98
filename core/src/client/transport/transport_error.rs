//! What can go wrong on the way, in terms of what the caller can change.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use rustls::InvalidMessage;

use super::tls;
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::code::ClientCode;

/// Whether the connection ended before any byte of the answer.
pub(crate) fn is_cut_off(error: &reqwest::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    let is_incomplete = |error: &hyper::Error| error.is_incomplete_message() || error.is_closed();
    cause::<hyper::Error>(error).is_some_and(is_incomplete)
        || cause::<io::Error>(error)
            .is_some_and(|io| matches!(io.kind(), BrokenPipe | ConnectionReset | UnexpectedEof))
}

/// No answer: says why, in terms of what the caller can change. A connection
/// was given `limit` to come about.
pub(crate) fn unreachable(
    config: &ClientConfig,
    limit: Duration,
    error: reqwest::Error,
) -> NorthApiError {
    let at = config.base_url();
    let sent = !error.is_connect();
    let timeout = error.is_timeout();
    if sent && timeout {
        return NorthApiError::transport(true, true, format!("{at} did not answer in time"), error);
    }
    if timeout {
        let limit = limit.as_millis();
        let desc =
            format!("no connection to {at} within {limit} ms (northbound.connect_timeout_ms)");
        return NorthApiError::transport(false, true, desc, error).transient();
    }
    if let Some(fault) = cause::<rustls::Error>(&error) {
        let speaks_no_tls = matches!(
            fault,
            rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)
        );
        if speaks_no_tls && !sent {
            return NorthApiError::client(
                ClientCode::Port,
                format!("{at} does not speak TLS; check platformIp and platformPort"),
            )
            .with_source(error);
        }
        // An alert that arrives in the place of the answer belongs to the
        // handshake too: TLS 1.3 servers judge the client's certificate late.
        let desc = format!("TLS with {at} failed: {}", tls::describe(fault));
        return NorthApiError::transport(sent, false, desc, error);
    }
    // hyper calls a request canceled if it gives it back unwritten.
    let sent = sent && !cause::<hyper::Error>(&error).is_some_and(hyper::Error::is_canceled);
    let transient = !sent || is_cut_off(&error);
    let what = match cause::<io::Error>(&error) {
        Some(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
            "connection refused; check platformIp and platformPort".to_owned()
        }
        Some(io) => io.to_string(),
        None => root(&error).to_string(),
    };
    let desc = if sent {
        format!("the connection to {at} broke before it answered: {what}")
    } else {
        format!("no connection to {at}: {what}")
    };
    let error = NorthApiError::transport(sent, false, desc, error);
    if transient { error.transient() } else { error }
}

pub(crate) fn broken_off(config: &ClientConfig, error: reqwest::Error) -> NorthApiError {
    let desc = format!(
        "the answer of {} broke off: {}",
        config.base_url(),
        root(&error)
    );
    NorthApiError::transport(true, error.is_timeout(), desc, error).transient()
}

/// The first error of type `T` among the causes. `io::Error` hides what it
/// wraps from `source`, so that is looked into as well.
fn cause<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        if let Some(inner) = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            && let Some(found) = cause::<T>(inner)
        {
            return Some(found);
        }
        next = error.source();
    }
    None
}

fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last
}
