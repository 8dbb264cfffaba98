//! Values of PHP made of Rust's.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::flags::{DataType, ZvalTypeFlags};
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};

/// A string.
pub(crate) fn string(text: impl AsRef<[u8]>) -> Zval {
    let text = text.as_ref();
    let string = ZendStr::new(text, false);
    let mut value = Zval::new();
    if text.len() > 1 {
        // Not by the setter, which asks what is known: answers have thousands
        // of strings, and only those of one letter or none are interned.
        value.value.str_ = string.into_raw();
        value.u1.type_info = ZvalTypeFlags::StringEx.bits();
    } else {
        value.set_zend_string(string);
    }
    value
}

/// A number.
pub(crate) fn long(number: i64) -> Zval {
    let mut value = Zval::new();
    value.set_long(number);
    value
}

/// A number with a fraction.
pub(crate) fn double(number: f64) -> Zval {
    let mut value = Zval::new();
    value.set_double(number);
    value
}

/// True or false.
pub(crate) fn boolean(flag: bool) -> Zval {
    let mut value = Zval::new();
    value.set_bool(flag);
    value
}

/// An array.
pub(crate) fn array(entries: ZBox<ZendHashTable>) -> Zval {
    let mut value = Zval::new();
    value.set_hashtable(entries);
    value
}

/// Hands an object over to a zval.
pub(crate) fn object_zval(object: ZBox<ZendObject>) -> Zval {
    let mut value = Zval::new();
    let raw = object.into_raw();
    // SAFETY: `into_raw` gives up one reference. `set_object` adds one of its
    // own, so the given-up one is released by hand.
    unsafe {
        value.set_object(&mut *raw);
        (*raw).gc.refcount -= 1;
    }
    value
}

/// Whether the slot of a property has no value at all.
pub(crate) fn is_undef(value: &Zval) -> bool {
    value.get_type() == DataType::Undef
}

/// The type or class of a value, for messages.
pub(crate) fn type_name(value: &Zval) -> String {
    match value.object() {
        Some(object) => object.get_class_name().unwrap_or_default(),
        None if value.is_null() => "null".to_owned(),
        None if value.is_bool() => "bool".to_owned(),
        None if value.is_long() => "int".to_owned(),
        None if value.is_double() => "float".to_owned(),
        None if value.is_array() => "array".to_owned(),
        None if value.is_string() => "string".to_owned(),
        None => "resource".to_owned(),
    }
}
