//! Asks the system for the addresses of a host name.
//!
//! The system's function blocks, so a thread calls it. It is not a thread of tokio, which
//! panics if the system cannot start one.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::OnceLock;
use std::thread;

use tokio::sync::oneshot;

static ON_THREAD_START: OnceLock<fn()> = OnceLock::new();

/// Sets a function that each thread calls first. Only the first call has an effect.
pub(crate) fn on_thread_start(function: fn()) {
    let _ = ON_THREAD_START.set(function);
}

/// Returns the addresses of a host. The thread that looks up the name drops `held` when
/// it ends, which may be later than the caller stops waiting.
///
/// # Errors
///
/// If the name has no address, or if the system cannot start a thread.
pub(crate) async fn addresses(
    host: &str,
    port: u16,
    held: impl Send + 'static,
) -> io::Result<Vec<SocketAddr>> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![(ip, port).into()]);
    }
    let (sender, receiver) = oneshot::channel();
    let target = (host.to_owned(), port);
    let thread = thread::Builder::new().name("northbound-dns".to_owned());
    let started = thread.spawn(move || {
        if let Some(function) = ON_THREAD_START.get() {
            function();
        }
        let found = target.to_socket_addrs().map(Iterator::collect);
        drop(held);
        // Fails if the caller no longer waits.
        let _ = sender.send(found);
    });
    started.map_err(|error| no_thread(host, &error))?;
    receiver
        .await
        .unwrap_or_else(|_| Err(io::Error::other("the lookup of the host name was aborted")))
}

fn no_thread(host: &str, error: &io::Error) -> io::Error {
    io::Error::other(format!(
        "no thread could be started to look up the host name {host}: {error}; raise the limit \
         of processes (ulimit -u; TasksMax of systemd; the pids limit of a container), or use \
         an IP address"
    ))
}
