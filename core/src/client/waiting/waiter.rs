//! Waits until an upgrade task has ended.

use std::fmt;

use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::options::WaitOptions;
use super::poll_interval::PollInterval;
use super::progress::{Counts, Progress};
use super::progress::{SubtaskState, is_ended};
use super::subtask_states::SubtaskStates;
use super::task_response::{SubtaskPage, TaskResponse};
use crate::NorthApiError;
use crate::client::{Client, Response};
use crate::error::code::ClientCode;
use crate::error::term::Term;
use crate::sdk::Token;
use crate::sdk::device_upgrade::{
    QueryUpgradeSubTaskInDto, query_upgrade_sub_task, query_upgrade_task,
};

/// The number of items per page: the maximum of the platform.
const PAGE_SIZE: u64 = 100;

/// The factor by which the last poll of an ended task may read more pages.
const FINAL_POLL_FACTOR: u64 = 10;

/// The maximum number of consecutive failed polls.
const MAX_FAILURES: u32 = 5;

/// Waits until an upgrade task has ended, and reports its progress.
///
/// Queries the task, and as many pages of its subtasks as
/// [`WaitOptions::pages_per_poll`] allows. The poll interval follows the progress
/// within the limits of the options: a fraction of the estimated time left, longer
/// while no subtask ends. If the client has a quota, polling uses at most a quarter of
/// it.
///
/// Between polls, it holds neither a client nor a connection, so that the process may
/// fork.
///
/// ```no_run
/// # use northbound::{Client, NorthApiError};
/// # use northbound::client::{Waiter, WaitOptions};
/// # use northbound::sdk::Token;
/// # async fn wait(client: &Client, id: &str) -> Result<(), NorthApiError> {
/// let mut waiter = Waiter::new(id, &Token::Managed, WaitOptions::default())?;
/// loop {
///     let progress = waiter.step(client).await?;
///     eprintln!("{progress}");
///     if progress.is_ended {
///         return Ok(());
///     }
/// }
/// # }
/// ```
pub struct Waiter {
    operation_id: String,
    token: Token,
    options: WaitOptions,
    began: Instant,
    /// The time at which the last poll began.
    polled: Option<Instant>,
    interval: PollInterval,
    states: SubtaskStates,
    /// The number of pages that may be read.
    pages: u64,
    polls: u32,
    calls: u32,
    /// The number of consecutive failed polls.
    failures: u32,
    changed: Vec<Value>,
}

impl fmt::Debug for Waiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("operation_id", &self.operation_id)
            .field("options", &self.options)
            .field("polls", &self.polls)
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}

impl Waiter {
    /// Starts to wait for the task with this id. The timeout starts too.
    ///
    /// # Errors
    ///
    /// 1007 for an id or options that are not valid, 1009 for an empty token.
    pub fn new(
        operation_id: &str,
        token: &Token,
        options: WaitOptions,
    ) -> Result<Self, NorthApiError> {
        options.check().map_err(in_wait)?;
        let _checked = query_upgrade_task(operation_id, token).map_err(in_wait)?;
        Ok(Self {
            operation_id: operation_id.to_owned(),
            token: token.clone(),
            began: Instant::now(),
            polled: None,
            interval: PollInterval::new(options.min_delay, options.max_delay),
            states: SubtaskStates::default(),
            pages: 0,
            polls: 0,
            calls: 0,
            failures: 0,
            changed: Vec::new(),
            options,
        })
    }

    /// Replaces the access token, after the platform refused it: an upgrade may take longer
    /// than a token lives. The next step polls immediately. A [managed
    /// token](Client::with_managed_token) needs no such call.
    ///
    /// ```no_run
    /// # use northbound::client::{Client, Progress, Waiter};
    /// # async fn step(waiter: &mut Waiter, client: &Client) -> Result<Progress, northbound::NorthApiError> {
    /// match waiter.step(client).await {
    ///     Err(error) if error.is_not_authenticated() => {
    ///         waiter.renew_token(&client.log_in().await?)?;
    ///         waiter.step(client).await
    ///     }
    ///     outcome => outcome,
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 1009 if the token is empty, 1007 if it contains characters that no HTTP header can
    /// carry.
    pub fn renew_token(&mut self, token: &Token) -> Result<(), NorthApiError> {
        let _checked = query_upgrade_task(&self.operation_id, token).map_err(in_wait)?;
        self.token = token.clone();
        self.polled = None;
        Ok(())
    }

