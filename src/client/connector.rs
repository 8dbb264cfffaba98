//! Counts the connections that are opened.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

/// How many connections have been opened, or tried.
#[derive(Debug, Clone, Default)]
pub(super) struct Opened(Arc<AtomicU64>);

impl Opened {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl<S> Layer<S> for Opened {
    type Service = Counting<S>;

    fn layer(&self, connector: S) -> Counting<S> {
        Counting {
            connector,
            opened: self.clone(),
        }
    }
}

/// A connector that counts its calls.
#[derive(Debug, Clone)]
pub(super) struct Counting<S> {
    connector: S,
    opened: Opened,
}

impl<S: Service<R>, R> Service<R> for Counting<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connector.poll_ready(cx)
    }

    fn call(&mut self, to: R) -> S::Future {
        self.opened.0.fetch_add(1, Ordering::Relaxed);
        self.connector.call(to)
    }
}
