//! Recorded requests, in a bounded list, and counters.

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
    /// Common name of the client certificate, if the caller sent one.
    pub client_certificate: Option<String>,
    /// True if the connection resumed an earlier TLS session.
    pub resumed: bool,
    /// Number of requests in flight when it arrived, including itself.
    #[serde(rename = "atOnce")]
    pub in_flight: u64,
    /// The HTTP method.
    pub method: String,
    /// The request target as sent, not decoded.
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
    /// HTTP status of the response; `None` if there is no response, or not yet.
    pub status: Option<u16>,
}

impl Recorded {
    /// Returns the value of the first header of this name (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(other, _)| other == name)?;
        Some(&header.1)
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

    /// Returns true if it records requests. If not, no entry needs to be built.
    pub(crate) fn is_on(&self) -> bool {
        self.capacity > 0
    }

    pub(crate) fn push(&self, request: Recorded) {
        let mut ring = self.ring.lock();
        // Two requests may arrive here out of order, but the list is sorted by id.
        let at = ring.partition_point(|other| other.id < request.id);
        ring.insert(at, request);
        if ring.len() > self.capacity {
            ring.pop_front();
        }
    }

    /// Records the status of a response, unless the request has been deleted.
    pub(crate) fn set_status(&self, id: u64, status: u16) {
        let mut ring = self.ring.lock();
        if let Ok(at) = ring.binary_search_by_key(&id, |other| other.id)
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

/// Counters since the start of the platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Stats {
    /// TLS connections with a completed handshake.
    pub connections: u64,
    /// TLS connections that are open now.
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
    /// Connections without a completed handshake.
    pub handshake_failures: u64,
}

/// The live counters behind [`Stats`].
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
        // Read closed before opened, so that the difference is not negative.
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
    /// Adds one and returns the new number.
    pub(crate) fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The number of requests in flight.
#[derive(Debug, Default)]
pub(crate) struct Gauge(AtomicU64);

impl Gauge {
    /// Adds one until the returned guard is dropped.
    pub(crate) fn up(&self) -> Raised<'_> {
        let level = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Raised { gauge: self, level }
    }
}

/// Guard of one count on a [`Gauge`].
#[derive(Debug)]
pub(crate) struct Raised<'a> {
    gauge: &'a Gauge,
    /// The value of the gauge, including this count.
    pub(crate) level: u64,
}

impl Drop for Raised<'_> {
    fn drop(&mut self) {
        self.gauge.0.fetch_sub(1, Ordering::SeqCst);
    }
}
