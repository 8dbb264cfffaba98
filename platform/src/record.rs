//! Recorded requests, in a bounded list, and counters.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::HeaderMap;
use parking_lot::Mutex;
use serde::Serialize;

use crate::response::Response;

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

/// Number of the latest requests and notifications that the page shows.
pub(crate) const SHOWN: usize = 200;
/// Largest part of a response body that is kept for the page, in bytes.
const LARGEST_KEPT: usize = 64 << 10;

/// A recorded request, with what only the page shows.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) request: Recorded,
    /// Real milliseconds since 1970 when the request arrived.
    pub(crate) at: u128,
    /// `None` while the request is being processed.
    pub(crate) outcome: Option<Outcome>,
    arrived: Instant,
    /// Number of the latest change of the list that concerns this entry.
    change: u64,
}

/// The end of a request.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) took: Duration,
    /// `None` if there is no response, or if it is too old to be kept.
    pub(crate) response: Option<KeptResponse>,
}

/// A response, for the page.
#[derive(Clone, Debug)]
pub(crate) struct KeptResponse {
    pub(crate) headers: Vec<(String, String)>,
    /// At most the first 64 KiB of the body.
    pub(crate) body: Bytes,
    /// Length of the whole body in bytes.
    pub(crate) length: usize,
}

impl KeptResponse {
    fn of(response: &Response) -> Self {
        Self {
            headers: texts(&response.headers),
            body: match response.body.get(..LARGEST_KEPT) {
                Some(part) => Bytes::copy_from_slice(part),
                None => response.body.clone(),
            },
            length: response.body.len(),
        }
    }
}

/// Returns headers as texts.
pub(crate) fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let texts = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    texts.collect()
}

/// A ring of the latest requests.
#[derive(Debug)]
pub(crate) struct Recorder {
    capacity: usize,
    ring: Mutex<Ring>,
}

#[derive(Debug, Default)]
struct Ring {
    entries: VecDeque<Entry>,
    changes: u64,
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
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let mut ring = self.ring.lock();
        ring.changes += 1;
        let entry = Entry {
            at: now.unwrap_or_default().as_millis(),
            arrived: Instant::now(),
            outcome: None,
            change: ring.changes,
            request,
        };
        let entries = &mut ring.entries;
        // Two requests may arrive here out of order, but the list is sorted by id.
        let at = entries.partition_point(|other| other.request.id < entry.request.id);
        entries.insert(at, entry);
        if let Some(old) = entries.len().checked_sub(SHOWN + 1)
            && let Some(outcome) = entries.get_mut(old).and_then(|old| old.outcome.as_mut())
        {
            outcome.response = None;
        }
        if entries.len() > self.capacity {
            entries.pop_front();
        }
    }

    /// Records the response, or that there is none, unless the request has been deleted.
    pub(crate) fn finish(&self, id: u64, response: Option<&Response>) {
        let mut ring = self.ring.lock();
        ring.changes += 1;
        let change = ring.changes;
        let entries = &mut ring.entries;
        let first_shown = entries.len().saturating_sub(SHOWN);
        if let Ok(at) = entries.binary_search_by_key(&id, |other| other.request.id)
            && let Some(entry) = entries.get_mut(at)
        {
            let kept = response.filter(|_| at >= first_shown);
            entry.change = change;
            entry.request.status = response.map(|response| response.status.as_u16());
            entry.outcome = Some(Outcome {
                took: entry.arrived.elapsed(),
                response: kept.map(KeptResponse::of),
            });
        }
    }

    pub(crate) fn list(&self) -> Vec<Recorded> {
        let ring = self.ring.lock();
        let entries = ring.entries.iter();
        entries.map(|entry| entry.request.clone()).collect()
    }

    /// Returns one request.
    pub(crate) fn get(&self, id: u64) -> Option<Entry> {
        let entries = &self.ring.lock().entries;
        let at = entries.binary_search_by_key(&id, |entry| entry.request.id);
        entries.get(at.ok()?).cloned()
    }

    /// Returns the requests among the [`SHOWN`] latest that have changed since this
    /// change. Sets it to the latest change, and also returns the lowest id that is shown.
    pub(crate) fn changed<T>(
        &self,
        since: &mut u64,
        show: impl Fn(&Entry) -> T,
    ) -> (Option<u64>, Vec<T>) {
        let ring = self.ring.lock();
        let known = std::mem::replace(since, ring.changes);
        let entries = ring.entries.iter();
        let shown = entries.skip(ring.entries.len().saturating_sub(SHOWN));
        let first = shown.clone().next().map(|entry| entry.request.id);
        let changed = shown.filter(|entry| entry.change > known);
        (first, changed.map(show).collect())
    }

    pub(crate) fn clear(&self) {
        let mut ring = self.ring.lock();
        ring.changes += 1;
        ring.entries.clear();
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

    pub(crate) fn get(&self) -> u64 {
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
