//! The exception classes, and how the core's error becomes one.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::exception::throw_object;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry, ce};

use crate::call::frame::{Call, Failure};
use crate::values::decode;
use crate::values::dto_class::Slot;
use crate::values::string_form::Text;
use crate::zend;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Declared, Method, Methods};
use northbound::NorthApiError;

/// The vendor's exception, and what every other one is derived from.
static NORTH_API_EXCEPTION: Slot = Slot::empty();

/// What happened, as a subclass: its name, and the predicate that chooses it.
struct Subclass {
    name: &'static str,
    holds: fn(&NorthApiError) -> bool,
    slot: Slot,
}

impl Subclass {
    const fn new(name: &'static str, holds: fn(&NorthApiError) -> bool) -> Self {
        let slot = Slot::empty();
        Self { name, holds, slot }
    }
}

static SUBCLASSES: [Subclass; 7] = [
    Subclass::new("ThrottledException", NorthApiError::is_throttled),
    Subclass::new(
        "NotAuthenticatedException",
        NorthApiError::is_not_authenticated,
    ),
    Subclass::new("NotFoundException", NorthApiError::is_not_found),
    Subclass::new("RefusedRequestException", NorthApiError::is_refused),
    Subclass::new("ServerFaultException", NorthApiError::is_server_fault),
    Subclass::new("TransportException", NorthApiError::is_transport),
    Subclass::new(STILL_RUNNING, NorthApiError::is_still_running),
];

/// What was waited for has not happened in time. It has a member of its own:
/// how far it has come.
const STILL_RUNNING: &str = "StillRunningException";
const PROGRESS: &str = "progress";

/// The members of the vendor's exception, and what they start as.
const MEMBERS: [&str; 5] = [
    "error_code",
    "error_desc",
    "httpStatusCode",
    "httpReasonPhase",
    "httpMessage",
];

/// Members beyond the vendor's: private, so that a dump, a string form and
/// subclasses are as they were.
const ATTEMPTS: &str = "attempts";
const RETRY_AFTER: &str = "retryAfter";

handler! {
    construct => initialise;
    to_string => string_form;
    get_attempts => attempts;
    get_retry_after => retry_after;
    get_progress => progress;
}

/// Registers the exception classes.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        Method::new("__construct", ["message", "code", "previous"], construct).requiring(0),
        Method::new("__toString", [], to_string).declaring(Declared::Text),
        Method::new("getAttempts", [], get_attempts),
        Method::new("getRetryAfter", [], get_retry_after),
    ])?;
    let parent = class::register(
        namespace::CLIENT,
        "NorthApiException",
        &methods,
        Some(ce::exception()),
        &[],
    )?;
    for name in MEMBERS {
        let default = match name {
            "httpStatusCode" => Default::Long(-1),
            "httpReasonPhase" | "httpMessage" => Default::Text(""),
            _ => Default::Null,
        };
        class::property(parent, name, PropertyFlags::Public, default)?;
    }
    class::property(parent, ATTEMPTS, PropertyFlags::Private, Default::Long(1))?;
    class::property(parent, RETRY_AFTER, PropertyFlags::Private, Default::Null)?;
    NORTH_API_EXCEPTION.set(parent);
    let none = Methods::new([])?;
    let with_progress = Methods::new([Method::new("getProgress", [], get_progress)])?;
    for subclass in &SUBCLASSES {
        let parent = NORTH_API_EXCEPTION.get();
        let has_progress = subclass.name == STILL_RUNNING;
        let methods = if has_progress { &with_progress } else { &none };
        let ce = class::register(namespace::CLIENT, subclass.name, methods, parent, &[])?;
        if has_progress {
            class::property(ce, PROGRESS, PropertyFlags::Private, Default::Null)?;
        }
        subclass.slot.set(ce);
    }
    Ok(())
}

/// Throws the exception for an error of the core.
pub(crate) fn throw(error: NorthApiError) {
    let error = BailoutGuard::new(error);
    if let Some(exception) = build(&error) {
        let _ = throw_object(zend::object_zval(exception));
    }
}

