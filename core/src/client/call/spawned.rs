//! A call that runs as a task.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::task::{JoinHandle, yield_now};

use crate::NorthApiError;
use crate::client::shared::quota::Priority;
use crate::client::{Client, Response};
use crate::error::code::ClientCode;
use crate::sdk::Request;

/// The number of times that all ready tasks run until a started request is written: one
/// for the call, one for its connection, and one each for delays in either.
const YIELDS: usize = 4;

/// The number of calls of a batch that have the priority of single calls: a short list is
/// as fast as a page of a site needs it.
const FIRST_CALLS: usize = 5;

/// The outcome of a call.
pub(crate) type CallOutcome = Result<Option<Response>, NorthApiError>;

/// A call under way on the current runtime. It advances whenever the runtime runs, also
/// while other calls are awaited. So a resource that it holds, such as the login lock,
/// is never blocked by a slow reader. Dropping it cancels the call.
#[derive(Debug)]
pub(crate) struct SpawnedCall(JoinHandle<CallOutcome>);

impl SpawnedCall {
    /// Starts the call after this number of others of the same batch.
    pub(crate) fn start(client: &Arc<Client>, request: Request<()>, others: usize) -> Self {
        let client = Arc::clone(client);
        let priority = match others < FIRST_CALLS {
            true => Priority::Single,
            false => Priority::Batch,
        };
        Self(tokio::spawn(async move {
            client.execute_as(request, priority).await
        }))
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<CallOutcome> {
        Pin::new(&mut self.0).poll(cx).map(|joined| match joined {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(NorthApiError::client(
                    ClientCode::Internal,
                    "the call was canceled because its runtime was shut down",
                )),
            },
        })
    }
}

impl Drop for SpawnedCall {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Writes the started requests to their connections. To be awaited before the caller
/// leaves the runtime, which does not run between calls. Also waits for a login to
/// finish, since other calls wait for it.
pub(crate) async fn send_off(client: &Client) {
    for _ in 0..YIELDS {
        yield_now().await;
    }
    client.end_of_login().await;
}
