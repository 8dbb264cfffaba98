//! A proxy between a client and a platform that can close connections on request.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Forwards bytes without a change.
pub(crate) struct Proxy {
    at: SocketAddr,
    callers: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// Starts a proxy in front of `platform`. Its threads end with the test program.
    pub(crate) fn before(platform: SocketAddr) -> Self {
        Self::hanging_up(0, platform)
    }

    /// Starts a proxy that closes its first connections immediately.
    pub(crate) fn hanging_up(first: usize, platform: SocketAddr) -> Self {
        Self::start(first, vec![platform])
    }

    /// Starts a load balancer: it passes connections to the nodes in turn.
    pub(crate) fn balancing(nodes: [SocketAddr; 2]) -> Self {
        Self::start(0, nodes.to_vec())
    }

    fn start(first: usize, nodes: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = listener.local_addr().expect("an address");
        let callers = Arc::new(Mutex::new(Vec::new()));
        let accepted = Arc::clone(&callers);
        thread::spawn(move || {
            let callers = listener.incoming().flatten().skip(first);
            for (caller, node) in callers.zip(nodes.into_iter().cycle()) {
                let there = TcpStream::connect(node).expect("the platform listens");
                let back = (copy(&there), copy(&caller));
                accepted.lock().expect("no panic").push(copy(&caller));
                thread::spawn(move || pass_on(caller, there));
                thread::spawn(move || pass_on(back.0, back.1));
            }
        });
        Self { at, callers }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.at
    }

    /// Closes every connection, and returns their number. When it returns, the callers'
    /// sockets have received the close.
    pub(crate) fn cut(&self) -> usize {
        let callers = std::mem::take(&mut *self.callers.lock().expect("no panic"));
        for caller in &callers {
            caller.shutdown(Shutdown::Both).expect("an open socket");
        }
        callers.len()
    }
}

fn copy(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("another handle")
}

fn pass_on(mut from: TcpStream, mut to: TcpStream) {
    // An error means that one end has closed; then the other end is closed.
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}
