//! Errors of a proxy that does not open a tunnel.

use std::error::Error as StdError;
use std::io;

use rustls::InvalidMessage;

use super::error_source::find_source;
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::code::ClientCode;
use crate::error::term::Term;

/// The reason why there is no tunnel. reqwest does not tell the proxy's status, except
/// for 407.
enum TunnelFault<'a> {
    Connect(&'a (dyn StdError + 'static)),
    Login,
    Refused,
    Broken(&'a (dyn StdError + 'static)),
}

/// Creates the error for a proxy that did not open a tunnel; `None` if something else
/// went wrong.
pub(crate) fn no_tunnel(
    config: &ClientConfig,
    error: &(dyn StdError + 'static),
) -> Option<NorthApiError> {
    let proxy = config.proxy()?;
    let platform = config.base_url();
    let (desc, transient) = match find_fault(error)? {
        TunnelFault::Connect(cause) => {
            if let Some(fault) = find_source::<rustls::Error>(cause) {
                return Some(no_tls(&proxy, fault));
            }
            (describe_connect(&proxy, cause), true)
        }
        TunnelFault::Login => (
            format!(
                "the proxy {proxy} did not accept user and password (status 407); \
                 set {} = http://user:password@host:port",
                Term::Proxy
            ),
            false,
        ),
        // The status may be one that passes, such as 503. Nothing was sent to the
        // platform, so a retry is safe.
        TunnelFault::Refused => (
            format!(
                "the proxy {proxy} refused a connection to {platform}, or is not an HTTP proxy; \
                 its log names the reason; check {}, with user and password",
                Term::Proxy
            ),
            true,
        ),
        TunnelFault::Broken(cause) => (
            format!("the proxy {proxy} did not open a connection to {platform}: {cause}"),
            true,
        ),
    };
    let error = NorthApiError::client(ClientCode::BeforeCall, desc);
    Some(if transient { error.transient() } else { error })
}

/// Finds the error of hyper-util's tunnel. Its type is private, so the text identifies it.
fn find_fault<'a>(error: &'a (dyn StdError + 'static)) -> Option<TunnelFault<'a>> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(reason) = error.to_string().strip_prefix("tunnel error: ") {
            return Some(match (reason, error.source()) {
                ("failed to create underlying connection", Some(cause)) => {
                    TunnelFault::Connect(cause)
                }
                ("proxy authorization required", _) => TunnelFault::Login,
                ("unsuccessful", _) => TunnelFault::Refused,
                (_, cause) => TunnelFault::Broken(cause.unwrap_or(error)),
            });
        }
        next = error.source();
    }
    None
}

/// Describes a connection to the proxy that failed.
fn describe_connect(proxy: &str, error: &(dyn StdError + 'static)) -> String {
    let reason = match find_source::<io::Error>(error) {
        Some(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
            format!("connection refused; check {}", Term::Proxy)
        }
        Some(io) => io.to_string(),
        None => error.to_string(),
    };
    format!("cannot connect to the proxy {proxy}: {reason}")
}

/// Creates the error for TLS with the proxy that failed. A retry does not help.
fn no_tls(proxy: &str, fault: &rustls::Error) -> NorthApiError {
    let failed = |desc| NorthApiError::client(ClientCode::BeforeCall, desc);
    let desc = match fault {
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            return failed(format!(
                "the proxy {proxy} does not speak TLS; if it speaks HTTP, \
                 set {} = http://host:port",
                Term::Proxy
            ));
        }
        rustls::Error::InvalidCertificate(bad) => format!(
            "TLS with the proxy {proxy} failed: its certificate is not valid ({bad}); its CA must \
             be one of the system's CAs, or in {}",
            Term::ProxyCaFile
        ),
        _ => format!("TLS with the proxy {proxy} failed: {fault}"),
    };
    failed(desc).of_tls()
}

/// Creates the error for an address that reqwest cannot reach through a proxy: it takes
/// the brackets of an IPv6 address for a part of the name in the certificate.
pub(crate) fn ipv6_through_proxy(config: &ClientConfig) -> NorthApiError {
    NorthApiError::client(
        ClientCode::BeforeCall,
        format!(
            "{} cannot be called through a proxy, since it is an IPv6 address; set {} to a \
             host name, or add the address to {}",
            config.base_url(),
            Term::PlatformIp,
            Term::NoProxy
        ),
    )
    .of_setting()
}
