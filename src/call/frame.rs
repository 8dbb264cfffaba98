//! The frame of a PHP call: arguments, `$this`, and how an error is thrown.

use std::panic::AssertUnwindSafe;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ExecuteData, ce, run_handler};
use northbound::internal::ErrorExt;
use northbound::{ClientCode, NorthApiError};

use super::panic;
use crate::values::decode_error::DecodeError;
use crate::values::exception;
use crate::zend::Thrown;

/// The reason why a method returns no value.
pub(crate) enum MethodError {
    /// A call of the SDK failed.
    North(NorthApiError),
    /// A PHP error, such as a TypeError.
    Php(PhpException),
    /// An exception is pending in the engine.
    Thrown,
}

/// The result of a method, by default a PHP value.
pub(crate) type MethodResult<T = Zval> = Result<T, MethodError>;

impl MethodError {
    /// Adds the name of the operation that failed.
    pub(crate) fn in_operation(self, method: &'static str) -> Self {
        match self {
            MethodError::North(error) => MethodError::North(error.in_operation(method)),
            other => other,
        }
    }

    /// Creates the error for JSON that could not be decoded; `describe` creates the one for
    /// wrong JSON.
    pub(crate) fn decoding(
        error: DecodeError,
        describe: impl FnOnce(serde_json::Error) -> NorthApiError,
    ) -> Self {
        match error {
            DecodeError::Json(cause) => MethodError::North(describe(cause)),
            DecodeError::Thrown(_) => MethodError::Thrown,
        }
    }

    /// Creates error 1001, for a bug of the extension.
    pub(crate) fn internal(desc: &'static str) -> Self {
        MethodError::North(NorthApiError::client(ClientCode::Internal, desc))
    }
}

impl From<NorthApiError> for MethodError {
    fn from(error: NorthApiError) -> Self {
        MethodError::North(error)
    }
}

impl From<Thrown> for MethodError {
    fn from(_: Thrown) -> Self {
        MethodError::Thrown
    }
}

impl From<ext_php_rs::error::Error> for MethodError {
    fn from(error: ext_php_rs::error::Error) -> Self {
        MethodError::Php(PhpException::new(error.to_string(), 0, ce::error()))
    }
}

/// A call of a function or method that PHP code is making.
pub(crate) struct Frame<'a>(&'a mut ExecuteData);

