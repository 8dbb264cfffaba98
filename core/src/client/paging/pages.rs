//! All pages of a list, one after another, several of them in flight.
//!
//! What is asked for, and what may be handed out, is told by [`ListCursor`].

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

use super::list_cursor::{ListCursor, NewItems};
use super::page_index::PageIndex;
use super::window::Window;
use crate::NorthApiError;
use crate::client::call::spawned;
use crate::client::call::spawned::{CallOutcome, SpawnedCall};
use crate::client::{Client, Response};
use crate::sdk::Request;
use crate::sdk::page_request::PagedRequest;

/// A caller that was away for longer may find that calls have failed only
/// because nobody attended to them.
const AWAY: Duration = Duration::from_secs(1);

/// A page that was read. Some of its rows may have been handed out before.
#[derive(Debug, Clone)]
pub struct Page {
    response: Response,
    rows: Vec<usize>,
    first_row: u64,
}

impl Page {
    /// The response that brought it.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// Which of its rows are new, counted from 0 in the response's `data`.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Where its first row stands in the list, from 0.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }
}

/// A page that was asked for, or is to be.
#[derive(Debug)]
struct PageCall {
    window: Window,
    task: Option<SpawnedCall>,
    /// Whether the caller was away meanwhile.
    was_alone: bool,
}

impl PageCall {
    fn planned(window: Window) -> Self {
        Self {
            window,
            task: None,
            was_alone: false,
        }
    }
}

/// A page that is about to be handed out.
struct ReadyPage {
    found: NewItems,
    /// `None` for an response without a body.
    page: Option<Page>,
}

/// All pages of a list; the part of a [`Paginator`](crate::client::Paginator) that
/// knows nothing of the rows but their ids.
pub struct Pages {
    client: Arc<Client>,
    request: PagedRequest,
    reading: ListCursor,
    flights: VecDeque<PageCall>,
    /// Calls whose responses do not matter any more. Cutting them off would cost
    /// their connections.
    stale: Vec<SpawnedCall>,
    ready: Option<ReadyPage>,
    /// When the caller went away.
    left: Option<Instant>,
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request)
            .field("total", &self.total())
            .finish_non_exhaustive()
    }
}

impl Pages {
    /// All pages of the list that this request is for one page of. Its `pageNo`
    /// is where they begin, 0 if it has none, and its `pageSize` how many rows
    /// they have, 100 if it has none.
    ///
    /// # Errors
    ///
    /// 1007 when the response to the request has no pages, and for a `pageNo` or
    /// `pageSize` that cannot be counted with.
    pub fn new<T>(client: &Client, request: Request<T>) -> Result<Self, NorthApiError> {
        let request = PagedRequest::of(request)?;
        Ok(Self {
            client: Arc::new(client.clone()),
            reading: ListCursor::of(&request),
            request,
            flights: VecDeque::new(),
            stale: Vec::new(),
            ready: None,
            left: None,
        })
    }

    /// Begins anew, at the first page: nothing counts as handed out.
    pub fn restart(&mut self) {
        self.discard();
        self.reading = ListCursor::of(&self.request);
        self.ready = None;
        self.left = None;
    }

    /// The next page; `None` after the last one. Some pages have no new rows.
    ///
    /// May be dropped at any time, and begun again.
    ///
    /// # Errors
    ///
    /// Those of the call, after its retries, with the page in the message. All
    /// pages before it were handed out, and the next call tries it again.
    pub async fn next(&mut self) -> Result<Option<Page>, NorthApiError> {
        self.next_as(|page| Ok(page.clone())).await
    }

    /// The same, as something that is made of the page. If that fails, the page
    /// is read again by the next call.
    pub(crate) async fn next_as<T>(
        &mut self,
        decode: impl Fn(&Page) -> serde_json::Result<T>,
    ) -> Result<Option<T>, NorthApiError> {
        while poll_fn(|cx| self.poll_ready(cx)).await? {
            spawned::send_off(&self.client).await;
            let Some(page) = self.peek() else {
                self.take();
                continue;
            };
            match decode(page) {
                Ok(decoded) => {
                    self.take();
                    return Ok(Some(decoded));
                }
                Err(cause) => {
                    let error = page.response.not_as_documented(&cause);
                    return Err(self.refuse(error));
                }
            }
        }
        Ok(None)
    }

    /// Waits until there is a page to be taken; `false` if there is none left.
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, NorthApiError>> {
        self.come_back();
        let outcome = loop {
            self.ask(cx);
            if self.ready.is_some() {
                break Ok(true);
            }
            if self.reading.has_ended() {
                break Ok(false);
            }
            let Some(flight) = self.flights.front_mut() else {
                self.reading.end();
                continue;
            };
            let outcome = flight.task.as_mut().map(|task| task.poll(cx));
            let Some(Poll::Ready(outcome)) = outcome else {
                return Poll::Pending;
            };
            let (window, was_alone) = (flight.window, flight.was_alone);
            self.flights.pop_front();
            if let Err(error) = self.read(window, outcome) {
                self.flights.push_front(PageCall::planned(window));
                // It may have failed because the caller was away: out of time, or
                // with a token that has ended meanwhile.
                let is_own_fault = error.http_status().is_none() || error.is_not_authenticated();
                if !was_alone || !is_own_fault {
                    break Err(error.at(self.place(window)));
                }
            }
        };
        self.left = Some(Instant::now());
        Poll::Ready(outcome)
    }

