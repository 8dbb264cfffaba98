//! Batches of concurrent calls.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec::IntoIter;

use serde::de::DeserializeOwned;

use super::spawned::{CallOutcome, SpawnedCall};
use crate::NorthApiError;
use crate::client::{Client, Response};
use crate::sdk::Request;

/// A batch of calls, several of them under way.
pub struct Batch {
    client: Arc<Client>,
    pending: IntoIter<(usize, Request<()>)>,
    running: Vec<(usize, SpawnedCall)>,
    /// The number of calls that were started.
    started: usize,
}

impl Batch {
    /// Creates a batch of calls. The number of a call identifies its outcome.
    pub fn new(client: Client, calls: Vec<(usize, Request<()>)>) -> Self {
        Self {
            client: Arc::new(client),
            pending: calls.into_iter(),
            running: Vec::new(),
            started: 0,
        }
    }

    /// Returns the outcome of the next call that ends, in any order; `None` after the
    /// last one.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<(usize, CallOutcome)>> {
        self.start();
        let ready = self.running.iter_mut().enumerate().find_map(|(at, call)| {
            let (number, task) = call;
            match task.poll(cx) {
                Poll::Ready(outcome) => Some((at, *number, outcome)),
                Poll::Pending => None,
            }
        });
        match ready {
            Some((at, number, outcome)) => {
                self.running.swap_remove(at);
                self.start();
                Poll::Ready(Some((number, outcome)))
            }
            None if self.running.is_empty() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }

    fn start(&mut self) {
        let free_slots = self.client.config.concurrency() - self.running.len();
        for (number, request) in self.pending.by_ref().take(free_slots) {
            let task = SpawnedCall::start(&self.client, request, self.started);
            self.started += 1;
            self.running.push((number, task));
        }
    }

    /// Writes the started requests to their connections.
    pub fn send_off(&self) -> impl Future<Output = ()> + 'static {
        let client = Arc::clone(&self.client);
        async move { crate::client::call::spawned::send_off(&client).await }
    }
}

impl Client {
    /// Sends many requests and decodes their responses. The configuration's
    /// [`concurrency`](crate::client::ClientConfig::concurrency) limits how many are
    /// under way. The outcomes are in the order of the requests. A request that fails
    /// does not affect the others.
    pub async fn send_all<T: DeserializeOwned>(
        &self,
        requests: impl IntoIterator<Item = Request<T>>,
    ) -> Vec<Result<T, NorthApiError>> {
        let requests: Vec<_> = requests.into_iter().map(Request::untyped).collect();
        let methods: Vec<_> = requests.iter().map(Request::name).collect();
        let mut batch = Batch::new(self.clone(), requests.into_iter().enumerate().collect());
        let mut outcomes = Vec::new();
        while let Some((number, outcome)) = poll_fn(|cx| batch.poll_next(cx)).await {
            let method = methods.get(number).copied().unwrap_or_default();
            let decoded = outcome.and_then(|response| Response::decode_all(response, method));
            outcomes.push((number, decoded));
        }
        outcomes.sort_unstable_by_key(|(number, _)| *number);
        outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }
}
