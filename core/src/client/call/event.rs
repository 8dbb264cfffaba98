//! Events of a call, for logs and metrics.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::NorthApiError;
use crate::client::transport::dial::Dial;

/// An event of a call. It contains no secrets.
///
/// ```no_run
/// use northbound::client::{Event, EventKind};
///
/// fn log(event: &Event) {
///     match event.kind {
///         EventKind::Failure => eprintln!("{} failed: {:?}", event.operation, event.error),
///         EventKind::Success => eprintln!("{} took {:?}", event.operation, event.duration),
///         _ => {}
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Event {
    /// The kind of event.
    pub kind: EventKind,
    /// The operation, by the name that the vendor gives it, such as `queryUpgradeTask`.
    pub operation: &'static str,
    /// The number of the attempt, from 1; at the end of a call, the number of attempts.
    pub attempt: u32,
    /// The duration of the attempt; at the end of a call, of the whole call.
    pub duration: Duration,
    /// The HTTP status, if there was a response.
    pub status: Option<u16>,
    /// The error, if there was one.
    pub error: Option<NorthApiError>,
    /// The change of the store; for [`EventKind::StoreChanged`].
    pub message: Option<String>,
    /// The pause before the next attempt; for [`EventKind::Retry`].
    pub pause: Option<Duration>,
    /// True if the attempt opened a connection or tried to; at the end of a call, if its
    /// last attempt did.
    pub opened: bool,
}

/// The kind of an [`Event`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// An attempt ended, with or without an error.
    Attempt,
    /// An attempt failed, and another one follows.
    Retry,
    /// A call succeeded.
    Success,
    /// A call failed.
    Failure,
    /// The shared store has changed: Redis cannot be used, so that token and quota are shared
    /// in files, or it is reachable again, or a token could not be stored. A call that uses the
    /// store reports it, after its other events.
    StoreChanged,
}

/// A function that receives the events of calls. It runs on the thread that drives the
/// call, while the call is under way, and must not block.
///
/// ```no_run
/// use northbound::Client;
/// use northbound::client::{EventKind, Observer};
///
/// fn with_retry_log(client: Client) -> Client {
///     client.with_observer(Observer::new(|event| {
///         if event.kind == EventKind::Retry {
///             eprintln!("{}: {:?}, retry in {:?}", event.operation, event.error, event.pause);
///         }
///     }))
/// }
/// ```
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(Event) + Send + Sync>);

impl Observer {
    /// Creates an observer that calls this function with every event.
    pub fn new(on_event: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(on_event))
    }

    pub(crate) fn emit(&self, event: Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

impl Event {
    /// Creates the event for a change of the shared store, which a call has met.
    pub(crate) fn store_changed(operation: &'static str, message: String) -> Self {
        Self {
            kind: EventKind::StoreChanged,
            operation,
            attempt: 0,
            duration: Duration::ZERO,
            status: None,
            error: None,
            message: Some(message),
            pause: None,
            opened: false,
        }
    }
}

/// An attempt that has ended.
pub(crate) struct Attempt<'a> {
    pub(crate) operation: &'static str,
    pub(crate) number: u32,
    pub(crate) duration: Duration,
    /// The HTTP status of a success.
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<&'a NorthApiError>,
}

impl Attempt<'_> {
    /// True if a healthy platform responded, with a success or with an error of the
    /// caller.
    pub(crate) fn is_from_healthy_platform(&self) -> bool {
        match self.error {
            None => true,
            Some(error) => error.http_status().is_some() && !error.is_server_fault(),
        }
    }

    fn event(&self, kind: EventKind) -> Event {
        let status_of = |error: &NorthApiError| error.http_status();
        Event {
            kind,
            operation: self.operation,
            attempt: self.number,
            duration: self.duration,
            status: self.status.or_else(|| self.error.and_then(status_of)),
            error: self.error.cloned(),
            message: None,
            pause: None,
            opened: false,
        }
    }

    pub(crate) fn ended(&self, dial: &Dial) -> Event {
        Event {
            opened: dial.opened(),
            ..self.event(EventKind::Attempt)
        }
    }

    pub(crate) fn retried(&self, pause: Duration) -> Event {
        Event {
            pause: Some(pause),
            ..self.event(EventKind::Retry)
        }
    }

    /// Returns the event for the end of the call, of which this was the last attempt.
    pub(crate) fn last(&self, whole: Duration, dial: &Dial) -> Event {
        let kind = match self.error {
            Some(_) => EventKind::Failure,
            None => EventKind::Success,
        };
        Event {
            duration: whole,
            opened: dial.opened(),
            ..self.event(kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::error::Http;
    use crate::error::code::ClientCode;

    #[test]
    fn errors_of_a_healthy_platform() {
        fn attempt(error: Option<&NorthApiError>) -> Attempt<'_> {
            Attempt {
                operation: "queryUpgradeTask",
                number: 1,
                duration: Duration::ZERO,
                status: None,
                error,
            }
        }
        let platform = |status| {
            let http = Http {
                status,
                reason: "".into(),
                body: Bytes::new(),
                retry_after: None,
            };
            NorthApiError::platform("100", "no", http)
        };
        for (error, is_healthy) in [
            (None, true),
            (Some(platform(404)), true),
            (Some(platform(500)), false),
            (
                Some(NorthApiError::client(ClientCode::BeforeCall, "no")),
                false,
            ),
        ] {
            let found = attempt(error.as_ref()).is_from_healthy_platform();
            assert_eq!(found, is_healthy, "{error:?}");
        }
    }
}
