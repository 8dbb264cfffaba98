//! Converts Rust values to PHP values.

use std::ffi::c_int;
use std::ptr;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::ffi;
use ext_php_rs::flags::{DataType, ZvalTypeFlags};
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};

use super::ini_value::ini;

/// Zend's `smart_str`: a string that grows.
#[repr(C)]
struct SmartStr {
    string: *mut ffi::zend_string,
    allocated: usize,
}

// Not in the headers that ext-php-rs reads.
unsafe extern "C" {
    fn smart_str_append_double(
        target: *mut SmartStr,
        number: f64,
        precision: c_int,
        zero_fraction: bool,
    );
}

/// Creates a PHP string.
pub(crate) fn string(text: impl AsRef<[u8]>) -> Zval {
    let text = text.as_ref();
    let string = ZendStr::new(text, false);
    let mut value = Zval::new();
    if text.len() > 1 {
        // Without `set_zend_string`, which checks if the string is interned: responses
        // contain thousands of strings, and only those of at most one byte are interned.
        value.value.str_ = string.into_raw();
        value.u1.type_info = ZvalTypeFlags::StringEx.bits();
    } else {
        value.set_zend_string(string);
    }
    value
}

/// Creates a PHP int.
pub(crate) fn long(number: i64) -> Zval {
    let mut value = Zval::new();
    value.set_long(number);
    value
}

/// Creates a PHP float.
pub(crate) fn double(number: f64) -> Zval {
    let mut value = Zval::new();
    value.set_double(number);
    value
}

/// Creates a PHP bool.
pub(crate) fn boolean(flag: bool) -> Zval {
    let mut value = Zval::new();
    value.set_bool(flag);
    value
}

/// Creates a PHP array.
pub(crate) fn array(entries: ZBox<ZendHashTable>) -> Zval {
    let mut value = Zval::new();
    value.set_hashtable(entries);
    value
}

/// Moves an object into a zval.
pub(crate) fn object_zval(object: ZBox<ZendObject>) -> Zval {
    let mut value = Zval::new();
    let raw = object.into_raw();
    // SAFETY: `into_raw` gives up one reference, and `set_object` adds another. So
    // the first one is released by hand.
    unsafe {
        value.set_object(&mut *raw);
        (*raw).gc.refcount -= 1;
    }
    value
}

/// Returns true if the slot of a property has no value (`IS_UNDEF`).
pub(crate) fn is_undef(value: &Zval) -> bool {
    value.get_type() == DataType::Undef
}

/// Returns the class of an object, for messages. After a NUL, the name of an anonymous
/// class has the file that declares it, which PHP's own messages leave out.
pub(crate) fn class_name(object: &ZendObject) -> String {
    let mut name = object.get_class_name().unwrap_or_default();
    name.truncate(name.find('\0').unwrap_or(name.len()));
    name
}

/// Returns the type or class of a value, for messages.
pub(crate) fn type_name(value: &Zval) -> String {
    match value.object() {
        Some(object) => class_name(object),
        None if value.is_null() => "null".to_owned(),
        None if value.is_bool() => "bool".to_owned(),
        None if value.is_long() => "int".to_owned(),
        None if value.is_double() => "float".to_owned(),
        None if value.is_array() => "array".to_owned(),
        None if value.is_string() => "string".to_owned(),
        None => "resource".to_owned(),
    }
}

/// The text of a float, as `strval` and `http_build_query` write it.
pub(crate) fn double_text(number: f64) -> Vec<u8> {
    /// As many digits as it takes to read the same number again.
    const ROUND_TRIP: c_int = -1;
    /// More digits than a float has.
    const LONGEST: c_int = 40;
    let precision =
        ini(c"precision").and_then(|text| str::from_utf8(text).ok()?.trim().parse().ok());
    let mut text = SmartStr {
        string: ptr::null_mut(),
        allocated: 0,
    };
    // SAFETY: Zend allocates the string and appends to it. Its buffer has room for more
    // digits than these.
    unsafe {
        let precision = precision.unwrap_or(ROUND_TRIP).clamp(ROUND_TRIP, LONGEST);
        smart_str_append_double(&raw mut text, number, precision, false);
        match text.string.as_mut() {
            Some(string) => ZBox::<ZendStr>::from_raw(string).as_bytes().to_vec(),
            None => Vec::new(),
        }
    }
}
