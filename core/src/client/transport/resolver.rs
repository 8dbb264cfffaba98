//! The addresses of host names, with one that answers at the front.
//!
//! An address may drop packets, and only a long silence shows that. reqwest tries the
//! addresses of a family, IPv4 or IPv6, one after the other. It divides a time limit
//! among them only if that is the same for all calls. So for a name with several
//! addresses, this resolver opens a TCP connection to each, as RFC 8305 (happy eyeballs)
//! describes: each one starts a moment after the one before it. reqwest then begins with
//! the address that answered first.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::dial::Dial;
use super::lookup;

/// The longest time for which the next address waits for the one before it. It is the
/// value that RFC 8305 recommends.
const LONGEST_HEAD_START: Duration = Duration::from_millis(250);

/// The time that reqwest gives the first family before it tries the other one, too.
const HEAD_START_OF_FAMILY: Duration = Duration::from_millis(300);

/// The maximum number of names that are looked up at the same time. Each needs a thread,
/// also after its call has ended.
const MAX_LOOKUPS: usize = 64;

/// Asks the system for the addresses of a name.
#[derive(Debug)]
pub(crate) struct Resolver {
    lookups: Arc<Semaphore>,
}

impl Default for Resolver {
    fn default() -> Self {
        Self {
            lookups: Arc::new(Semaphore::new(MAX_LOOKUPS)),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let target = Dial::target_of_current_task();
        let lookups = Arc::clone(&self.lookups);
        Box::pin(async move {
            // reqwest replaces the port 0.
            let port = target.map_or(0, |(port, _)| port);
            let permit = lookups.acquire_owned().await.map_err(io::Error::other)?;
            let addresses = lookup::addresses(name.as_str(), port, permit).await?;
            let addresses = in_dialing_order(addresses, target).await;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Sorts the addresses for a call to this port that has this much time left. Without a
/// port, none of them can be tried, and the order stays.
async fn in_dialing_order(
    addresses: Vec<SocketAddr>,
    target: Option<(u16, Duration)>,
) -> Vec<SocketAddr> {
    match target {
        Some((1.., time_left)) if !is_raced_by_reqwest(&addresses, time_left) => {
            sort_by_answer(addresses, time_left).await
        }
        _ => addresses,
    }
}

/// True if reqwest itself gives every address a turn in time. It races IPv4 with IPv6.
fn is_raced_by_reqwest(addresses: &[SocketAddr], time_left: Duration) -> bool {
    let ipv6 = addresses.iter().filter(|address| address.is_ipv6()).count();
    match (ipv6, addresses.len() - ipv6) {
        (0, 1) | (1, 0) => true,
        (1, 1) => time_left > 2 * HEAD_START_OF_FAMILY,
        _ => false,
    }
}

/// Moves the address that answers first to the front. If none answers, the order stays,
/// and reqwest reports the error of the first one.
async fn sort_by_answer(addresses: Vec<SocketAddr>, time_left: Duration) -> Vec<SocketAddr> {
    let alternating = alternate_families(&addresses);
    let Some(first) = first_to_answer(&alternating, time_left).await else {
        return addresses;
    };
    let others = alternating.into_iter().filter(|address| *address != first);
    [first].into_iter().chain(others).collect()
}

/// Returns the address that accepts a connection first. Every address gets a turn, and
/// some time is left for reqwest's own connection.
async fn first_to_answer(addresses: &[SocketAddr], time_left: Duration) -> Option<SocketAddr> {
    let share = time_left
        / u32::try_from(addresses.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
    let head_start = share.min(LONGEST_HEAD_START);
    let mut waiting: VecDeque<_> = addresses.iter().copied().collect();
    let mut probes = JoinSet::new();
    loop {
        if let Some(address) = waiting.pop_front() {
            probes.spawn(async move { TcpStream::connect(address).await.map(|_| address) });
        } else if probes.is_empty() {
            return None;
        }
        let ended = match waiting.is_empty() {
            true => probes.join_next().await,
            false => timeout(head_start, probes.join_next()).await.ok().flatten(),
        };
        if let Some(Ok(Ok(address))) = ended {
            return Some(address);
        }
    }
}

/// Sorts the addresses so that IPv6 and IPv4 alternate, beginning with the family of
/// the first address. Within a family, the resolver's order stays.
fn alternate_families(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let first_is_ipv6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let is_first_family = |address: &SocketAddr| address.is_ipv6() == first_is_ipv6;
    let (first, other): (Vec<_>, Vec<_>) = addresses.iter().copied().partition(is_first_family);
    let mut other = other.into_iter();
    let mut sorted = Vec::new();
    for address in first {
        sorted.push(address);
        sorted.extend(other.next());
    }
    sorted.extend(other);
    sorted
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};

    use tokio::net::TcpSocket;
    use tokio::time::Instant;

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

    /// Returns an address that refuses connections, and one that accepts them as long as
    /// its listener exists.
    fn refusing_and_good() -> (SocketAddr, SocketAddr, TcpListener) {
        let listener = listener_at([127, 0, 0, 2], 0);
        let good = listener.local_addr().expect("an address");
        (([127, 0, 0, 3], good.port()).into(), good, listener)
    }

    #[tokio::test]
    async fn an_address_that_drops_packets_does_not_hold_up_the_next() {
        let (full, _queue) = full_listener(Ipv4Addr::LOCALHOST).await;
        let good = listener_at([127, 0, 0, 2], full.port());
        let good = good.local_addr().expect("an address");
        for limit_ms in [400, 60_000] {
            let (start, limit) = (Instant::now(), Duration::from_millis(limit_ms));
            let sorted = sort_by_answer(vec![full, good], limit).await;
            assert_eq!(sorted, [good, full]);
            assert!(start.elapsed() < Duration::from_secs(20));
        }
    }

    #[tokio::test]
    async fn an_address_that_refuses_gives_way_immediately() {
        let (refusing, good, _listener) = refusing_and_good();
        let limit = Duration::from_secs(60);
        let sorted = sort_by_answer(vec![refusing, good], limit).await;
        assert_eq!(sorted, [good, refusing]);
        let other = SocketAddr::from(([127, 0, 0, 4], good.port()));
        let sorted = sort_by_answer(vec![refusing, other], limit).await;
        assert_eq!(sorted, [refusing, other], "the order stays");
    }

    #[tokio::test]
    async fn a_call_begins_with_the_address_that_answers() {
        let (refusing, good, _listener) = refusing_and_good();
        let time_left = Duration::from_secs(60);
        for (port, begins_with) in [
            (Some(good.port()), good),
            (Some(0), refusing),
            (None, refusing),
        ] {
            let target = port.map(|port| (port, time_left));
            let sorted = in_dialing_order(vec![refusing, good], target).await;
            assert_eq!(sorted.first(), Some(&begins_with), "{port:?}");
        }
    }

    fn parse(addresses: &[&str]) -> Vec<SocketAddr> {
        let parsed = addresses.iter().map(|text| text.parse());
        parsed.collect::<Result<_, _>>().expect("addresses")
    }

    #[test]
    fn families_alternate() {
        let sort = |addresses: &[&str]| -> Vec<String> {
            let sorted = alternate_families(&parse(addresses));
            sorted.iter().map(SocketAddr::to_string).collect()
        };
        let sorted = sort(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "1.1.1.2:1"]);
        let expected = ["[::1]:1", "1.1.1.1:1", "[::2]:1", "1.1.1.2:1", "[::3]:1"];
        assert_eq!(sorted, expected);
        let sorted = sort(&["1.1.1.1:1", "1.1.1.2:1", "[::1]:1"]);
        assert_eq!(sorted, ["1.1.1.1:1", "[::1]:1", "1.1.1.2:1"]);
        assert_eq!(sort(&[]), [""; 0]);
    }

    #[test]
    fn few_addresses_need_no_connection_more() {
        for (addresses, seconds, is_raced) in [
            (&["1.1.1.1:1"][..], 0, true),
            (&["[::1]:1"], 5, true),
            (&["[::1]:1", "1.1.1.1:1"], 5, true),
            (&["[::1]:1", "1.1.1.1:1"], 0, false),
            (&["1.1.1.1:1", "1.1.1.2:1"], 5, false),
            (&["[::1]:1", "[::2]:1", "1.1.1.1:1"], 5, false),
        ] {
            let limit = Duration::from_secs(seconds);
            let raced = is_raced_by_reqwest(&parse(addresses), limit);
            assert_eq!(raced, is_raced, "{addresses:?}");
        }
    }
}
