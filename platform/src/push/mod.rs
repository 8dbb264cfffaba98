//! Notifications from the platform to applications.
//!
//! Handlers and the ticker put them into one queue ([`Pushes`]); `client`
//! carries them out, each address in the order of the queue; `tick` looks what
//! there is to tell as the clock moves on, `upgrade` does so for upgrade tasks.

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

/// Most notifications that may wait for their receivers.
const MOST_WAITING: usize = 10_000;
/// How many notifications are remembered.
const REMEMBERED: usize = 10_000;

/// One notification the platform sent, or tried to.
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
    /// The address it goes to.
    pub url: String,
    /// The body as sent.
    pub body: String,
    /// How often it was tried.
    pub attempts: u32,
    /// HTTP status of the latest answer.
    pub status: Option<u16>,
    /// What went wrong at the latest attempt, if there was no answer.
    pub error: Option<String>,
    /// Whether no more attempts will be made.
    pub done: bool,
}

/// A notification made from behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PushSpec {
    /// Its type; without one, the callback of a command.
    pub notify_type: Option<String>,
    /// The application, the first one unless told otherwise.
    pub app: Option<String>,
    /// Where to send it; to all subscribers unless told otherwise.
    pub url: Option<String>,
    /// The body in place of the one the platform would make up. A text is sent
    /// as it stands, even if it is no JSON.
    pub body: Option<Value>,
}

/// An address to push to: HTTP or HTTPS on a loopback address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    url: Arc<str>,
    https: bool,
    host: String,
    port: u16,
    /// What goes on the request line.
    path: String,
}

impl Target {
    /// Reads an address; `None` if it is not one the platform may push to. As
    /// on the real platform, it must name its port.
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

/// A notification on its way.
#[derive(Debug)]
pub(crate) struct Parcel {
    id: u64,
    target: Target,
    body: Bytes,
}

/// The queue of notifications, and the memory of the latest.
#[derive(Debug)]
pub(crate) struct Pushes {
    queue: UnboundedSender<Parcel>,
    /// Until the client takes it.
    parcels: Mutex<Option<UnboundedReceiver<Parcel>>>,
    waiting: AtomicUsize,
    numbers: Counter,
    log: Mutex<VecDeque<Pushed>>,
}

impl Default for Pushes {
    fn default() -> Self {
        let (queue, parcels) = unbounded_channel();
        Self {
            queue,
            parcels: Mutex::new(Some(parcels)),
            waiting: AtomicUsize::new(0),
            numbers: Counter::default(),
            log: Mutex::default(),
        }
    }
}

impl Pushes {
    /// Puts a notification into the queue, and gives its number.
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
            pushed.error = Some("too many notifications are waiting".into());
            pushed.done = true;
        }
        {
            let mut log = self.log.lock();
            let at = log.partition_point(|known| known.id < id);
            log.insert(at, pushed);
            if log.len() > REMEMBERED {
                log.pop_front();
            }
        }
        let parcel = Parcel {
            id,
            target: target.clone(),
            body: body.into(),
        };
        if room {
            self.waiting.fetch_add(1, Ordering::SeqCst);
            // Without a receiver the platform is about to end.
            let _ = self.queue.send(parcel);
        }
        id
    }

    /// How many more notifications may wait.
    pub(crate) fn room(&self) -> usize {
        MOST_WAITING.saturating_sub(self.waiting.load(Ordering::SeqCst))
    }

    pub(crate) fn list(&self) -> Vec<Pushed> {
        self.log.lock().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.log.lock().clear();
    }

    fn note(&self, id: u64, write: impl FnOnce(&mut Pushed)) {
        let mut log = self.log.lock();
        if let Ok(at) = log.binary_search_by_key(&id, |known| known.id)
            && let Some(pushed) = log.get_mut(at)
        {
            write(pushed);
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
