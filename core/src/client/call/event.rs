//! What happens during a call, for whoever wants to know.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::NorthApiError;
use crate::client::transport::dial::Dial;

/// One thing that happened. It holds no secret of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The operation, by the name of its PHP method.
    pub operation: &'static str,
    /// The attempt it happened in, counted from 1; for the end of a call, how
    /// many there were.
    pub attempt: u32,
    /// How long the attempt took; for the end of a call, the whole call.
    pub duration: Duration,
    /// The HTTP status, if there was an response.
    pub status: Option<u16>,
    /// The error code, if there was an error.
    pub code: Option<String>,
    /// What the code means, in words.
    pub desc: Option<String>,
    /// How long the next attempt waits: for [`EventKind::Retry`].
    pub pause: Option<Duration>,
    /// Whether the attempt had to open a connection, or to try: for
    /// [`EventKind::Attempt`].
    pub opened: bool,
}

/// What an [`Event`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// An attempt ended, well or not.
    Attempt,
    /// The attempt failed, and there will be another.
    Retry,
    /// A call succeeded.
    Success,
    /// A call failed.
    Failure,
}

/// Whom to tell. It is told while the call is under way, on the thread that
/// drives it, and must not block.
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(Event) + Send + Sync>);

impl Observer {
    /// Calls this with every event.
    pub fn new(tell: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn tell(&self, event: Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

/// An attempt that has ended.
pub(crate) struct Attempt<'a> {
    pub(crate) operation: &'static str,
    pub(crate) number: u32,
    pub(crate) duration: Duration,
    /// Of a success.
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<&'a NorthApiError>,
}

impl Attempt<'_> {
    /// Whether the platform responseed as one that is well, if maybe not to the
    /// caller's liking.
    pub(crate) fn is_responseed(&self) -> bool {
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
            code: self.error.map(|error| error.code().to_owned()),
            desc: self.error.map(|error| error.desc().to_owned()),
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

    /// The end of the call, of which this was the last attempt.
    pub(crate) fn last(&self, whole: Duration) -> Event {
        let kind = match self.error {
            Some(_) => EventKind::Failure,
            None => EventKind::Success,
        };
        Event {
            duration: whole,
            ..self.event(kind)
        }
    }
}
