//! What came in: a bounded memory of requests, and counters.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use parking_lot::Mutex;
use serde::Serialize;

/// One request as it arrived on the HTTPS interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Recorded {
    /// Number of the request, from 1 in order of arrival.
    pub id: u64,
    /// Number of the connection it came on, from 1.
    pub connection: u64,
    /// `TLSv1.2` or `TLSv1.3`.
    pub tls_version: &'static str,
    /// Common name of the caller's certificate, if one was shown.
    pub client_certificate: Option<String>,
    /// Whether the connection resumed an earlier TLS session.
    pub resumed: bool,
    /// How many requests were without an answer when it came, itself included.
    pub at_once: u64,
    /// The HTTP method.
    pub method: String,
    /// The request target as sent, nothing decoded.
    pub target: String,
    /// The part of the target before `?`.
    pub path: String,
    /// The part of the target after `?`.
    pub query: Option<String>,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it is UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The body in base64, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
    /// HTTP status of the answer; `None` if there is none, or none yet.
    pub status: Option<u16>,
}

impl Recorded {
    /// The value of the first header of this name (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    pub(crate) fn set_body(&mut self, body: &Bytes) {
        match std::str::from_utf8(body) {
            Ok(text) => self.body = Some(text.into()),
            Err(_) => self.body_base64 = Some(STANDARD.encode(body)),
        }
    }
}

/// A ring of the latest requests.
#[derive(Debug)]
pub(crate) struct Recorder {
    capacity: usize,
    ring: Mutex<VecDeque<Recorded>>,
}

impl Recorder {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            ring: Mutex::default(),
        }
    }

    /// Whether it keeps anything: building an entry can be spared otherwise.
    pub(crate) fn is_on(&self) -> bool {
        self.capacity > 0
    }

    pub(crate) fn push(&self, request: Recorded) {
        let mut ring = self.ring.lock();
        // Two requests may get here out of order; callers are promised the order of ids.
        let at = ring.partition_point(|known| known.id < request.id);
        ring.insert(at, request);
        if ring.len() > self.capacity {
            ring.pop_front();
        }
    }

    /// Notes how a request was answered, unless it was forgotten meanwhile.
    pub(crate) fn answered(&self, id: u64, status: u16) {
        let mut ring = self.ring.lock();
        if let Ok(at) = ring.binary_search_by_key(&id, |known| known.id)
            && let Some(request) = ring.get_mut(at)
        {
            request.status = Some(status);
        }
    }

    pub(crate) fn list(&self) -> Vec<Recorded> {
        self.ring.lock().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.ring.lock().clear();
    }
}

/// What the platform has seen since it started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Stats {
    /// TLS connections that completed their handshake.
    pub connections: u64,
    /// Those of them that are open now.
    pub open_connections: u64,
    /// Requests on the HTTPS interface.
    pub requests: u64,
    /// Logins that succeeded.
    pub logins: u64,
    /// Token refreshes that succeeded.
    pub refreshes: u64,
    /// Calls refused because the quota was used up.
    pub throttled: u64,
    /// Calls refused because of their token.
    pub rejected_tokens: u64,
    /// Connections that never completed their handshake.
    pub handshake_failures: u64,
}

/// [`Stats`] in the making.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) connections: Counter,
    pub(crate) closed_connections: Counter,
    pub(crate) requests: Counter,
    pub(crate) logins: Counter,
    pub(crate) refreshes: Counter,
    pub(crate) throttled: Counter,
    pub(crate) rejected_tokens: Counter,
    pub(crate) handshake_failures: Counter,
}

impl Counters {
    pub(crate) fn read(&self) -> Stats {
        // Closed before opened: the difference must not go below zero.
        let closed = self.closed_connections.get();
        let connections = self.connections.get();
        Stats {
            connections,
            open_connections: connections.saturating_sub(closed),
            requests: self.requests.get(),
            logins: self.logins.get(),
            refreshes: self.refreshes.get(),
            throttled: self.throttled.get(),
            rejected_tokens: self.rejected_tokens.get(),
            handshake_failures: self.handshake_failures.get(),
        }
    }
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    /// Adds one and gives the new number.
    pub(crate) fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// How many requests are without an answer.
#[derive(Debug, Default)]
pub(crate) struct Gauge(AtomicU64);

impl Gauge {
    /// Counts one more until what this gives is dropped.
    pub(crate) fn up(&self) -> Raised<'_> {
        let level = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Raised { gauge: self, level }
    }
}

/// One more on a [`Gauge`].
#[derive(Debug)]
pub(crate) struct Raised<'a> {
    gauge: &'a Gauge,
    /// What it came to.
    pub(crate) level: u64,
}

impl Drop for Raised<'_> {
    fn drop(&mut self) {
        self.gauge.0.fetch_sub(1, Ordering::SeqCst);
    }
}
