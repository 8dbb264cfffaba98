//! A call: its attempts under one deadline.

pub(crate) mod batch;
pub(crate) mod client;
pub(crate) mod event;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod spawned;

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::{Instant, sleep, timeout_at};

use super::shared::quota::{Priority, Quota};
use super::transport::connection_pool::{ConnectionPool, HttpRequest};
use super::transport::dial::Dial;
use super::{ClientConfig, Event};
use crate::NorthApiError;
use crate::error::secrets::Secrets;
use crate::error::term::Term;
use crate::sdk::Request;
use event::{Attempt, Observer};
use response::Response;
use retry::RetryCause;

/// A call that has this much less time than its own limit has the limit of a login.
const LIMIT_TOLERANCE: Duration = Duration::from_millis(100);

/// A call under way.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a ClientConfig,
    pub(crate) pool: &'a ConnectionPool,
    pub(crate) observer: Option<&'a Observer>,
    pub(crate) quota: Option<&'a Quota>,
    pub(crate) priority: Priority,
    pub(crate) deadline: Instant,
    pub(crate) outgoing: HttpRequest<'a>,
    pub(crate) request: &'a Request<()>,
    /// The managed token that the call uses.
    pub(crate) managed: Option<&'a SecretString>,
}

/// The outcome of an attempt.
struct AttemptOutcome {
    /// The HTTP status of a success.
    status: Option<u16>,
    response: Result<Option<Response>, NorthApiError>,
}

/// True for 502, 503 and 504, unless the response has an error code that blames the
/// request. The node behind a load balancer failed. The balancer chooses a node for each
/// connection, so another connection may reach another node.
fn is_from_failing_node(error: &NorthApiError) -> bool {
    matches!(error.http_status(), Some(502..=504)) && error.is_server_fault()
}

impl Call<'_> {
    /// Sends the request until there is a response, or an error that a retry cannot
    /// fix.
    pub(crate) async fn run(&self) -> Result<Option<Response>, NorthApiError> {
        let counters = self.pool.counters();
        counters.called();
        let outcome = self.attempts().await;
        if outcome.is_err() {
            counters.failed();
        }
        outcome
    }

    async fn attempts(&self) -> Result<Option<Response>, NorthApiError> {
        let (start, deadline) = (Instant::now(), self.deadline);
        let retries = self.config.retries();
        let retry_budget = self.pool.retry_budget(self.config.base_url());
        let mut number = 1;
        // The tokens that the last retry took from the retry budget.
        let mut taken_tokens = 0;
        let mut reached = false;
        loop {
            let slot = self.wait_for_slot().await;
            let began = Instant::now();
            let dial = self.dial(deadline);
            let AttemptOutcome { status, response } = match slot {
                Ok(()) => self.attempt(start, &dial).await,
                Err(error) => AttemptOutcome {
                    status: None,
                    response: Err(error),
                },
            };
            let response = response.map_err(|error| {
                let error = error.in_operation(self.request.operation.method);
                error.after(number, reached).masking(&self.secrets())
            });
            let attempt = Attempt {
                operation: self.request.operation.method,
                number,
                duration: began.elapsed(),
                status,
                error: response.as_ref().err(),
            };
            self.emit(|| attempt.ended(&dial));
            self.report_refusal(attempt.error).await;

            let cause = attempt
                .error
                .and_then(|error| RetryCause::of(error, self.outgoing.verb));
            if cause.is_none() && attempt.is_from_healthy_platform() {
                retry_budget.put_back(taken_tokens);
            }
            let retry = cause.and_then(|cause| {
                let at_least = attempt.error.and_then(NorthApiError::retry_after);
                let pause = retries.pause(cause, number, at_least);
                let in_time = pause < deadline.saturating_duration_since(Instant::now());
                let another =
                    number < retries.attempts && in_time && retry_budget.take(cause.token_cost());
                another.then_some((cause, pause))
            });
            let Some((cause, pause)) = retry else {
                self.emit(|| attempt.last(start.elapsed(), &dial));
                return response;
            };
            self.emit(|| attempt.retried(pause));
            reached = attempt
                .error
                .is_some_and(NorthApiError::may_have_reached_platform);
            taken_tokens = cause.token_cost();
            self.pool.counters().retried();
            sleep(pause).await;
            number += 1;
        }
    }

    /// Waits for the call's slot, if there is a quota.
    async fn wait_for_slot(&self) -> Result<(), NorthApiError> {
        match self.quota {
            // A call that waits for a login waits for its slot too.
            Some(quota) if self.request.operation.is_login() => quota.reserve().await,
            Some(quota) => quota.wait_for_slot(self.priority, self.deadline).await,
            None => Ok(()),
        }
    }

    /// Reports to the quota that the platform refused a call for it, so that all other
    /// calls wait.
    async fn report_refusal(&self, error: Option<&NorthApiError>) {
        if let (Some(quota), Some(error)) = (self.quota, error)
            && error.is_refused_for_quota()
        {
            quota.back_off(error.retry_after()).await;
        }
    }

    /// Limits the time to connect to less than is left for the call. So a call that
    /// could not connect is known to be unsent.
    fn dial(&self, deadline: Instant) -> Arc<Dial> {
        let left = deadline.saturating_duration_since(Instant::now());
        let limit = self.config.timeouts().connect.min(left - left / 16);
        Dial::within(limit, self.config.tcp_port())
    }

    /// Describes the time limit of a call that began at this time. A login for the managed
    /// token has less time than the call that needs it.
    fn limit(&self, start: Instant) -> String {
        let call = self.config.timeouts().call;
        let limit = self.deadline.saturating_duration_since(start);
        if self.request.operation.is_login() && limit + LIMIT_TOLERANCE < call {
            return format!("{:.1} s, the time for a login", limit.as_secs_f64());
        }
        format!("{} ms ({})", call.as_millis(), Term::CallTimeout)
    }

    /// Sends the request once and classifies the response.
    async fn attempt(&self, start: Instant, dial: &Arc<Dial>) -> AttemptOutcome {
        let exchange = self.pool.send(self.config, &self.outgoing, dial);
        match timeout_at(self.deadline, exchange).await {
            Ok(Ok(incoming)) => {
                let (status, generation) = (Some(incoming.http.status), incoming.generation);
                let response = response::classify(self.request.operation, incoming);
                if response.as_ref().is_err_and(is_from_failing_node) {
                    self.pool.discard_connections(self.config, generation);
                }
                AttemptOutcome { status, response }
            }
            Ok(Err(error)) => AttemptOutcome {
                status: None,
                response: Err(error),
            },
            Err(elapsed) => AttemptOutcome {
                status: None,
                response: Err(NorthApiError::transport(
                    dial.began(),
                    true,
                    format!(
                        "timed out after {}: no complete response from {}",
                        self.limit(start),
                        self.config.base_url()
                    ),
                    elapsed,
                )),
            },
        }
    }

    /// Returns the secrets of the call, which no error may show.
    fn secrets(&self) -> Secrets {
        Secrets {
            application: Some(Arc::clone(self.config.secret())),
            managed: self.managed.cloned(),
            ..self.request.secrets()
        }
    }

    /// Reports an event. Creates it only if there is an observer.
    fn emit(&self, event: impl FnOnce() -> Event) {
        if let Some(observer) = self.observer {
            observer.emit(event());
        }
    }
}
