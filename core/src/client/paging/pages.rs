//! Reads the pages of a list in order, several of them concurrently.
//!
//! [`ListCursor`] decides which pages to request, and which may be delivered.

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
use crate::sdk::page_request::PagedRequest;
use crate::sdk::{Request, Token};

/// The time without a poll after which a call may have failed only because it was not
/// polled.
const MAX_UNPOLLED: Duration = Duration::from_secs(1);

/// A page of a list. Some of its items may have been delivered before.
#[derive(Debug, Clone)]
pub struct Page {
    response: Response,
    rows: Vec<usize>,
    first_row: u64,
}

impl Page {
    /// Returns the response that contains the page.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// Returns the indexes of the new items, counted from 0 in the response's `data`.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Returns the position of the page's first item in the list, from 0.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }
}

/// The call for a page, started or planned.
#[derive(Debug)]
struct PageCall {
    window: Window,
    task: Option<SpawnedCall>,
    /// True if the call was not polled for some time.
    was_unpolled: bool,
}

impl PageCall {
    fn planned(window: Window) -> Self {
        Self {
            window,
            task: None,
            was_unpolled: false,
        }
    }
}

/// A page that can be delivered.
struct ReadyPage {
    new_items: NewItems,
    /// `None` for a response without a body.
    page: Option<Page>,
}

/// All pages of a list. A [`Paginator`](crate::client::Paginator) uses it to read
/// items. It reads only the ids of the items.
#[must_use = "a reader of pages does nothing until they are read"]
pub struct Pages {
    client: Arc<Client>,
    request: PagedRequest,
    cursor: ListCursor,
    calls: VecDeque<PageCall>,
    /// Calls whose responses are no longer needed. They are not canceled, since that
    /// would close their connections.
    stale: Vec<SpawnedCall>,
    ready: Option<ReadyPage>,
    /// The number of calls that were started.
    started: usize,
    /// The time of the last poll.
    last_poll: Option<Instant>,
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
    /// Creates a reader of all pages of a list, from a request for one page. Its
    /// `pageNo` is the first page, 0 if it has none. Its `pageSize` is the number of
    /// items per page, 100 if it has none.
    ///
    /// # Errors
    ///
    /// 1007 if the response to the request has no pages, or for a `pageNo` or
    /// `pageSize` that is not valid.
    pub fn new<T>(client: &Client, request: Request<T>) -> Result<Self, NorthApiError> {
        let request = PagedRequest::of(request)?;
        Ok(Self {
            client: Arc::new(client.clone()),
            cursor: ListCursor::of(&request),
            request,
            calls: VecDeque::new(),
            stale: Vec::new(),
            ready: None,
            started: 0,
            last_poll: None,
        })
    }

    /// Replaces the access token, after the platform refused it. The pages that were
    /// requested with the old one are requested again.
    ///
    /// # Errors
    ///
    /// 1009 if the token is empty, 1007 if it contains characters that no HTTP header can
    /// carry.
    pub fn renew_token(&mut self, token: &Token) -> Result<(), NorthApiError> {
        self.request.renew_token(token)?;
        let tasks = self.calls.iter_mut().filter_map(|call| call.task.take());
        self.stale.extend(tasks.filter(|task| !task.is_finished()));
        Ok(())
    }

    /// Starts again at the first page. No item counts as delivered.
    pub fn restart(&mut self) {
        self.discard();
        self.cursor = ListCursor::of(&self.request);
        self.ready = None;
        self.last_poll = None;
    }

    /// Returns the next page; `None` after the last one. Some pages have no new items.
    ///
    /// The future may be dropped at any time, and the call repeated.
    ///
    /// # Errors
    ///
    /// The errors of the call, after its retries, with the page in the message. All
    /// previous pages were delivered. The next call of this method requests the page
    /// again.
    pub async fn next(&mut self) -> Option<Result<Page, NorthApiError>> {
        self.next_as(|page| Ok(page.clone())).await.transpose()
    }

