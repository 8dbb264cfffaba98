//! Converts an error of the core to the exception that PHP code catches.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::throw_object;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry, ce};
use northbound::NorthApiError;

use super::dto_class::ClassSlot;
use super::from_json;
use crate::zend;

/// The exception class of the original, the parent of all others.
pub(crate) static NORTH_API_EXCEPTION: ClassSlot = ClassSlot::new(PARENT);

/// A subclass for one kind of error.
pub(crate) struct Subclass {
    pub(crate) class: ClassSlot,
    pub(crate) parent: &'static str,
    /// The predicate that selects it.
    matches: fn(&NorthApiError) -> bool,
}

impl Subclass {
    const fn new(name: &'static str, matches: fn(&NorthApiError) -> bool) -> Self {
        Self {
            class: ClassSlot::new(name),
            parent: PARENT,
            matches,
        }
    }

    /// Makes it a subclass of another subclass, which comes before it.
    const fn of(mut self, parent: &'static str) -> Self {
        self.parent = parent;
        self
    }
}

const PARENT: &str = "NorthApiException";
const TRANSPORT: &str = "TransportException";

/// The subclasses. The last one whose predicate is true is thrown.
pub(crate) static SUBCLASSES: [Subclass; 9] = [
    Subclass::new("ThrottledException", NorthApiError::is_throttled),
    Subclass::new(
        "NotAuthenticatedException",
        NorthApiError::is_not_authenticated,
    ),
    Subclass::new(
        "WrongCredentialsException",
        NorthApiError::is_wrong_credentials,
    ),
    Subclass::new("NotFoundException", NorthApiError::is_not_found),
    Subclass::new("RefusedRequestException", NorthApiError::is_refused),
    Subclass::new("ServerFaultException", NorthApiError::is_server_fault),
    Subclass::new(TRANSPORT, NorthApiError::is_transport),
    Subclass::new("TlsException", NorthApiError::is_tls).of(TRANSPORT),
    Subclass::new(STILL_RUNNING, NorthApiError::is_still_running),
];

/// The exception for a wait that timed out. It has one more property: the last progress.
pub(crate) const STILL_RUNNING: &str = "StillRunningException";
pub(crate) const PROGRESS: &str = "progress";

/// The properties of the original's exception, in its order.
pub(crate) const PROPERTIES: [&str; 5] = [
    "error_code",
    "error_desc",
    "httpStatusCode",
    "httpReasonPhase",
    "httpMessage",
];

/// The number of attempts. The original's exception has neither this property nor the
/// next one. Both are private, so that dumps, string forms and subclasses do not change.
pub(crate) const ATTEMPTS: &str = "attempts";
/// The number of seconds to wait before the call is repeated.
pub(crate) const RETRY_AFTER: &str = "retryAfter";

/// Throws the exception for an error of the core.
pub(crate) fn throw(error: NorthApiError) {
    let error = BailoutGuard::new(error);
    if let Some(exception) = build(&error) {
        let _ = throw_object(zend::object_zval(exception));
    }
}

/// Throws the exception for a wait that timed out, with the last progress.
pub(crate) fn throw_still_running(error: NorthApiError, progress: &Zval) {
    let error = BailoutGuard::new(error);
    if let Some(exception) = build(&error) {
        set(&exception, PROGRESS, progress.shallow_clone());
        let _ = throw_object(zend::object_zval(exception));
    }
}

/// Makes the error of a call the previous exception of the one that the call's logger
/// threw.
pub(crate) fn set_previous(error: &NorthApiError) {
    if let Some(previous) = build(error) {
        zend::set_previous(previous);
    }
}

/// Creates the exception for an error of the core, without throwing it; `None` if the
/// script has exceeded its memory limit.
pub(crate) fn build(error: &NorthApiError) -> Option<ZBox<ZendObject>> {
    let class = SUBCLASSES
        .iter()
        .rev()
        .find(|subclass| (subclass.matches)(error))
        .map_or(&NORTH_API_EXCEPTION, |subclass| &subclass.class)
        .find()?;
    let exception = ZendObject::new(class);
    set(&exception, "error_code", zend::string(error.code()));
    set(&exception, "error_desc", zend::string(error.desc()));
    if let Some(status) = error.http_status() {
        set(&exception, "httpStatusCode", zend::long(status.into()));
    }
    if let Some(reason) = error.http_reason() {
        set(&exception, "httpReasonPhase", zend::string(reason));
    }
    if let Some(body) = error.http_body() {
        set(&exception, "httpMessage", from_json::any(body).ok()?);
    }
    let parent = NORTH_API_EXCEPTION.find()?;
    set_in(
        parent,
        &exception,
        ATTEMPTS,
        zend::long(error.attempts().into()),
    );
    if let Some(wait) = error.retry_after() {
        let seconds = i64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(i64::MAX);
        set_in(parent, &exception, RETRY_AFTER, zend::long(seconds));
    }
    let code = error.code().parse().unwrap_or_default();
    set_in(
        ce::exception(),
        &exception,
        "message",
        zend::string(error.to_string()),
    );
    set_in(ce::exception(), &exception, "code", zend::long(code));
    Some(exception)
}

/// Sets a property that the class of the exception declares or inherits.
pub(crate) fn set(exception: &ZendObject, name: &str, value: Zval) {
    set_in(exception.get_class_entry(), exception, name, value);
}

/// Sets a property that another class declares.
fn set_in(scope: &ClassEntry, exception: &ZendObject, name: &str, value: Zval) {
    let _ = zend::write_property(scope, exception, &ZendStr::new(name, false), &value);
}