    /// Waits for the next poll, unless it is the first, and polls.
    ///
    /// Repeats a failed poll after the next delay if the error is temporary: a network
    /// error, an error of the platform (5xx), or an exceeded quota. It repeats up to
    /// five polls in a row. If the first poll cannot connect, its error is returned
    /// immediately.
    ///
    /// # Errors
    ///
    /// Any other error of a call, and the sixth temporary error in a row.
    /// [`is_still_running`](NorthApiError::is_still_running) if the time is up; if the
    /// last poll failed, its error.
    pub async fn step(&mut self, client: &Client) -> Result<Progress, NorthApiError> {
        loop {
            self.pause().await?;
            match self.poll(client).await {
                Err(error) if self.should_poll_again(&error) => {}
                outcome => return outcome,
            }
        }
    }

    /// Polls until the task has ended. The progress contains the subtasks that changed
    /// during the whole time.
    ///
    /// # Errors
    ///
    /// The errors of [`step`](Self::step).
    pub async fn wait(&mut self, client: &Client) -> Result<Progress, NorthApiError> {
        loop {
            let progress = self.step(client).await?;
            if progress.is_ended {
                return Ok(progress);
            }
            self.restore_changes(&progress.changed_rows);
        }
    }

    /// Returns changes that were not reported, to be part of the next progress.
    pub(crate) fn restore_changes(&mut self, changed: &[Value]) {
        self.changed.extend_from_slice(changed);
    }

    /// Polls immediately. For callers that sleep themselves, for the time in
    /// [`Progress::next_delay`].
    ///
    /// # Errors
    ///
    /// The errors of the calls.
    pub async fn poll(&mut self, client: &Client) -> Result<Progress, NorthApiError> {
        self.polled = Some(Instant::now());
        self.polls = self.polls.saturating_add(1);
        let calls = self.calls;
        let request = query_upgrade_task(&self.operation_id, &self.token)?;
        self.calls = self.calls.saturating_add(1);
        let response = client.execute(request).await?;
        let task: TaskResponse = read(response, "queryUpgradeTask")?;
        let (status, counts) = (task.status(), task.counts());
        let is_ended = is_ended(&status, &counts);
        let read = self.read_subtasks(client, &counts, is_ended).await;
        let now = Instant::now();
        self.interval.record_poll(now - self.began, &counts);
        if let Err(error) = read {
            // The next poll reads the subtasks that could not be read. An ended task
            // has no next poll, so the error is returned while the poll may be
            // repeated.
            if !is_temporary(&error) || (is_ended && self.may_poll_again()) {
                return Err(error);
            }
            self.record_failure(&error);
        }
        self.failures = 0;
        if let Some(quota) = client.calls_per_minute() {
            self.interval
                .limit_to_quota(quota, self.calls.saturating_sub(calls));
        }
        Ok(Progress {
            operation_id: self.operation_id.clone(),
            status: (!status.is_empty()).then(|| status.into()),
            counts,
            rate: self.interval.rate(),
            left: self.interval.left(&counts).filter(|_| !is_ended),
            elapsed: now - self.began,
            polls: self.polls,
            calls: self.calls,
            changed_rows: std::mem::take(&mut self.changed),
            unread: self.states.unread(&counts),
            next_delay: (!is_ended).then(|| self.interval.delay()),
            is_ended,
        })
    }

    /// Sleeps until the next poll is due. When the time is up, one last poll is made.
    async fn pause(&self) -> Result<(), NorthApiError> {
        let Some(polled) = self.polled else {
            return Ok(());
        };
        let next = polled + self.interval.delay();
        let next = match self.deadline() {
            Some(deadline) if polled >= deadline => return Err(self.time_is_up()),
            Some(deadline) => next.min(deadline),
            None => next,
        };
        sleep_until(next).await;
        Ok(())
    }

    fn deadline(&self) -> Option<Instant> {
        self.began.checked_add(self.options.timeout?)
    }

    fn time_is_up(&self) -> NorthApiError {
        let seconds = self.options.timeout.unwrap_or_default().as_secs_f64();
        in_wait(NorthApiError::still_running(format!(
            "upgrade task {} has not ended within {seconds} s; the upgrade itself goes on",
            self.operation_id
        )))
    }

