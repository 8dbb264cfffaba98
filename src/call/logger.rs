//! The logger that PHP code gave a client: what it is told, and when.
//!
//! A call notes its events in a queue of plain Rust values. They are read to
//! the logger between the turns of the event loop and after the call, when PHP
//! code may run; never from within the call.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use ext_php_rs::zend::BailoutGuard;

use super::arguments::kind;
use crate::zend;
use crate::zend::Pending;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::client::{Event, Observer, What};
use northbound::internal::ErrorExt;

/// The methods of PSR-3 that are called.
const METHODS: [&str; 4] = ["debug", "info", "warning", "error"];

/// Refuses what cannot be logged to; null is no logger.
pub(crate) fn check(logger: &Zval) -> Result<(), NorthApiError> {
    if logger.is_null() {
        return Ok(());
    }
    let refuse = |what: String| {
        let expected = "a PSR-3 logger, or null, is expected";
        NorthApiError::client(
            ClientCode::InvalidInput,
            format!("setLogger(): {what}; {expected}"),
        )
    };
    let Some(object) = logger.object() else {
        return Err(refuse(format!("{} given", kind(logger))));
    };
    let class = object.get_class_entry();
    match METHODS.iter().find(|name| !zend::has_method(class, name)) {
        Some(missing) => {
            let class = class.name().unwrap_or_default();
            Err(refuse(format!("{class} has no method {missing}()")))
        }
        None => Ok(()),
    }
}

/// What has happened, and was not told yet.
pub(crate) type Queue = Arc<Mutex<VecDeque<Event>>>;

/// What notes the events of calls in a queue.
pub(crate) fn observer(queue: &Queue) -> Observer {
    let queue = Arc::clone(queue);
    Observer::new(move |event| {
        let mut events = queue.lock().unwrap_or_else(PoisonError::into_inner);
        events.push_back(event);
    })
}

/// What a call has to tell a logger.
pub(crate) struct Log {
    logger: Zval,
    /// Guarded, since the logger may end the script with a longjmp.
    events: BailoutGuard<Queue>,
}

impl Log {
    /// For this logger; `None` for null.
    pub(crate) fn to(logger: Zval) -> Option<Self> {
        (!logger.is_null()).then(|| Self::of(Queue::default(), logger))
    }

    /// The same for a queue of events that calls began to fill before. For null,
    /// they are dropped.
    pub(crate) fn of(queue: Queue, logger: Zval) -> Self {
        Self {
            logger,
            events: BailoutGuard::new(queue),
        }
    }

    /// What notes the events of a call.
    pub(crate) fn observer(&self) -> Observer {
        observer(&self.events)
    }

    /// Tells the logger what has happened since the last time. `Err` if it
    /// threw; what is left is not told.
    pub(crate) fn tell(&self) -> Result<(), Pending> {
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

fn write(logger: &ZendObject, event: &Event) -> Result<(), Pending> {
    let (level, message) = match event.what {
        What::Attempt => ("debug", "{operation}: attempt {attempt} took {duration} ms"),
        What::Retry => (
            "warning",
            "{operation}: attempt {attempt} failed with {code}, the next one is in {delay} ms",
        ),
        What::Success => ("info", "{operation} took {duration} ms"),
        What::Failure => (
            "error",
            "{operation} failed with {code} {error} (attempt {attempt}, {duration} ms)",
        ),
    };
    let message = zend::string(message);
    zend::call_method(logger, level, &mut [message, context(event)])
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
    if event.what == What::Attempt {
        put("opened", zend::boolean(event.opened));
    }
    zend::array(context)
}

/// Milliseconds with three digits behind the point.
fn milliseconds(duration: Duration) -> Zval {
    zend::double(duration.as_micros() as f64 / 1000.0)
}

/// Makes the error of a call the previous one of the exception that its logger
/// threw.
pub(crate) fn threw_after(error: &NorthApiError) {
    if let Some(previous) = crate::classes::exception::build(error) {
        zend::set_previous(previous);
    }
}
