//! A pipe between a client and a platform that can be cut at a known moment.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Passes bytes on, and knows nothing about them.
pub(crate) struct Proxy {
    at: SocketAddr,
    callers: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// A proxy before `platform`. Its threads end with the test program.
    pub(crate) fn before(platform: SocketAddr) -> Self {
        Self::hanging_up(0, platform)
    }

    /// One that hangs up on its first callers.
    pub(crate) fn hanging_up(first: usize, platform: SocketAddr) -> Self {
        Self::start(first, vec![platform])
    }

    /// A load balancer: connections go to the nodes in turn, and stay with them.
    pub(crate) fn balancing(nodes: [SocketAddr; 2]) -> Self {
        Self::start(0, nodes.to_vec())
    }

    fn start(first: usize, nodes: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = listener.local_addr().expect("an address");
        let callers = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&callers);
        thread::spawn(move || {
            let callers = listener.incoming().flatten().skip(first);
            for (caller, node) in callers.zip(nodes.into_iter().cycle()) {
                let there = TcpStream::connect(node).expect("the platform listens");
                let back = (copy(&there), copy(&caller));
                known.lock().expect("no panic").push(copy(&caller));
                thread::spawn(move || pass_on(caller, there));
                thread::spawn(move || pass_on(back.0, back.1));
            }
        });
        Self { at, callers }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.at
    }

    /// Closes every connection. What this does to the callers' sockets is done
    /// when it returns. Gives how many there were.
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
    // One end that goes away is a reason to close the other, and no more.
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}
