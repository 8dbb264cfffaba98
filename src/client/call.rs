//! One call: attempts under one deadline.

use tokio::time::{Instant, sleep, timeout_at};

use super::ClientConfig;
use super::answer::{self, Answer};
use super::connection::{Connection, Outgoing};
use super::connector::Dial;
use super::retry::Cause;
use crate::NorthApiError;
use crate::sdk::Operation;

/// A call under way.
pub(super) struct Call<'a> {
    pub(super) config: &'a ClientConfig,
    pub(super) connection: &'a Connection,
    pub(super) operation: &'static Operation,
    pub(super) outgoing: Outgoing<'a>,
}

impl Call<'_> {
    /// Sends the request until there is an answer, or an error that another
    /// attempt would not mend.
    pub(super) async fn run(&self) -> Result<Option<Answer>, NorthApiError> {
        let counters = self.connection.counters();
        counters.called();
        let outcome = self.attempts().await;
        if outcome.is_err() {
            counters.failed();
        }
        outcome
    }

    async fn attempts(&self) -> Result<Option<Answer>, NorthApiError> {
        let deadline = Instant::now() + self.config.timeouts().call;
        let budget = self.connection.budget(self.config.base_url());
        let mut attempt = 1;
        // What the last retry took out of the budget.
        let mut taken = 0;
        let mut reached = false;
        loop {
            let error = match self.attempt(deadline).await {
                Ok(answer) => {
                    budget.put_back(taken);
                    return Ok(answer);
                }
                Err(error) => error.after(attempt, reached),
            };
            let Some(cause) = Cause::of(&error, self.outgoing.verb) else {
                // An answer, even if it is not to the caller's liking.
                if error.http_status().is_some() && !error.is_server_fault() {
                    budget.put_back(taken);
                }
                return Err(error);
            };
            let retries = self.config.retries();
            let pause = retries.pause(cause, attempt, error.retry_after());
            let in_time = pause < deadline.saturating_duration_since(Instant::now());
            if attempt >= retries.attempts || !in_time || !budget.take(cause.cost()) {
                return Err(error);
            }
            reached = error.may_have_reached_platform();
            taken = cause.cost();
            self.connection.counters().retried();
            sleep(pause).await;
            attempt += 1;
        }
    }

    /// Sends the request once, and judges the answer.
    async fn attempt(&self, deadline: Instant) -> Result<Option<Answer>, NorthApiError> {
        let left = deadline.saturating_duration_since(Instant::now());
        // Less than is left for the call, so that one that could not connect is
        // known not to have been sent.
        let dial = Dial::within(self.config.timeouts().connect.min(left - left / 16));
        let exchange = self.connection.send(self.config, &self.outgoing, &dial);
        match timeout_at(deadline, exchange).await {
            Ok(incoming) => answer::judge(self.operation, incoming?),
            Err(elapsed) => Err(NorthApiError::transport(
                true,
                true,
                format!(
                    "no complete answer from {} within {} ms (northbound.timeout_ms)",
                    self.config.base_url(),
                    self.config.timeouts().call.as_millis()
                ),
                elapsed,
            )),
        }
    }
}