impl Frame<'_> {
    /// Returns the number of arguments. As in functions written in PHP, arguments beyond
    /// the signature are ignored.
    pub(crate) fn count(&self) -> usize {
        // SAFETY: in a call frame the union contains the argument count.
        unsafe { self.0.This.u2.num_args as usize }
    }

    /// Returns the argument at this position, if there is one.
    pub(crate) fn arg(&self, index: usize) -> Option<&Zval> {
        if index >= self.count() {
            return None;
        }
        // SAFETY: the position is within the frame, and the arguments live as
        // long as the frame.
        let value: Option<&Zval> = unsafe { self.0.zend_call_arg(index) }.map(|value| &*value);
        value.map(Zval::dereference)
    }

    /// Copies all arguments.
    pub(crate) fn args(&self) -> MethodResult<Vec<Zval>> {
        (0..self.count())
            .map(|index| self.required(index).map(Zval::shallow_clone))
            .collect()
    }

    /// Returns the argument at this position; [`run`] has checked that it exists.
    pub(crate) fn required(&self, index: usize) -> MethodResult<&Zval> {
        self.arg(index)
            .ok_or_else(|| MethodError::internal("a required argument is missing"))
    }

    /// Returns the argument at this position as a property name.
    pub(crate) fn name(&self, index: usize) -> MethodResult<ZBox<ZendStr>> {
        let value = self.required(index)?;
        if let Some(name) = value.zend_str() {
            return Ok(ZendStr::new(name.as_bytes(), false));
        }
        Ok(ZendStr::new(
            value.coerce_to_string().unwrap_or_default(),
            false,
        ))
    }

    /// Returns the object that the method was called on.
    pub(crate) fn this(&self) -> MethodResult<&ZendObject> {
        self.0.This.object().ok_or_else(no_object)
    }

    /// Returns another PHP reference to the object that the method was called on.
    pub(crate) fn this_value(&self) -> MethodResult {
        match self.0.This.is_object() {
            true => Ok(self.0.This.shallow_clone()),
            false => Err(no_object()),
        }
    }

    /// Returns a pointer to the object, for code that changes it. There must be no Rust
    /// reference to the object while the pointer is used.
    pub(crate) fn this_ptr(&self) -> MethodResult<*mut ZendObject> {
        if !self.0.This.is_object() {
            return Err(no_object());
        }
        // SAFETY: the value is an object.
        Ok(unsafe { self.0.This.value.obj })
    }

    /// Returns the class on which the static method was called.
    pub(crate) fn called_class(&self) -> MethodResult<&ClassEntry> {
        match self.0.This.object() {
            Some(object) => Ok(object.get_class_entry()),
            // SAFETY: in the frame of a static method, the value is the class.
            None => unsafe { self.0.This.value.ce.as_ref() }.ok_or_else(no_object),
        }
    }

    /// Returns the function that is running.
    fn function(&self) -> &ffi::zend_function {
        // SAFETY: a call frame always has its function.
        unsafe { &*self.0.func }
    }

    /// Returns the class that declares the running method.
    pub(crate) fn scope(&self) -> MethodResult<&'static ClassEntry> {
        // SAFETY: `common` is a valid view of every function, and classes live
        // longer than calls.
        unsafe { self.function().common.scope.as_ref() }
            .ok_or_else(|| MethodError::internal("the running method has no class"))
    }

    /// Returns the name of the running function.
    pub(crate) fn function_name(&self) -> &str {
        // SAFETY: an internal function always has a name.
        unsafe { self.function().common.function_name.as_ref() }
            .and_then(|name| name.as_str().ok())
            .unwrap_or_default()
    }
}

fn no_object() -> MethodError {
    MethodError::internal("the method was called without an object")
}

/// Runs the body of a function or method: checks the argument count, catches panics, and
/// throws the error of the body. A longjmp drops the `BailoutGuard`s of the body and goes
/// on to Zend.
pub(crate) fn run(
    ex: &mut ExecuteData,
    retval: &mut Zval,
    body: impl FnOnce(&Frame<'_>) -> MethodResult,
) {
    run_handler(AssertUnwindSafe(|| {
        let frame = Frame(ex);
        // SAFETY: `common` is a valid view of every function.
        let (required, declared) = unsafe {
            let common = &frame.function().common;
            (common.required_num_args, common.num_args)
        };
        if frame.count() < required as usize {
            // SAFETY: throws an ArgumentCountError that names the function.
            unsafe { ffi::zend_wrong_parameters_count_error(required, declared) };
            return;
        }
        let outcome = panic::caught(|| body(&frame));
        match outcome.unwrap_or_else(|error| Err(MethodError::North(error))) {
            Ok(value) => *retval = value,
            Err(MethodError::North(error)) => exception::throw(error),
            Err(MethodError::Php(error)) => error.throw(),
            Err(MethodError::Thrown) => {}
        }
    }));
}

/// Declares a function or method of PHP: its name, its parameters, and the Rust
/// function that runs.
///
/// ```ignore
/// method!("getVersion", [] => get_version).with_static()
/// ```
macro_rules! method {
    ($name:expr, $params:expr => $body:path) => {{
        ext_php_rs::zend_fastcall! {
            extern fn handler(
                ex: &mut ext_php_rs::zend::ExecuteData,
                retval: &mut ext_php_rs::types::Zval
            ) {
                $crate::call::frame::run(ex, retval, $body);
            }
        }
        $crate::zend::method::Method::new($name, $params, handler)
    }};
}
