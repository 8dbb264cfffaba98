//! Notifications from the platform to applications.
//!
//! Handlers and the ticker put them into one queue ([`Pushes`]). `client` sends
//! them, in the order of the queue for each address. `tick` finds the notifications
//! that are due as the clock moves; `upgrade` does this for upgrade tasks.

pub(crate) mod bodies;
pub(crate) mod client;
pub(crate) mod tick;
mod upgrade;

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use hyper::Uri;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::record::Counter;

/// Maximum number of notifications that wait for their receivers.
const MOST_WAITING: usize = 10_000;
/// Maximum number of recorded notifications.
const REMEMBERED: usize = 10_000;

/// One notification that the platform has sent or tried to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pushed {
    /// Number of the notification, from 1 in the order of sending.
    pub id: u64,
    /// The application it is for.
    pub app: String,
    /// Its type; empty for the callback of a command, which has none.
    pub notify_type: String,
    /// The address of the receiver.
    pub url: String,
    /// The body as sent.
    pub body: String,
    /// Number of attempts.
    pub attempts: u32,
    /// HTTP status of the latest response.
    pub status: Option<u16>,
    /// Error of the latest attempt, if there was no response.
    pub error: Option<String>,
    /// True if there are no more attempts.
    pub done: bool,
}

/// A notification that is sent through the control interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PushSpec {
    /// Its type; by default, the callback of a command.
    pub notify_type: Option<String>,
    /// The application; by default, the first one.
    pub app: Option<String>,
    /// The address; by default, all subscribers.
    pub url: Option<String>,
    /// The body; by default, a generated one. A string is sent byte for byte, even if
    /// it is not JSON.
    pub body: Option<Value>,
}

/// An address to push to: HTTP or HTTPS on a loopback address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    url: Arc<str>,
    https: bool,
    host: String,
    port: u16,
    /// Path and query of the request line.
    path: String,
}

impl Target {
    /// Parses an address; returns `None` if the platform may not push to it. As on the
    /// real platform, the address must contain the port.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
        let loopback = host.eq_ignore_ascii_case("localhost")
            || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        loopback.then_some(Self {
            url: text.into(),
            https,
            host: host.to_owned(),
            port: uri.port_u16()?,
            path: path.to_owned(),
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// A notification in the queue.
#[derive(Debug)]
pub(crate) struct QueuedPush {
    id: u64,
    target: Target,
    body: Bytes,
}

/// The queue of notifications, and a record of the latest.
#[derive(Debug)]
pub(crate) struct Pushes {
    queue: UnboundedSender<QueuedPush>,
    /// `None` after the client has taken it.
    queued: Mutex<Option<UnboundedReceiver<QueuedPush>>>,
    waiting: AtomicUsize,
    numbers: Counter,
    log: Mutex<VecDeque<Pushed>>,
    /// Number of changes of the log.
    changes: Counter,
}

impl Default for Pushes {
    fn default() -> Self {
        let (queue, queued) = unbounded_channel();
        Self {
            queue,
            queued: Mutex::new(Some(queued)),
            waiting: AtomicUsize::new(0),
            numbers: Counter::default(),
            log: Mutex::default(),
            changes: Counter::default(),
        }
    }
}

impl Pushes {
    /// Puts a notification into the queue, and returns its number.
    pub(crate) fn send(&self, app: &str, kind: &str, target: &Target, body: &Value) -> u64 {
        let body = match body {
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        let id = self.numbers.next();
        let mut pushed = Pushed {
            id,
            app: app.to_owned(),
            notify_type: kind.to_owned(),
            url: target.url().to_owned(),
            body: body.clone(),
            attempts: 0,
            status: None,
            error: None,
            done: false,
        };
        let room = self.room() > 0;
        if !room {
            pushed.error = Some(format!(
                "queue is full: {MOST_WAITING} notifications are waiting"
            ));
            pushed.done = true;
        }
        {
            let mut log = self.log.lock();
            let at = log.partition_point(|entry| entry.id < id);
            log.insert(at, pushed);
            if log.len() > REMEMBERED {
                log.pop_front();
            }
        }
        self.changes.next();
        let push = QueuedPush {
            id,
            target: target.clone(),
            body: body.into(),
        };
        if room {
            self.waiting.fetch_add(1, Ordering::SeqCst);
            // No receiver: the platform is stopping.
            let _ = self.queue.send(push);
        }
        id
    }

    /// Number of notifications that the queue can still take.
    pub(crate) fn room(&self) -> usize {
        MOST_WAITING.saturating_sub(self.waiting.load(Ordering::SeqCst))
    }

    pub(crate) fn list(&self) -> Vec<Pushed> {
        self.log.lock().iter().cloned().collect()
    }

    /// Returns the latest `most`, oldest first, if the log has changed since this change,
    /// and sets it to the latest change.
    pub(crate) fn changed(&self, since: &mut u64, most: usize) -> Option<Vec<Pushed>> {
        // Read before the log: a later change is then seen at the next call.
        let changes = self.changes.get();
        if std::mem::replace(since, changes) == changes {
            return None;
        }
        let log = self.log.lock();
        Some(
            log.iter()
                .skip(log.len().saturating_sub(most))
                .cloned()
                .collect(),
        )
    }

    pub(crate) fn clear(&self) {
        self.log.lock().clear();
        self.changes.next();
    }

    fn note(&self, id: u64, write: impl FnOnce(&mut Pushed)) {
        let mut log = self.log.lock();
        if let Ok(at) = log.binary_search_by_key(&id, |entry| entry.id)
            && let Some(pushed) = log.get_mut(at)
        {
            write(pushed);
            self.changes.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_with_a_port_are_pushed_to() {
        for good in [
            "http://127.0.0.1:80",
            "https://localhost:8743/callback?x=1",
            "http://[::1]:9000/a",
        ] {
            assert!(Target::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "127.0.0.1:80",
            "ftp://127.0.0.1:21",
            "http://127.0.0.1/",
            "https://192.168.0.1:443/",
            "https://example.com:443/",
            "https://localhost.example.com:443/",
        ] {
            assert!(Target::parse(bad).is_none(), "{bad}");
        }
    }
}