    /// Sends off the calls for the next pages; to be waited for before the
    /// runtime is left.
    pub(crate) fn send_off(&self) -> impl Future<Output = ()> + 'static {
        let client = Arc::clone(&self.client);
        async move { spawned::send_off(&client).await }
    }

    /// The page that is ready, before it is taken.
    pub(crate) fn peek(&self) -> Option<&Page> {
        self.ready.as_ref()?.page.as_ref()
    }

    /// Hands out the page that is ready; `None` if there is none, or if it was
    /// responseed without a body.
    pub(crate) fn take(&mut self) -> Option<Page> {
        let ready = self.ready.take()?;
        self.reading.hand_out(&ready.found);
        ready.page
    }

    /// Takes back the page that is ready, since its rows turned out not to be
    /// what they should be. It will be read again.
    pub(crate) fn refuse(&mut self, error: NorthApiError) -> NorthApiError {
        let Some(ready) = self.ready.take() else {
            return error;
        };
        self.flights
            .push_front(PageCall::planned(ready.found.window));
        error.at(self.place(ready.found.window))
    }

    /// Goes on in a process that was forked: what this one has inherited is the
    /// parent's, and is never touched.
    pub(crate) fn adopt(&mut self, client: Client) {
        for flight in &mut self.flights {
            std::mem::forget(flight.task.take());
        }
        std::mem::forget(std::mem::take(&mut self.stale));
        std::mem::forget(std::mem::replace(&mut self.client, Arc::new(client)));
    }

    /// Rows on all pages, as last told; those handed out so far, if the platform
    /// does not say. `None` before the first page was read.
    pub fn total(&self) -> Option<u64> {
        self.reading.total()
    }

    /// Whether nothing has moved so far: each page told the same total, no row
    /// was there twice, and there were as many as the platform counts.
    pub fn is_consistent(&self) -> bool {
        !self.reading.has_moved()
    }

    /// The page that a row of the list is on, by where it stands.
    pub fn page_of(&self, row: u64) -> u64 {
        row / self.reading.size()
    }

    /// Where the row to begin with stands in the list.
    pub(crate) fn first_row(&self) -> u64 {
        self.reading.first()
    }

    /// A caller that was away for long finds calls that nobody attended to.
    fn come_back(&mut self) {
        let limit = AWAY.min(self.client.config.timeouts().call / 2);
        if self.left.take().is_some_and(|left| left.elapsed() >= limit) {
            for flight in &mut self.flights {
                flight.was_alone = true;
            }
        }
    }

    /// Asks for as many pages as may be in flight.
    fn ask(&mut self, cx: &mut Context<'_>) {
        self.stale.retain_mut(|task| task.poll(cx).is_pending());
        let limit = match self.reading.knows_end() {
            true => self.client.config.concurrency(),
            // Nobody knows whether there is another page.
            false => 1,
        };
        let is_last = self.ready.as_ref().is_some_and(|ready| ready.found.is_last);
        while self.flights.len() < limit && !is_last {
            let Some(window) = self.reading.plan() else {
                break;
            };
            self.flights.push_back(PageCall::planned(window));
        }
        let room = limit.saturating_sub(self.stale.len());
        for flight in self.flights.iter_mut().take(room) {
            if flight.task.is_none() {
                let Window { number, size } = flight.window;
                let request = self.request.page(number, size);
                flight.task = Some(SpawnedCall::start(&self.client, request));
                flight.was_alone = false;
            }
        }
    }

    /// Takes note of an response: it becomes the page that is ready, or what was
    /// planned is planned anew.
    fn read(&mut self, window: Window, outcome: CallOutcome) -> Result<(), NorthApiError> {
        let response = outcome?;
        let skeleton = match &response {
            Some(response) => {
                let id = self.request.paging.id;
                PageIndex::read(response.body(), id, &|id| self.reading.hash(id))
                    .map_err(|cause| response.not_as_documented(&cause))?
            }
            None => PageIndex::default(),
        };
        let (found, is_planned_anew) = self.reading.judge(window, &skeleton);
        if is_planned_anew {
            self.discard();
        }
        self.ready = found.map(|found| ReadyPage {
            page: response.map(|response| Page {
                response,
                rows: found.rows.clone(),
                first_row: found.window.start(),
            }),
            found,
        });
        Ok(())
    }

    /// What was asked for does not matter any more.
    fn discard(&mut self) {
        let tasks = self.flights.drain(..).filter_map(|flight| flight.task);
        self.stale.extend(tasks.filter(|task| !task.is_over()));
    }

    /// Which page it is, in words.
    fn place(&self, window: Window) -> String {
        let first = window.start();
        let last = window.end() - 1;
        format!("page {} (rows {first} to {last})", self.page_of(first))
    }
}