/// Throws the exception for something that has not happened in time, with how
/// far it has come.
pub(crate) fn throw_still_running(error: NorthApiError, progress: &Zval) {
    let error = BailoutGuard::new(error);
    if let Some(exception) = build(&error) {
        set(&exception, PROGRESS, progress.shallow_clone());
        let _ = throw_object(zend::object_zval(exception));
    }
}

/// Makes the exception for an error of the core, without throwing it.
pub(crate) fn build(error: &NorthApiError) -> Option<ZBox<ZendObject>> {
    let class = SUBCLASSES
        .iter()
        .find(|subclass| (subclass.holds)(error))
        .map_or(&NORTH_API_EXCEPTION, |subclass| &subclass.slot)
        .get()?;
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
        set(&exception, "httpMessage", decode::any(body));
    }
    let own = NORTH_API_EXCEPTION.get()?;
    set_in(
        own,
        &exception,
        ATTEMPTS,
        zend::long(error.attempts().into()),
    );
    if let Some(wait) = error.retry_after() {
        let seconds = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX);
        set_in(own, &exception, RETRY_AFTER, zend::long(seconds));
    }
    set_base(&exception, "message", zend::string(error.to_string()));
    set_base(
        &exception,
        "code",
        zend::long(error.code().parse().unwrap_or_default()),
    );
    Some(exception)
}

fn set(exception: &ZendObject, name: &str, value: Zval) {
    set_in(exception.get_class_entry(), exception, name, value);
}

/// Sets a member that PHP's own Exception declares.
fn set_base(exception: &ZendObject, name: &str, value: Zval) {
    set_in(ce::exception(), exception, name, value);
}

fn set_in(scope: &ClassEntry, exception: &ZendObject, name: &str, value: Zval) {
    let _ = zend::write_property(scope, exception, &ZendStr::new(name, false), &value);
}

/// `new NorthApiException()` in all the ways of the original: with a message,
/// or with an ExceptionEnum and a body; and as any Exception of PHP.
fn initialise(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = call.this()?;
    let Some(first) = call.arg(0) else {
        return Ok(Zval::null());
    };
    let reason = first.object().filter(|object| {
        object
            .get_class_name()
            .is_ok_and(|name| name == "North_PHP_SDK\\constant\\ExceptionEnum")
    });
    if let Some(reason) = reason {
        let scope = reason.get_class_entry();
        for (from, to) in [("errorCode", "error_code"), ("errorDesc", "error_desc")] {
            let value = zend::read_property(scope, reason, &ZendStr::new(from, false));
            set(this, to, value);
        }
        if let Some(body) = call.arg(1) {
            set(this, "httpMessage", body.shallow_clone());
        }
        return Ok(Zval::null());
    }
    let mut args: Vec<Zval> = (0..call.count().min(3))
        .filter_map(|index| call.arg(index))
        .map(Zval::shallow_clone)
        .collect();
    if args.first().is_some_and(Zval::is_null) {
        args[0] = zend::string("");
    }
    zend::call_constructor(ce::exception(), this, &mut args)?;
    Ok(Zval::null())
}

/// `getAttempts()`: how often the call was sent or tried.
fn attempts(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    own_member(call, ATTEMPTS)
}

/// `getRetryAfter()`: how many seconds the platform asks to be left alone.
fn retry_after(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    own_member(call, RETRY_AFTER)
}

/// `getProgress()`: how far it had come at the last poll.
fn progress(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    own_member(call, PROGRESS)
}

fn own_member(call: &Call<'_>, name: &str) -> std::result::Result<Zval, Failure> {
    let scope = call.scope().ok_or(Failure::Pending)?;
    let name = ZendStr::new(name, false);
    Ok(zend::read_property(scope, call.this()?, &name))
}

fn string_form(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = call.this()?;
    let scope: &ClassEntry = call.scope().ok_or(Failure::Pending)?;
    let mut text = Text::new();
    for (index, name) in MEMBERS.into_iter().enumerate() {
        let value = zend::read_property(scope, this, &ZendStr::new(name, false));
        text.push(if index == 0 { "" } else { ", " });
        text.push(name);
        text.push("=");
        text.push_value(&value, name == "httpMessage")?;
    }
    Ok(text.join("NorthApiException [", "]"))
}
