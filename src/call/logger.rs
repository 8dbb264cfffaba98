//! Reports the events of calls to the PSR-3 logger of a client object.
//!
//! A call pushes its events to a queue of plain Rust values. They are reported to the
//! logger between two runs of the event loop and after the call, when PHP code may run,
//! and never while the event loop runs.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use ext_php_rs::zend::BailoutGuard;
use northbound::client::{Event, EventKind, Observer};

use crate::zend::{self, Thrown};

/// The PSR-3 methods that are called.
pub(crate) const METHODS: [&str; 4] = ["debug", "info", "warning", "error"];

/// The events that have not been reported to the logger yet.
pub(crate) type EventQueue = Arc<Mutex<VecDeque<Event>>>;

/// A logger and the queue of events for it.
pub(crate) struct Log {
    logger: Zval,
    /// Guarded, since the logger may end the script with a longjmp.
    events: BailoutGuard<EventQueue>,
}

impl Log {
    /// Creates a log that takes events from this queue. If `logger` is null, the events
    /// are dropped.
    pub(crate) fn new(events: EventQueue, logger: Zval) -> Self {
        Self {
            logger,
            events: BailoutGuard::new(events),
        }
    }

    /// Returns the queue of events.
    pub(crate) fn queue(&self) -> EventQueue {
        Arc::clone(&self.events)
    }

    /// Creates an observer that pushes the events of a call to the queue.
    pub(crate) fn observer(&self) -> Observer {
        let queue = self.queue();
        Observer::new(move |event| {
            let mut events = queue.lock().unwrap_or_else(PoisonError::into_inner);
            events.push_back(event);
        })
    }

    /// Reports the events in the queue. Returns `Err` if the logger threw; the events
    /// after that one stay in the queue.
    pub(crate) fn report(&self) -> Result<(), Thrown> {
        let next = || {
            let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
            events.pop_front()
        };
        while let Some(event) = next() {
            let event = BailoutGuard::new(event);
            if let Some(logger) = self.logger.object() {
                write(logger, &event)?;
            }
        }
        Ok(())
    }
}

fn write(logger: &ZendObject, event: &Event) -> Result<(), Thrown> {
    let (level, message) = match event.kind {
        EventKind::Attempt => ("debug", "{operation}: attempt {attempt} took {duration} ms"),
        EventKind::Retry => (
            "warning",
            "{operation}: attempt {attempt} failed with {code}, retry in {delay} ms",
        ),
        EventKind::Success => ("info", "{operation} took {duration} ms"),
        EventKind::Failure => (
            "error",
            "{operation} failed with {code} {error} (attempt {attempt}, {duration} ms)",
        ),
    };
    let message = zend::string(message);
    zend::call_method(logger, level, &mut [message, context(event)]).map(drop)
}

fn context(event: &Event) -> Zval {
    let mut context = ZendHashTable::new();
    let mut put = |name: &str, value: Zval| {
        let _ = context.insert(name, value);
    };
    put("operation", zend::string(event.operation));
    put(
        "status",
        event
            .status
            .map_or_else(Zval::null, |status| zend::long(status.into())),
    );
    put("duration", milliseconds(event.duration));
    put("attempt", zend::long(event.attempt.into()));
    if let (Some(code), Some(desc)) = (&event.code, &event.desc) {
        put("code", zend::string(code));
        put("error", zend::string(desc));
    }
    if let Some(pause) = event.pause {
        put("delay", milliseconds(pause));
    }
    if event.kind == EventKind::Attempt {
        put("opened", zend::boolean(event.opened));
    }
    zend::array(context)
}

/// Converts to milliseconds with three decimal places.
fn milliseconds(duration: Duration) -> Zval {
    zend::double(duration.as_micros() as f64 / 1000.0)
}
