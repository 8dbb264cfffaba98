//! TCP connections to a host that may have several addresses.
//!
//! An address may drop packets, and only a long silence shows that. So the addresses
//! are raced, as RFC 8305 (happy eyeballs) describes: each one starts a moment after
//! the one before it, and the first connection that is open is used.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rustix::net::sockopt;
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

/// The longest time for which the next address waits for the one before it. It is the
/// value that RFC 8305 recommends.
const LONGEST_HEAD_START: Duration = Duration::from_millis(250);

/// The interval of TCP keepalive probes, and the idle time before the first one.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(15);

/// The number of unanswered probes that end a connection.
const KEEPALIVE_PROBES: u32 = 3;

/// The time after which unacknowledged data ends a connection, in milliseconds.
const USER_TIMEOUT_MS: u32 = 30_000;

/// Opens a TCP connection to a host name or IP address.
pub(crate) async fn connect(host: &str, port: u16, deadline: Instant) -> io::Result<TcpStream> {
    let addresses = match host.parse::<IpAddr>() {
        Ok(ip) => return open(SocketAddr::new(ip, port)).await,
        Err(_) => lookup_host((host, port)).await?.collect(),
    };
    connect_to_any(addresses, deadline).await
}

/// Opens a TCP connection to one of the addresses of a host. Every address gets a turn
/// before the deadline.
async fn connect_to_any(addresses: Vec<SocketAddr>, deadline: Instant) -> io::Result<TcpStream> {
    if let [address] = addresses[..] {
        return open(address).await;
    }
    let left = deadline.saturating_duration_since(Instant::now());
    let share = left / u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let head_start = share.min(LONGEST_HEAD_START);
    let mut waiting = VecDeque::from(alternate_families(addresses));
    let mut attempts = JoinSet::new();
    let mut first_error = None;
    loop {
        if let Some(address) = waiting.pop_front() {
            attempts.spawn(open(address));
        } else if attempts.is_empty() {
            return Err(first_error.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()));
        }
        let ended = match waiting.is_empty() {
            true => attempts.join_next().await,
            false => timeout(head_start, attempts.join_next())
                .await
                .ok()
                .flatten(),
        };
        match ended {
            Some(Ok(Ok(stream))) => return Ok(stream),
            Some(Ok(Err(error))) => {
                first_error.get_or_insert(error);
            }
            Some(Err(_)) | None => {}
        }
    }
}

/// Sorts the addresses so that IPv6 and IPv4 alternate, beginning with the family of
/// the first address. Within a family, the resolver's order stays.
fn alternate_families(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_ipv6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let is_first_family = |address: &SocketAddr| address.is_ipv6() == first_is_ipv6;
    let (first, other): (Vec<_>, Vec<_>) = addresses.into_iter().partition(is_first_family);
    let mut other = other.into_iter();
    let mut sorted = Vec::new();
    for address in first {
        sorted.push(address);
        sorted.extend(other.next());
    }
    sorted.extend(other);
    sorted
}

async fn open(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    set_options(&stream);
    Ok(stream)
}

/// Sends small requests immediately, and detects a peer that is gone. A system that
/// does not know an option goes without it.
fn set_options(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
    let _ = sockopt::set_socket_keepalive(stream, true);
    let _ = sockopt::set_tcp_keepidle(stream, KEEPALIVE_INTERVAL);
    let _ = sockopt::set_tcp_keepintvl(stream, KEEPALIVE_INTERVAL);
    let _ = sockopt::set_tcp_keepcnt(stream, KEEPALIVE_PROBES);
    let _ = sockopt::set_tcp_user_timeout(stream, USER_TIMEOUT_MS);
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};

    use tokio::net::TcpSocket;

    use super::*;

    /// Listens at an address without accepting. Its queue is full, so the system drops
    /// the packets of further connections.
    async fn full_listener(ip: Ipv4Addr) -> (SocketAddr, impl Sized) {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((ip, 0).into()).expect("a free port");
        let listener = socket.listen(1).expect("a listener");
        let address = listener.local_addr().expect("an address");
        let mut queue = Vec::new();
        // Until a connection is not open in the time in which the others were.
        while let Ok(stream) =
            timeout(Duration::from_millis(200), TcpStream::connect(address)).await
        {
            queue.push(stream.expect("a connection in the queue"));
            assert!(queue.len() < 100, "the queue has no end");
        }
        (address, (listener, queue))
    }

    fn listener_at(ip: [u8; 4], port: u16) -> TcpListener {
        TcpListener::bind(SocketAddr::from((ip, port))).expect("a listener")
    }

    #[tokio::test]
    async fn an_address_that_drops_packets_does_not_hold_up_the_next() {
        let (full, _queue) = full_listener(Ipv4Addr::LOCALHOST).await;
        let good = listener_at([127, 0, 0, 2], full.port());
        let good = good.local_addr().expect("an address");
        for limit_ms in [400, 60_000] {
            let start = Instant::now();
            let deadline = start + Duration::from_millis(limit_ms);
            let stream = connect_to_any(vec![full, good], deadline).await;
            let peer = stream.and_then(|stream| stream.peer_addr());
            assert_eq!(peer.ok(), Some(good));
            assert!(start.elapsed() < Duration::from_secs(20));
        }
    }

    #[tokio::test]
    async fn an_address_that_refuses_gives_way_immediately() {
        let good = listener_at([127, 0, 0, 2], 0);
        let good = good.local_addr().expect("an address");
        let refusing = SocketAddr::from(([127, 0, 0, 3], good.port()));
        let deadline = Instant::now() + Duration::from_secs(60);
        let stream = connect_to_any(vec![refusing, good], deadline).await;
        let peer = stream.and_then(|stream| stream.peer_addr());
        assert_eq!(peer.ok(), Some(good));
        let all = connect_to_any(vec![refusing, refusing], deadline).await;
        let kind = all.map_err(|error| error.kind()).err();
        assert_eq!(kind, Some(io::ErrorKind::ConnectionRefused));
    }

    #[test]
    fn families_alternate() {
        let sort = |addresses: &[&str]| -> Vec<String> {
            let parsed = addresses.iter().filter_map(|text| text.parse().ok());
            let sorted = alternate_families(parsed.collect());
            sorted.iter().map(SocketAddr::to_string).collect()
        };
        let sorted = sort(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "1.1.1.2:1"]);
        let expected = ["[::1]:1", "1.1.1.1:1", "[::2]:1", "1.1.1.2:1", "[::3]:1"];
        assert_eq!(sorted, expected);
        let sorted = sort(&["1.1.1.1:1", "1.1.1.2:1", "[::1]:1"]);
        assert_eq!(sorted, ["1.1.1.1:1", "[::1]:1", "1.1.1.2:1"]);
        assert_eq!(sort(&[]), [""; 0]);
    }
}
