//! `NorthApiException` and its subclasses.

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ce;

use crate::call::frame::{Frame, MethodResult};
use crate::values::dto_class::ClassSlot;
use crate::values::exception::{
    ATTEMPTS, NORTH_API_EXCEPTION, PROGRESS, PROPERTIES, RETRY_AFTER, STILL_RUNNING, SUBCLASSES,
    set,
};
use crate::values::string_form::Text;
use crate::zend;
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::{Declared, Methods};

/// Registers the exception classes.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("__construct", ["message", "code", "previous"] => construct).requiring(0),
        method!("__toString", [] => to_string).declaring(Declared::Text),
        method!("getAttempts", [] => get_attempts),
        method!("getRetryAfter", [] => get_retry_after),
    ])?;
    let parent = class::register(
        namespace::CLIENT,
        NORTH_API_EXCEPTION.name(),
        &methods,
        Some(ce::exception()),
        &[],
    )?;
    for name in PROPERTIES {
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
    let with_progress = Methods::new([method!("getProgress", [] => get_progress)])?;
    for subclass in &SUBCLASSES {
        let name = subclass.class.name();
        let has_progress = name == STILL_RUNNING;
        let methods = if has_progress { &with_progress } else { &none };
        let classes = SUBCLASSES.iter().map(|other| &other.class);
        let parent = classes
            .chain([&NORTH_API_EXCEPTION])
            .find(|class| class.name() == subclass.parent)
            .and_then(ClassSlot::find);
        let ce = class::register(namespace::CLIENT, name, methods, parent, &[])?;
        if has_progress {
            class::property(ce, PROGRESS, PropertyFlags::Private, Default::Null)?;
        }
        subclass.class.set(ce);
    }
    Ok(())
}

/// `new NorthApiException()` with the arguments of the original: a message, or an
/// ExceptionEnum and a body. The arguments of PHP's Exception are accepted, too.
fn construct(frame: &Frame<'_>) -> MethodResult {
    let this = frame.this()?;
    let Some(first) = frame.arg(0) else {
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
        if let Some(body) = frame.arg(1) {
            set(this, "httpMessage", body.shallow_clone());
        }
        return Ok(Zval::null());
    }
    let mut args: Vec<Zval> = (0..frame.count().min(3))
        .filter_map(|index| frame.arg(index))
        .map(Zval::shallow_clone)
        .collect();
    if args.first().is_some_and(Zval::is_null) {
        args[0] = zend::string("");
    }
    zend::call_constructor(ce::exception(), this, &mut args)?;
    Ok(Zval::null())
}

/// `getAttempts()`: the number of attempts of the call.
fn get_attempts(frame: &Frame<'_>) -> MethodResult {
    private_property(frame, ATTEMPTS)
}

/// `getRetryAfter()`: the number of seconds to wait before the call is repeated, as the
/// platform, the client's own quota or the managed token asks for it; null if none does.
fn get_retry_after(frame: &Frame<'_>) -> MethodResult {
    private_property(frame, RETRY_AFTER)
}

/// `getProgress()`: the progress at the last poll.
fn get_progress(frame: &Frame<'_>) -> MethodResult {
    private_property(frame, PROGRESS)
}

fn private_property(frame: &Frame<'_>, name: &str) -> MethodResult {
    let name = ZendStr::new(name, false);
    Ok(zend::read_property(frame.scope()?, frame.this()?, &name))
}

/// `__toString()`: the string form of the original, and on the next lines the one of PHP.
fn to_string(frame: &Frame<'_>) -> MethodResult {
    let (this, scope) = (frame.this()?, frame.scope()?);
    let mut text = Text::new();
    for (index, name) in PROPERTIES.into_iter().enumerate() {
        let value = zend::read_property(scope, this, &ZendStr::new(name, false));
        text.push(if index == 0 { "" } else { ", " });
        text.push(name);
        text.push("=");
        text.push_value(&value, name == "httpMessage")?;
    }
    text.push("]\n");
    // The previous exceptions, class, message, file, line and trace.
    let own = zend::call_method_of(ce::exception(), this, "__toString", &mut [])?;
    text.push_value(&own, false)?;
    Ok(text.join("NorthApiException [", ""))
}
