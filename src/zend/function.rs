//! Calls PHP functions, methods and constructors.

use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::ClassEntry;

use super::error::{Thrown, pending, throw_error};
use super::value::{boolean, class_name, string};

/// Calls a builtin function of PHP. Returns `Err` if it threw or does not exist.
pub(crate) fn call(function: &str, args: &mut [Zval]) -> Result<Zval, Thrown> {
    let mut returned = Zval::new();
    // ext-php-rs's `Function::try_from_function` cannot be used: it copies a whole
    // `zend_function`, and reads beyond the shorter entry of an internal function.
    //
    // SAFETY: looks up a name of this length in the function table.
    let entry = unsafe { ffi::zend_fetch_function_str(function.as_ptr().cast(), function.len()) };
    if !entry.is_null() {
        // SAFETY: the function is live. So are the arguments, and their count is
        // right.
        unsafe {
            ffi::zend_call_known_function(
                entry,
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut returned,
                args.len() as u32,
                args.as_mut_ptr(),
                ptr::null_mut(),
            );
        }
        pending()?;
        return Ok(returned);
    }
    Err(throw_error(&format!(
        "northbound needs PHP's function {function}(), which is disabled; \
         remove it from disable_functions in php.ini"
    )))
}

/// Returns true if a value can be called. An autoloader may run, and may throw.
///
/// The caller must own only Zend values.
pub(crate) fn is_callable(value: &Zval) -> Result<bool, Thrown> {
    let is_callable = value.is_callable();
    pending()?;
    Ok(is_callable)
}

/// Calls a callable that PHP code passed. Returns `Err` if it threw.
///
/// The caller must own only Zend values.
pub(crate) fn call_back(callable: &Zval, arguments: &mut [Zval]) -> Result<Zval, Thrown> {
    let mut callable = callable.shallow_clone();
    let mut returned = Zval::new();
    // SAFETY: all values live for the call, and the count of arguments is right.
    unsafe {
        ffi::_call_user_function_impl(
            ptr::null_mut(),
            &raw mut callable,
            &raw mut returned,
            arguments.len() as u32,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    pending()?;
    Ok(returned)
}

/// Returns true if the class has a public method of this name.
pub(crate) fn has_method(class: &ClassEntry, name: &str) -> bool {
    let method = find_method(class, name);
    // SAFETY: a live function, of which `common` is a valid view.
    !method.is_null() && unsafe { (*method).common.fn_flags } & ffi::ZEND_ACC_PUBLIC != 0
}

/// Finds a method that a class declares or inherits; null if there is none.
pub(crate) fn find_method(class: &ClassEntry, name: &str) -> *mut ffi::zend_function {
    // SAFETY: the table lives as long as the class, and contains functions.
    unsafe {
        ffi::zend_hash_str_find_ptr_lc(
            &raw const class.function_table,
            name.as_ptr().cast(),
            name.len(),
        )
        .cast()
    }
}

/// Calls a method of an object. Returns `Err` if it threw or does not exist.
pub(crate) fn call_method(
    object: &ZendObject,
    name: &str,
    args: &mut [Zval],
) -> Result<Zval, Thrown> {
    call_method_of(object.get_class_entry(), object, name, args)
}

/// Calls the method as this class has it, a parent of the object's class for example.
pub(crate) fn call_method_of(
    class: &ClassEntry,
    object: &ZendObject,
    name: &str,
    args: &mut [Zval],
) -> Result<Zval, Thrown> {
    let method = find_method(class, name);
    if method.is_null() {
        let class = class_name(object);
        return Err(throw_error(&format!("{class} has no method {name}()")));
    }
    let mut returned = Zval::new();
    // SAFETY: a live method of the object's class; object and arguments live
    // for the call.
    unsafe {
        ffi::zend_call_known_function(
            method,
            ptr::from_ref(object).cast_mut(),
            object.ce,
            &raw mut returned,
            args.len() as u32,
            args.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    pending()?;
    Ok(returned)
}

/// Creates an object without calling its constructor. Returns `Err` if the class
/// cannot be instantiated.
pub(crate) fn new_object(class: &ClassEntry) -> Result<Zval, Thrown> {
    let mut object = Zval::new();
    // SAFETY: the class is live. The engine writes a new object, or null after it
    // has thrown.
    unsafe {
        ffi::object_init_ex(&raw mut object, ptr::from_ref(class).cast_mut());
    }
    pending()?;
    Ok(object)
}

/// Creates an object and calls its constructor.
pub(crate) fn construct(class: &str, args: &mut [Zval]) -> Result<Zval, Thrown> {
    let Some(ce) = ClassEntry::try_find(class) else {
        return Err(throw_error(&format!(
            "northbound needs PHP's class {class}, which does not exist"
        )));
    };
    let object = new_object(ce)?;
    if let Some(object) = object.object() {
        call_constructor(ce, object, args)?;
    }
    Ok(object)
}

/// Calls the constructor of a class on an object, if the class has one.
pub(crate) fn call_constructor(
    class: &ClassEntry,
    object: &ZendObject,
    args: &mut [Zval],
) -> Result<(), Thrown> {
    if !class.constructor.is_null() {
        // SAFETY: the constructor of a class is a live function; object and
        // arguments live for the call.
        unsafe {
            ffi::zend_call_known_function(
                class.constructor,
                ptr::from_ref(object).cast_mut(),
                object.ce,
                ptr::null_mut(),
                args.len() as u32,
                args.as_mut_ptr(),
                ptr::null_mut(),
            );
        }
    }
    pending()
}

/// `ZEND_INTERNAL_FUNCTION`
const INTERNAL: u8 = 1;

/// Returns true if PHP code, and not an extension, defines this method of the class.
pub(crate) fn is_user_method(class: &ClassEntry, name: &str) -> bool {
    let method = find_method(class, name);
    // SAFETY: null, or a live function, of which `type_` is a valid view.
    unsafe { method.as_ref() }.is_some_and(|method| unsafe { method.type_ } != INTERNAL)
}

/// Returns true if an extension, and not PHP code, defines `__set` of the class.
pub(crate) fn has_internal_setter(class: &ClassEntry) -> bool {
    // SAFETY: null, or a live function, of which `type_` is a valid view.
    unsafe { class.__set.as_ref() }.is_some_and(|setter| unsafe { setter.type_ } == INTERNAL)
}

/// Runs a PHP file, and returns what it returns. `Err` if it threw, or if there is no such
/// file.
///
/// The caller must own only Zend values.
pub(crate) fn include(path: &str) -> Result<Zval, Thrown> {
    // `var_export` quotes the path.
    let mut quoted = call("var_export", &mut [string(path), boolean(true)])?;
    let code = quoted.string().unwrap_or_default();
    quoted = string(format!("require {code}"));
    let mut returned = Zval::new();
    if let Some(code) = quoted.zend_str()
        && let Ok(code) = code.as_c_str()
    {
        // SAFETY: code and name live for the call; the engine writes a value or nothing.
        unsafe {
            ffi::zend_eval_string(code.as_ptr(), &raw mut returned, c"northbound".as_ptr());
        }
    }
    pending()?;
    Ok(returned)
}
