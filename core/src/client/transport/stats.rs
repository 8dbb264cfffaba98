//! What has happened so far, in numbers.

use std::sync::atomic::{AtomicU64, Ordering};

/// What the calls over some [`ConnectionPools`](crate::client::ConnectionPools) came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Calls that were begun.
    pub calls: u64,
    /// Calls that ended with an error.
    pub failures: u64,
    /// Attempts beyond the first of their call.
    pub retries: u64,
    /// ConnectionPools that were opened.
    pub connections: u64,
    /// Attempts that were answered on a connection that lay ready.
    pub reused: u64,
}

/// [`Stats`] in the making.
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
