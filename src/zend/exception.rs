//! The exception that is pending in the engine.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr};
use ext_php_rs::zend::{ClassEntry, ExecutorGlobals, ce};

use super::property::read_property;

unsafe extern "C" {
    fn zend_exception_set_previous(
        exception: *mut ffi::zend_object,
        add_previous: *mut ffi::zend_object,
    );
}

/// Appends an exception to the chain of previous exceptions of the pending one.
///
/// Does nothing if the pending object is not a Throwable: PHP ends a script with such
/// an object.
pub(crate) fn set_previous(previous: ZBox<ZendObject>) {
    let is_exception = ExecutorGlobals::get()
        .exception()
        .is_some_and(|pending| pending.instance_of(ce::throwable()));
    if !is_exception {
        return;
    }
    let previous = previous.into_raw();
    // SAFETY: the globals are this thread's; the engine takes ownership of the only
    // reference to `previous`.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        zend_exception_set_previous((*globals).exception, previous);
    }
}

/// Clears a pending exception of this class and returns its message.
pub(crate) fn take_exception(class: &str) -> Option<String> {
    let expected = ClassEntry::try_find(class)?;
    let is_expected = ExecutorGlobals::get()
        .exception()
        .is_some_and(|exception| exception.instance_of(expected));
    if !is_expected {
        return None;
    }
    let exception = ExecutorGlobals::take_exception()?;
    let message = read_property(expected, &exception, &ZendStr::new("message", false));
    message.string()
}
