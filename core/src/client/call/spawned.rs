//! A call that goes on by itself.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::task::{JoinHandle, yield_now};

use crate::NorthApiError;
use crate::client::{Client, Response};
use crate::error::code::ClientCode;
use crate::sdk::Request;

/// How often everything that is ready gets a turn, until a request that was
/// begun is on its way: one for the call, one for its connection, and one each
/// for what they may find in their way.
const TURNS: usize = 4;

/// What a call came to.
pub(crate) type CallOutcome = Result<Option<Response>, NorthApiError>;

/// A call under way on the current runtime. It is driven whenever the runtime
/// is, also by those who wait for something else, so that what it holds, such
/// as the right to log in, never waits for its reader. Dropping ends it.
#[derive(Debug)]
pub(crate) struct SpawnedCall(JoinHandle<CallOutcome>);

impl SpawnedCall {
    pub(crate) fn start(client: &Arc<Client>, request: Request<()>) -> Self {
        let client = Arc::clone(client);
        Self(tokio::spawn(async move { client.execute(request).await }))
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.is_finished()
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<CallOutcome> {
        Pin::new(&mut self.0).poll(cx).map(|joined| match joined {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(NorthApiError::client(
                    ClientCode::Internal,
                    "the call was ended together with its runtime",
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

/// Sends off what was begun, before a caller whose runtime stands still between
/// calls goes about its own business. A login is not left half done: others wait
/// for it.
pub(crate) async fn send_off(client: &Client) {
    for _ in 0..TURNS {
        yield_now().await;
    }
    client.end_of_login().await;
}
