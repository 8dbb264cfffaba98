//! PHP errors: raising, throwing, and detecting a pending exception.

use std::ffi::{CString, c_char, c_int};

use ext_php_rs::exception::throw;
use ext_php_rs::ffi;
use ext_php_rs::types::ZendStr;
use ext_php_rs::zend::{ExecutorGlobals, ce};

unsafe extern "C" {
    fn zend_error(kind: c_int, format: *const c_char, ...);
    fn zend_argument_type_error(number: u32, format: *const c_char, ...);
    fn php_log_err_with_severity(message: *const c_char, severity: c_int);
}

/// A marker that an exception is pending in the engine.
#[derive(Debug)]
pub(crate) struct Thrown;

/// Returns `Err` if an exception is pending.
pub(crate) fn pending() -> Result<(), Thrown> {
    if ExecutorGlobals::has_exception() {
        Err(Thrown)
    } else {
        Ok(())
    }
}

/// Raises an E_DEPRECATED. The user's error handler may run, and may throw.
///
/// The caller must own only Zend values: the handler may also end the script, with a
/// longjmp.
pub(crate) fn deprecated(message: &str) -> Result<(), Thrown> {
    raise(ffi::E_DEPRECATED, message);
    pending()
}

/// Raises an E_WARNING, under the same conditions as [`deprecated`].
pub(crate) fn warn(message: &str) -> Result<(), Thrown> {
    raise(ffi::E_WARNING, message);
    pending()
}

/// Raises a PHP error of this level.
pub(crate) fn raise(level: u32, message: &str) {
    // On the request's heap, which the engine clears after a longjmp.
    let message = ZendStr::new(message.replace('\0', "\\0"), false);
    if let Ok(text) = message.as_c_str() {
        // SAFETY: the format takes one C string; this one lives for the call.
        unsafe {
            zend_error(level as c_int, c"%s".as_ptr(), text.as_ptr());
        }
    }
}

/// Prints a warning while modules start, when no PHP code can run.
pub(crate) fn warning(message: &str) {
    raise(ffi::E_CORE_WARNING, message);
}

/// Writes a line to PHP's log, which the setting `error_log` names.
pub(crate) fn log(message: &str) {
    /// `LOG_WARNING` of syslog.
    const WARNING: c_int = 4;
    if let Ok(text) = CString::new(message.replace('\0', "\\0")) {
        // SAFETY: the text is a C string that lives for the call. The call runs no
        // PHP code.
        unsafe { php_log_err_with_severity(text.as_ptr(), WARNING) };
    }
}

/// Throws the TypeError for an argument of the running function: "must be
/// {expected}". The first argument has the number 1.
pub(crate) fn wrong_type(number: u32, expected: &str) -> Thrown {
    let expected = ZendStr::new(expected, false);
    if let Ok(text) = expected.as_c_str() {
        // SAFETY: the format takes one C string; this one lives for the call. A
        // function is running.
        unsafe { zend_argument_type_error(number, c"must be %s".as_ptr(), text.as_ptr()) };
    }
    Thrown
}

/// Throws PHP's `Error`.
pub(crate) fn throw_error(message: &str) -> Thrown {
    let _ = throw(ce::error(), message);
    Thrown
}
