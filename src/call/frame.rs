//! What a PHP call brings: arguments, `$this`, and the way an error leaves.

use std::panic::AssertUnwindSafe;

use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ExecuteData, ce, run_handler};

use super::panic;
use crate::classes::exception;
use crate::zend::Pending;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;

/// Why a method ends without a value.
pub(crate) enum Failure {
    /// A call of the SDK failed.
    North(NorthApiError),
    /// PHP's own kind of error.
    Php(PhpException),
    /// Something has been thrown already.
    Pending,
}

impl Failure {
    /// Names the operation that failed.
    pub(crate) fn in_operation(self, method: &'static str) -> Self {
        match self {
            Failure::North(error) => Failure::North(error.in_operation(method)),
            other => other,
        }
    }
}

impl From<NorthApiError> for Failure {
    fn from(error: NorthApiError) -> Self {
        Failure::North(error)
    }
}

impl From<Pending> for Failure {
    fn from(_: Pending) -> Self {
        Failure::Pending
    }
}

impl From<ext_php_rs::error::Error> for Failure {
    fn from(error: ext_php_rs::error::Error) -> Self {
        Failure::Php(PhpException::new(error.to_string(), 0, ce::error()))
    }
}

/// A call from PHP.
pub(crate) struct Call<'a>(&'a mut ExecuteData);

impl Call<'_> {
    /// How many arguments there are. Those that the signature does not name
    /// are ignored, as a function written in PHP does.
    pub(crate) fn count(&self) -> usize {
        // SAFETY: in a call frame the union holds the argument count.
        unsafe { self.0.This.u2.num_args as usize }
    }

    /// The argument at this position, if there is one.
    pub(crate) fn arg(&self, index: usize) -> Option<&Zval> {
        if index >= self.count() {
            return None;
        }
        // SAFETY: the position is within the frame, and the arguments live as
        // long as the frame.
        let value: Option<&Zval> = unsafe { self.0.zend_call_arg(index) }.map(|value| &*value);
        value.map(Zval::dereference)
    }

    /// The argument at this position; PHP checked that it is there.
    pub(crate) fn required(&self, index: usize) -> Result<&Zval, Failure> {
        self.arg(index).ok_or(Failure::Pending)
    }

    /// The argument at this position as a property name.
    pub(crate) fn name(&self, index: usize) -> Result<ext_php_rs::boxed::ZBox<ZendStr>, Failure> {
        let value = self.required(index)?;
        if let Some(name) = value.zend_str() {
            return Ok(ZendStr::new(name.as_bytes(), false));
        }
        Ok(ZendStr::new(
            value.coerce_to_string().unwrap_or_default(),
            false,
        ))
    }

    /// The object that the method was called on.
    pub(crate) fn this(&self) -> Result<&ZendObject, Failure> {
        self.0.This.object().ok_or(Failure::Pending)
    }

    /// The same object, for those who change what only they know. No reference
    /// to it may be held meanwhile.
    pub(crate) fn this_ptr(&self) -> Result<*mut ZendObject, Failure> {
        if !self.0.This.is_object() {
            return Err(Failure::Pending);
        }
        // SAFETY: the value is an object.
        Ok(unsafe { self.0.This.value.obj })
    }

    /// The function that is running.
    fn function(&self) -> &ffi::zend_function {
        // SAFETY: a call frame always has its function.
        unsafe { &*self.0.func }
    }

    /// The class that declares the running method.
    pub(crate) fn scope(&self) -> Option<&'static ClassEntry> {
        // SAFETY: `common` is a valid view of every function, and classes live
        // longer than calls.
        unsafe { self.function().common.scope.as_ref() }
    }

    /// The name of the running function.
    pub(crate) fn function_name(&self) -> &str {
        // SAFETY: an internal function always has a name.
        unsafe { self.function().common.function_name.as_ref() }
            .and_then(|name| name.as_str().ok())
            .unwrap_or_default()
    }
}

/// Runs the body of a function or method: checks the argument count, keeps
/// panics and longjmps out of Rust, and throws what the body fails with.
pub(crate) fn run(
    ex: &mut ExecuteData,
    retval: &mut Zval,
    body: impl FnOnce(&Call<'_>) -> Result<Zval, Failure>,
) {
    run_handler(AssertUnwindSafe(|| {
        let call = Call(ex);
        // SAFETY: `common` is a valid view of every function.
        let (required, declared) = unsafe {
            let common = &call.function().common;
            (common.required_num_args, common.num_args)
        };
        if call.count() < required as usize {
            // SAFETY: throws an ArgumentCountError that names the function.
            unsafe { ffi::zend_wrong_parameters_count_error(required, declared) };
            return;
        }
        let outcome = panic::caught(|| body(&call));
        match outcome.unwrap_or_else(|error| Err(Failure::North(error))) {
            Ok(value) => *retval = value,
            Err(Failure::North(error)) => exception::throw(error),
            Err(Failure::Php(error)) => error.throw(),
            Err(Failure::Pending) => {}
        }
    }));
}

/// Declares the `extern` function that Zend calls, around a Rust body.
macro_rules! handler {
    ($($name:ident => $body:path;)+) => {$(
        ext_php_rs::zend_fastcall! {
            extern fn $name(
                ex: &mut ext_php_rs::zend::ExecuteData,
                retval: &mut ext_php_rs::types::Zval
            ) {
                $crate::call::frame::run(ex, retval, $body);
            }
        }
    )+};
}