    /// Returns the next page, decoded; `None` after the last one. If decoding fails,
    /// the next call requests the page again.
    pub(crate) async fn next_as<T>(
        &mut self,
        decode: impl Fn(&Page) -> serde_json::Result<T>,
    ) -> Result<Option<T>, NorthApiError> {
        while poll_fn(|cx| self.poll_ready(cx)).await? {
            spawned::send_off(&self.client).await;
            if let Some(decoded) = self.take_as(&decode) {
                return decoded.map(Some);
            }
        }
        Ok(None)
    }

    /// Takes the page that is ready, decoded; `None` if the response had no body.
    fn take_as<T>(
        &mut self,
        decode: &impl Fn(&Page) -> serde_json::Result<T>,
    ) -> Option<Result<T, NorthApiError>> {
        let Some(page) = self.peek() else {
            self.take();
            return None;
        };
        Some(match decode(page) {
            Ok(decoded) => {
                self.take();
                Ok(decoded)
            }
            Err(cause) => {
                let error = page.response.not_as_documented(&cause);
                Err(self.refuse(error))
            }
        })
    }

    /// Polls for the next page, decoded. Does not wait until the requests for the pages after
    /// it are written, since a stream stays on its runtime.
    #[cfg(feature = "stream")]
    pub(crate) fn poll_next_as<T>(
        &mut self,
        cx: &mut Context<'_>,
        decode: impl Fn(&Page) -> serde_json::Result<T>,
    ) -> Poll<Option<Result<T, NorthApiError>>> {
        while std::task::ready!(self.poll_ready(cx))? {
            if let Some(decoded) = self.take_as(&decode) {
                return Poll::Ready(Some(decoded));
            }
        }
        Poll::Ready(None)
    }

    /// Waits until a page can be taken; returns `false` if there are no more pages.
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, NorthApiError>> {
        self.mark_unpolled();
        let outcome = loop {
            self.request_pages(cx);
            if self.ready.is_some() {
                break Ok(true);
            }
            if self.cursor.has_ended() {
                break Ok(false);
            }
            let Some(call) = self.calls.front_mut() else {
                self.cursor.end();
                continue;
            };
            let outcome = call.task.as_mut().map(|task| task.poll(cx));
            let Some(Poll::Ready(outcome)) = outcome else {
                return Poll::Pending;
            };
            let (window, was_unpolled) = (call.window, call.was_unpolled);
            self.calls.pop_front();
            if let Err(error) = self.process(window, outcome) {
                self.calls.push_front(PageCall::planned(window));
                // The call may have failed because it was not polled: it timed out, or
                // its token has expired meanwhile.
                let may_be_unpolled = error.http_status().is_none() || error.is_not_authenticated();
                if !was_unpolled || !may_be_unpolled {
                    break Err(error.at(self.describe(window)));
                }
            }
        };
        self.last_poll = Some(Instant::now());
        Poll::Ready(outcome)
    }

