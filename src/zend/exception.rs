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

/// Hangs an exception on the end of the pending one's chain. Not on that by
/// which PHP ends a script, which is none.
pub(crate) fn set_previous(previous: ZBox<ZendObject>) {
    let is_exception = ExecutorGlobals::get()
        .exception()
        .is_some_and(|pending| pending.instance_of(ce::throwable()));
    if !is_exception {
        return;
    }
    let previous = previous.into_raw();
    // SAFETY: the globals are this thread's; the engine takes over the one
    // reference to `previous`.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        zend_exception_set_previous((*globals).exception, previous);
    }
}

/// Takes away a pending exception of this class, and gives its message.
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
