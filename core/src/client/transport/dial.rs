//! Passes the time limit of an attempt to the connector, and reports back if the
//! attempt had to open a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::Instant;

tokio::task_local! {
    /// The attempt that is under way. The HTTP client passes only the address of a
    /// request to its connector, but calls the connector in the task of the request.
    static DIAL: Arc<Dial>;
}

/// The state that an attempt and the connector share.
#[derive(Debug)]
pub(crate) struct Dial {
    limit: Duration,
    deadline: Instant,
    began: AtomicBool,
    opened: AtomicBool,
}

impl Dial {
    /// Limits the time to open a connection, from now on, TLS handshake included.
    pub(crate) fn within(limit: Duration) -> Arc<Self> {
        Arc::new(Self {
            limit,
            deadline: Instant::now() + limit,
            began: AtomicBool::new(false),
            opened: AtomicBool::new(false),
        })
    }

    /// Returns the time limit for a connection.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// True if no idle connection was available, so that one was opened, or an attempt
    /// to open one was made.
    pub(crate) fn opened(&self) -> bool {
        self.opened.load(Ordering::Relaxed)
    }

    /// True if a request was started.
    pub(crate) fn began(&self) -> bool {
        self.began.load(Ordering::Relaxed)
    }

    /// Sends a request under this limit.
    pub(crate) async fn scope<F: Future>(self: &Arc<Self>, request: F) -> F::Output {
        self.began.store(true, Ordering::Relaxed);
        DIAL.scope(Arc::clone(self), request).await
    }

    /// Notes that the attempt of the current task opens a connection. Returns the time
    /// by which it must be open; `None` outside of an attempt.
    pub(crate) fn open_for_current_task() -> Option<Instant> {
        let open = |dial: &Arc<Self>| {
            dial.opened.store(true, Ordering::Relaxed);
            dial.deadline
        };
        DIAL.try_with(open).ok()
    }
}