    /// True if the poll is to be repeated after this error.
    fn should_poll_again(&mut self, error: &NorthApiError) -> bool {
        // An address that cannot be reached is most likely wrong.
        let is_unreachable = error.is_transport() && !error.may_have_reached_platform();
        let is_wrong_address = is_unreachable && self.polls == 1;
        if is_wrong_address || !is_temporary(error) || !self.may_poll_again() {
            return false;
        }
        self.failures += 1;
        self.record_failure(error);
        true
    }

    /// True if the poll may be repeated: not too many have failed, and time is left.
    fn may_poll_again(&self) -> bool {
        let is_last = self
            .deadline()
            .zip(self.polled)
            .is_some_and(|(deadline, polled)| polled >= deadline);
        self.failures < MAX_FAILURES && !is_last
    }

    fn record_failure(&mut self, error: &NorthApiError) {
        // The header may contain any time.
        let retry_after = error.retry_after().unwrap_or_default();
        let retry_after = retry_after.min(WaitOptions::LONGEST);
        self.interval
            .record_failure(error.is_throttled(), retry_after);
    }

    /// Reads subtasks whose state has changed, within the number of pages that may be
    /// read.
    ///
    /// A task of one page is read as a whole. For a longer task, the lists by state are
    /// read that have more items than were seen in them. Failures come first, since
    /// they are few and important, then the shortest list. Each list is read
    /// cyclically, a page at a time, since new items may be anywhere in it.
    async fn read_subtasks(
        &mut self,
        client: &Client,
        counts: &Counts,
        is_ended: bool,
    ) -> Result<(), NorthApiError> {
        self.pages = match self.options.pages_per_poll {
            None => u64::MAX,
            Some(pages) => {
                let most = u64::from(pages).saturating_mul(FINAL_POLL_FACTOR);
                match is_ended {
                    true => most,
                    false => self.pages.saturating_add(pages.into()).min(most),
                }
            }
        };
        if counts.total <= PAGE_SIZE {
            if self.pages > 0 && self.states.unread(counts) > 0 {
                self.read_page(client, None, 0).await?;
            }
            return Ok(());
        }
        for state in SubtaskState::readable(counts) {
            let pages = counts.of(state).div_ceil(PAGE_SIZE);
            for _ in 0..pages {
                let is_time_up = !is_ended
                    && self
                        .deadline()
                        .is_some_and(|deadline| Instant::now() >= deadline);
                if self.pages == 0 || is_time_up || !self.states.has_unseen(state, counts) {
                    break;
                }
                let page = self.states.next_page(state, pages);
                if !self.read_page(client, Some(state), page).await? {
                    self.states.restart(state);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Reads a page; returns `false` if it does not exist.
    async fn read_page(
        &mut self,
        client: &Client,
        state: Option<SubtaskState>,
        page: u64,
    ) -> Result<bool, NorthApiError> {
        let filter = QueryUpgradeSubTaskInDto {
            sub_operation_status: state.map(|state| state.name().into()),
            page_no: i64::try_from(page).ok(),
            page_size: i64::try_from(PAGE_SIZE).ok(),
            ..QueryUpgradeSubTaskInDto::default()
        };
        let request = query_upgrade_sub_task(&filter, &self.operation_id, &self.token)?;
        self.pages = self.pages.saturating_sub(1);
        self.calls = self.calls.saturating_add(1);
        let rows = match client.execute(request).await {
            Ok(response) => read::<SubtaskPage>(response, "queryUpgradeSubTask")?.rows(),
            // The list has become shorter than the task's counts say.
            Err(error) if error.is_refused() => return Ok(false),
            Err(error) => return Err(error),
        };
        let exists = !rows.is_empty();
        for row in rows {
            if self.states.record(&row) {
                self.changed.push(row);
            }
        }
        Ok(exists)
    }
}

fn read<T: serde::de::DeserializeOwned>(
    response: Option<Response>,
    method: &'static str,
) -> Result<T, NorthApiError> {
    let response = response.ok_or_else(|| {
        let error = "the response of the platform has no body";
        NorthApiError::client(ClientCode::AfterCall, error).in_operation(method)
    })?;
    response.decode()
}

/// True if the error may be gone at the next poll.
fn is_temporary(error: &NorthApiError) -> bool {
    error.is_throttled()
        || error.is_server_fault()
        || error.is_timeout()
        || error.is_transient()
        || (error.is_transport() && error.http_status().is_some())
}

fn in_wait(error: NorthApiError) -> NorthApiError {
    error.in_operation(Term::Wait.name())
}
