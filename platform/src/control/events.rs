//! The events of the page: its content when it opens, and each change after that.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::json;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::mask::Mask;
use super::view;
use crate::record::SHOWN;
use crate::state::State;

/// Shortest interval between two looks for changes, in real time.
const INTERVAL: Duration = Duration::from_millis(200);
/// A look at tasks with millions of devices takes long; the pause is this much longer.
const PAUSE_FACTOR: u32 = 4;

/// Starts the events of one page. Returns `None` if too many pages are open.
pub(super) fn start(state: &Arc<State>) -> Option<hyper::Response<Receiver<Bytes>>> {
    let permit = Arc::clone(&state.viewers).try_acquire_owned().ok()?;
    let (sender, receiver) = channel(1);
    tokio::spawn(send(Arc::clone(state), sender, permit));
    let mut response = hyper::Response::new(receiver);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}

/// Sends the changes until the page is closed.
async fn send(state: Arc<State>, page: Sender<Bytes>, _permit: OwnedSemaphorePermit) {
    let mut feed = Feed::default();
    loop {
        let state = Arc::clone(&state);
        let start = Instant::now();
        let look = spawn_blocking(move || {
            let events = feed.changes(&state);
            (feed, events)
        });
        let Ok((same_feed, events)) = look.await else {
            return;
        };
        feed = same_feed;
        if !events.is_empty() && page.send(events.into()).await.is_err() {
            return;
        }
        tokio::select! {
            () = page.closed() => return,
            () = sleep(INTERVAL.max(start.elapsed() * PAUSE_FACTOR)) => {}
        }
    }
}

/// What one page knows.
#[derive(Debug, Default)]
struct Feed {
    greeted: bool,
    requests: u64,
    pushes: u64,
    /// Latest state of each event that is sent as a whole.
    overview: String,
    tasks: String,
    faults: String,
}

impl Feed {
    /// Returns the events since the last call.
    fn changes(&mut self, state: &State) -> String {
        let mut events = String::new();
        if !self.greeted {
            // A page that lost its connection must not keep what it shows.
            event(&mut events, "hello", &view::platform(state));
        }
        changed(
            &mut events,
            "overview",
            &view::overview(state),
            &mut self.overview,
        );
        changed(&mut events, "tasks", &view::tasks(state), &mut self.tasks);
        changed(
            &mut events,
            "faults",
            &state.faults.list(),
            &mut self.faults,
        );
        let mask = Mask::of(state);
        let before = self.requests;
        let (first, rows) = state
            .recorder
            .changed(&mut self.requests, |entry| view::row(entry, &mask));
        if self.requests != before || !self.greeted {
            event(
                &mut events,
                "requests",
                &json!({ "first": first, "rows": rows }),
            );
        }
        if let Some(pushes) = state.pushes.changed(&mut self.pushes, SHOWN) {
            let rows: Vec<_> = pushes.iter().map(|push| view::push(push, &mask)).collect();
            event(&mut events, "pushes", &rows);
        }
        self.greeted = true;
        events
    }
}

/// Adds an event if its data has changed since the last call.
fn changed(events: &mut String, name: &str, data: &impl Serialize, last: &mut String) {
    let mut text = String::new();
    event(&mut text, name, data);
    if text != *last {
        events.push_str(&text);
        *last = text;
    }
}

/// Adds an event. JSON has no line breaks, so its data is one line.
fn event(events: &mut String, name: &str, data: &impl Serialize) {
    if let Ok(data) = serde_json::to_string(data) {
        events.push_str(&format!("event: {name}\ndata: {data}\n\n"));
    }
}
