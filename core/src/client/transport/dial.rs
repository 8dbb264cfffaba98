//! Passes the time limit of an attempt to the connector, and reports back if the
//! attempt had to open a connection.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tower_layer::Layer;
use tower_service::Service;

use super::stats::Counters;

type BoxError = Box<dyn StdError + Send + Sync>;

tokio::task_local! {
    /// The attempt that is under way. reqwest passes only the address of a request to
    /// its connector, but calls the connector in the task of the request.
    static DIAL: Arc<Dial>;
}

/// The state that an attempt and the connector share.
#[derive(Debug)]
pub(crate) struct Dial {
    /// The TCP port that the connection goes to.
    port: u16,
    limit: Duration,
    deadline: Instant,
    began: AtomicBool,
    opened: AtomicBool,
}

impl Dial {
    /// Limits the time to open a connection to this TCP port, from now on, TLS handshake
    /// included.
    pub(crate) fn within(limit: Duration, port: u16) -> Arc<Self> {
        Arc::new(Self {
            port,
            limit,
            deadline: Instant::now() + limit,
            began: AtomicBool::new(false),
            opened: AtomicBool::new(false),
        })
    }

    /// Returns the port that the connection of the current task goes to, and the time
    /// that is left to open it. The resolver receives only the name of the host.
    pub(crate) fn target_of_current_task() -> Option<(u16, Duration)> {
        DIAL.try_with(|dial| {
            let time_left = dial.deadline.saturating_duration_since(Instant::now());
            (dial.port, time_left)
        })
        .ok()
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
}

/// Wraps reqwest's connector.
#[derive(Debug, Clone)]
pub(crate) struct DialLayer {
    counters: Arc<Counters>,
}

impl DialLayer {
    pub(crate) fn counting(counters: Arc<Counters>) -> Self {
        Self { counters }
    }
}

impl<S> Layer<S> for DialLayer {
    type Service = DialService<S>;

    fn layer(&self, connector: S) -> DialService<S> {
        DialService {
            connector: Arc::new(connector),
            counters: Arc::clone(&self.counters),
        }
    }
}

/// A connector that observes the time limit of the attempt.
///
/// Every request clones it, but few open a connection. So reqwest's connector, which is
/// boxed several times, is cloned only when a connection is opened.
#[derive(Debug)]
pub(crate) struct DialService<S> {
    connector: Arc<S>,
    counters: Arc<Counters>,
}

impl<S> Clone for DialService<S> {
    fn clone(&self) -> Self {
        Self {
            connector: Arc::clone(&self.connector),
            counters: Arc::clone(&self.counters),
        }
    }
}

impl<S, R> Service<R> for DialService<S>
where
    S: Service<R, Error = BoxError> + Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    S::Response: 'static,
    R: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: R) -> Self::Future {
        let mut connector = S::clone(&self.connector);
        let counters = Arc::clone(&self.counters);
        let dial = DIAL.try_with(Arc::clone).ok();
        if let Some(dial) = &dial {
            dial.opened.store(true, Ordering::Relaxed);
        }
        Box::pin(async move {
            let connecting = async move {
                poll_fn(|cx| connector.poll_ready(cx)).await?;
                connector.call(to).await
            };
            // If another connection becomes free first, this one is still opened in the
            // background, under the same limit.
            let connection = match dial {
                Some(dial) => {
                    let deadline = dial.deadline;
                    // The resolver reads it, also when it runs in the background.
                    let connecting = DIAL.scope(dial, connecting);
                    timeout_at(deadline, connecting)
                        .await
                        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
                }
                None => connecting.await,
            }?;
            counters.opened();
            Ok(connection)
        })
    }
}
