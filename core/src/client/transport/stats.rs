//! Statistics of calls and connections.

use std::sync::atomic::{AtomicU64, Ordering};

/// The number of calls, attempts and connections of
/// [`ConnectionPools`](crate::client::ConnectionPools).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Calls that were started.
    pub calls: u64,
    /// Calls that ended with an error.
    pub failures: u64,
    /// Attempts beyond the first of their call.
    pub retries: u64,
    /// Connections that were opened.
    pub connections: u64,
    /// Attempts that got a response on an idle connection.
    pub reused: u64,
}

/// The counters behind [`Stats`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    calls: AtomicU64,
    failures: AtomicU64,
    retries: AtomicU64,
    connections: AtomicU64,
    reused: AtomicU64,
}

impl Counters {
    pub(crate) fn read(&self) -> Stats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Stats {
            calls: read(&self.calls),
            failures: read(&self.failures),
            retries: read(&self.retries),
            connections: read(&self.connections),
            reused: read(&self.reused),
        }
    }

    pub(crate) fn called(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn opened(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn reused(&self) {
        self.reused.fetch_add(1, Ordering::Relaxed);
    }
}