    /// Writes the requests for the next pages to their connections. To be awaited
    /// before the caller leaves the runtime.
    pub(crate) fn send_off(&self) -> impl Future<Output = ()> + 'static {
        let client = Arc::clone(&self.client);
        async move { spawned::send_off(&client).await }
    }

    /// Returns the page that is ready, without taking it.
    pub(crate) fn peek(&self) -> Option<&Page> {
        self.ready.as_ref()?.page.as_ref()
    }

    /// Takes the page that is ready; `None` if there is none, or if the response had no
    /// body.
    pub(crate) fn take(&mut self) -> Option<Page> {
        let ready = self.ready.take()?;
        self.cursor.mark_delivered(&ready.new_items);
        ready.page
    }

    /// Rejects the page that is ready, since its items cannot be decoded. The next call
    /// requests it again.
    pub(crate) fn refuse(&mut self, error: NorthApiError) -> NorthApiError {
        let Some(ready) = self.ready.take() else {
            return error;
        };
        self.calls
            .push_front(PageCall::planned(ready.new_items.window));
        error.at(self.describe(ready.new_items.window))
    }

    /// Continues in a forked process. The inherited calls and the inherited client
    /// belong to the parent, and are neither used nor dropped.
    pub(crate) fn adopt(&mut self, client: Client) {
        for call in &mut self.calls {
            std::mem::forget(call.task.take());
        }
        std::mem::forget(std::mem::take(&mut self.stale));
        std::mem::forget(std::mem::replace(&mut self.client, Arc::new(client)));
    }

    /// Returns the number of items on all pages, as last sent by the platform. If it
    /// sends none, returns the number of items delivered so far. `None` before the
    /// first page was read.
    pub fn total(&self) -> Option<u64> {
        self.cursor.total()
    }

    /// True if the list has not changed so far: each page has the same total, no item
    /// was read twice, and there are as many items as the platform counts.
    pub fn is_consistent(&self) -> bool {
        !self.cursor.has_changed()
    }

    /// Returns the number of the page that contains this item, given by its position in
    /// the list.
    pub fn page_of(&self, row: u64) -> u64 {
        row / self.cursor.size()
    }

    /// Returns the position of the first requested item in the list.
    pub(crate) fn first_row(&self) -> u64 {
        self.cursor.first()
    }

    /// Marks the calls under way if they were not polled for too long.
    fn mark_unpolled(&mut self) {
        let limit = MAX_UNPOLLED.min(self.client.config.timeouts().call / 2);
        if self
            .last_poll
            .take()
            .is_some_and(|last_poll| last_poll.elapsed() >= limit)
        {
            for call in &mut self.calls {
                call.was_unpolled = true;
            }
        }
    }

    /// Requests as many pages as may be under way.
    fn request_pages(&mut self, cx: &mut Context<'_>) {
        self.stale.retain_mut(|task| task.poll(cx).is_pending());
        let limit = match self.cursor.knows_end() && !self.cursor.is_searching() {
            true => self.client.config.concurrency(),
            // It is unknown if there is another page, or another item.
            false => 1,
        };
        let is_last = self
            .ready
            .as_ref()
            .is_some_and(|ready| ready.new_items.is_last);
        while self.calls.len() < limit && !is_last {
            let Some(window) = self.cursor.plan() else {
                break;
            };
            self.calls.push_back(PageCall::planned(window));
        }
        let free_slots = limit.saturating_sub(self.stale.len());
        for call in self.calls.iter_mut().take(free_slots) {
            if call.task.is_none() {
                let Window { number, size } = call.window;
                let request = self.request.page(number, size);
                call.task = Some(SpawnedCall::start(&self.client, request, self.started));
                self.started += 1;
                call.was_unpolled = false;
            }
        }
    }

    /// Processes a response. Its page becomes the one that is ready, or the requested
    /// pages are requested again.
    fn process(&mut self, window: Window, outcome: CallOutcome) -> Result<(), NorthApiError> {
        let response = outcome?;
        let index = match &response {
            Some(response) => {
                let id = self.request.paging.id;
                PageIndex::read(response.body(), id, &|id| self.cursor.hash(id))
                    .map_err(|cause| response.not_as_documented(&cause))?
            }
            None => PageIndex::default(),
        };
        let (new_items, must_replan) = self.cursor.accept(window, &index);
        if must_replan {
            self.discard();
        }
        self.ready = new_items.map(|new_items| ReadyPage {
            page: response.map(|response| Page {
                response,
                rows: new_items.rows.clone(),
                first_row: new_items.window.start(),
            }),
            new_items,
        });
        Ok(())
    }

    /// Drops the requests that are no longer needed.
    fn discard(&mut self) {
        let tasks = self.calls.drain(..).filter_map(|call| call.task);
        self.stale.extend(tasks.filter(|task| !task.is_finished()));
    }

    /// Describes a page for an error message.
    fn describe(&self, window: Window) -> String {
        let first = window.start();
        let last = window.end() - 1;
        format!("page {} (rows {first} to {last})", self.page_of(first))
    }
}
