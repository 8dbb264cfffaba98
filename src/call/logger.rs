//! Reports the events of calls to a client object, which remembers its last call, and to
//! its PSR-3 logger.
//!
//! A call pushes its events to a queue of plain Rust values. They are reported between two
//! runs of the event loop and after the call, when PHP code may run, and never while the
//! event loop runs.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use ext_php_rs::zend::BailoutGuard;
use northbound::NorthApiError;
use northbound::client::{Event, EventKind, Observer};

use super::client_object;
use crate::zend::{self, Thrown};

/// The PSR-3 methods that are called.
pub(crate) const METHODS: [&str; 4] = ["debug", "info", "warning", "error"];

/// The events that have not been reported yet.
pub(crate) type EventQueue = Arc<Mutex<VecDeque<Event>>>;

/// A logger and the queue of events for it.
pub(crate) struct Log {
    logger: Zval,
    /// Guarded, since the logger may end the script with a longjmp.
    events: BailoutGuard<EventQueue>,
}

impl Log {
    /// Creates a log that takes events from this queue. If `logger` is null, only the end
    /// of the last call is of interest.
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
        let has_logger = !self.logger.is_null();
        Observer::new(move |event| {
            let mut events = queue.lock().unwrap_or_else(PoisonError::into_inner);
            if !has_logger {
                if !ends_call(&event) {
                    return;
                }
                events.clear();
            }
            events.push_back(event);
        })
    }

    /// Reports the events in the queue. Returns `Err` if the logger threw; the events
    /// after that one stay in the queue.
    pub(crate) fn report(&self, client: &ZendObject) -> Result<(), Thrown> {
        let next = || {
            let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
            events.pop_front()
        };
        while let Some(event) = next() {
            let event = BailoutGuard::new(event);
            if ends_call(&event) {
                client_object::set_last_call(client, &summary(&event))?;
            }
            if let Some(logger) = self.logger.object() {
                write(logger, &event)?;
            }
        }
        Ok(())
    }
}

fn ends_call(event: &Event) -> bool {
    matches!(event.kind, EventKind::Success | EventKind::Failure)
}

/// The keys of what `getLastCall()` returns.
const LAST_CALL_KEYS: [&str; 6] = [
    "operation",
    "status",
    "code",
    "attempts",
    "duration",
    "connection",
];

/// Creates the values of what `getLastCall()` returns. Each call leaves them, and few
/// programs ask for them, so the keys are added when one does.
fn summary(event: &Event) -> Zval {
    let code = event.error.as_ref().map(NorthApiError::code);
    // Without a response and without a new connection, nothing is known of an old one.
    let connection = match (event.opened, event.status) {
        (true, _) => zend::string("new"),
        (false, Some(_)) => zend::string("reused"),
        (false, None) => Zval::null(),
    };
    let values: [Zval; LAST_CALL_KEYS.len()] = [
        zend::string(event.operation),
        status(event),
        code.map_or_else(Zval::null, zend::string),
        zend::long(event.attempt.into()),
        milliseconds(event.duration),
        connection,
    ];
    let mut call = ZendHashTable::new();
    for value in values {
        let _ = call.push(value);
    }
    zend::array(call)
}

/// Returns what `getLastCall()` does, from what [`Log::report`] has left at the client; null
/// if there was no call.
pub(crate) fn last_call(values: &Zval) -> Zval {
    let Some(values) = values.array() else {
        return Zval::null();
    };
    let mut call = ZendHashTable::new();
    for (key, (_, value)) in LAST_CALL_KEYS.iter().zip(zend::entries(Some(values))) {
        let _ = call.insert(*key, value.shallow_clone());
    }
    zend::array(call)
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
        _ => return Ok(()),
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
    put("status", status(event));
    put("duration", milliseconds(event.duration));
    put("attempt", zend::long(event.attempt.into()));
    if let Some(error) = &event.error {
        put("code", zend::string(error.code()));
        put("error", zend::string(error.desc()));
    }
    if let Some(pause) = event.pause {
        put("delay", milliseconds(pause));
    }
    if event.kind == EventKind::Attempt {
        put("opened", zend::boolean(event.opened));
    }
    zend::array(context)
}

/// The HTTP status; null if there was no response.
fn status(event: &Event) -> Zval {
    let status = event.status;
    status.map_or_else(Zval::null, |status| zend::long(status.into()))
}

/// Converts to milliseconds with three decimal places.
fn milliseconds(duration: Duration) -> Zval {
    zend::double(duration.as_micros() as f64 / 1000.0)
}
