//! Errors of PHP: raising, throwing, and finding one that was thrown.

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

/// Something was thrown, and waits in the engine.
#[derive(Debug)]
pub(crate) struct Thrown;

/// `Err` if something was thrown.
pub(crate) fn pending() -> Result<(), Thrown> {
    if ExecutorGlobals::has_exception() {
        Err(Thrown)
    } else {
        Ok(())
    }
}

/// Raises an E_DEPRECATED. The user's error handler may run, and throw.
///
/// Call it while owning nothing but Zend values: the handler may also end the
/// script, with a longjmp.
pub(crate) fn deprecated(message: &str) -> Result<(), Thrown> {
    raise(ffi::E_DEPRECATED, message);
    pending()
}

/// Raises an error of PHP of this level.
pub(crate) fn raise(level: u32, message: &str) {
    // On the request's heap, which the engine clears after a longjmp.
    let message = ZendStr::new(message.replace('\0', "\\0"), false);
    if let Ok(text) = message.as_c_str() {
        // SAFETY: the format takes one C string, and is given one that lives
        // for the call.
        unsafe {
            zend_error(level as c_int, c"%s".as_ptr(), text.as_ptr());
        }
    }
}

/// Prints a warning while modules start, when no PHP code can run.
pub(crate) fn warning(message: &str) {
    raise(ffi::E_CORE_WARNING, message);
}

/// Writes a line to PHP's log, wherever `error_log` says that is.
pub(crate) fn log(message: &str) {
    /// `LOG_WARNING` of syslog.
    const WARNING: c_int = 4;
    if let Ok(text) = CString::new(message.replace('\0', "\\0")) {
        // SAFETY: the text is a C string that lives for the call, which runs no
        // code of PHP.
        unsafe { php_log_err_with_severity(text.as_ptr(), WARNING) };
    }
}

/// Throws the TypeError for an argument of the running function, counted from
/// 1: that it `must be` this.
pub(crate) fn wrong_type(number: u32, must: &str) -> Thrown {
    let must = ZendStr::new(must, false);
    if let Ok(text) = must.as_c_str() {
        // SAFETY: the format takes one C string, and is given one that lives
        // for the call; a function is running.
        unsafe { zend_argument_type_error(number, c"must be %s".as_ptr(), text.as_ptr()) };
    }
    Thrown
}

/// Throws an Error of PHP.
pub(crate) fn throw_error(message: &str) -> Thrown {
    let _ = throw(ce::error(), message);
    Thrown
}
