//! Properties of objects and classes: reading, writing, and visibility in a scope.

use std::mem::offset_of;
use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::{ArrayKey, ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::array::entries;
use super::error::{Thrown, pending};
use super::value::is_undef;

/// Reads a property as code in `scope` would, without notices. Returns null if the
/// property does not exist or is not visible.
pub(crate) fn read_property(scope: &ClassEntry, object: &ZendObject, name: &ZendStr) -> Zval {
    let mut buffer = Zval::new();
    // SAFETY: all pointers are live for the call; the engine does not change
    // the class entry. A returned pointer is either `buffer` or a slot of the
    // object, and its value is copied immediately.
    unsafe {
        let value = ffi::zend_read_property_ex(
            ptr::from_ref(scope).cast_mut(),
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            true,
            &raw mut buffer,
        );
        match value.as_ref() {
            Some(value) => value.dereference().shallow_clone(),
            None => Zval::null(),
        }
    }
}

/// Reads a property that `class` declares. If the position is given, reads the slot
/// directly, unless the object is of a subclass or the slot has no value.
pub(crate) fn read_declared(
    class: &ClassEntry,
    object: &ZendObject,
    index: Option<usize>,
    name: &str,
) -> Zval {
    match index.and_then(|index| own_slot(class, object, index)) {
        Some(value) => value.shallow_clone(),
        None => read_property(class, object, &ZendStr::new(name, false)),
    }
}

/// Returns the value of the slot at this position, if the object is of exactly this
/// class and the slot has a value.
fn own_slot<'a>(class: &ClassEntry, object: &'a ZendObject, index: usize) -> Option<&'a Zval> {
    let count = usize::try_from(class.default_properties_count).ok()?;
    if !ptr::eq(object.ce, class) || index >= count {
        return None;
    }
    // SAFETY: an object has the slots that its class declares. The slot is only
    // read.
    let value = unsafe { &*slot_of(ptr::from_ref(object).cast_mut(), index) };
    Some(value.dereference()).filter(|value| !is_undef(value))
}

/// Writes a property as code in `scope` would.
pub(crate) fn write_property(
    scope: &ClassEntry,
    object: &ZendObject,
    name: &ZendStr,
    value: &Zval,
) -> Result<(), Thrown> {
    // SAFETY: all pointers are live for the call; the engine takes its own reference
    // to the value.
    unsafe {
        ffi::zend_update_property_ex(
            ptr::from_ref(scope).cast_mut(),
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            ptr::from_ref(value).cast_mut(),
        );
    }
    pending()
}

/// Iterates over the properties of an object with their names, declared ones first.
///
/// Names of private and protected properties are mangled, as Zend stores them.
pub(crate) fn properties(object: &ZendObject) -> impl Iterator<Item = (Zval, &Zval)> {
    entries(property_table(object))
        .map(|(name, value)| (name, value.indirect().unwrap_or(value).dereference()))
}

fn property_table(object: &ZendObject) -> Option<&ZendHashTable> {
    // SAFETY: plain objects use the standard handler, which builds the table if
    // necessary. The table lives as long as the object.
    unsafe { ffi::zend_std_get_properties(ptr::from_ref(object).cast_mut()).as_ref() }
}

/// The visibility of a property that a class declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Undeclared,
    Public,
    /// Private or protected: for the use of a subclass only.
    Hidden,
}

/// Returns the visibility of the property of this name in the class of an object.
pub(crate) fn visibility(object: &ZendObject, name: &ZendStr) -> Visibility {
    // SAFETY: the table lives as long as the class, is only read, and points to
    // descriptions of properties.
    let info = unsafe {
        ffi::zend_hash_find(
            &raw const (*object.ce).properties_info,
            name.as_ptr().cast_mut(),
        )
        .as_ref()
        .and_then(|entry| entry.value.ptr.cast::<ffi::zend_property_info>().as_ref())
    };
    match info {
        None => Visibility::Undeclared,
        Some(info) if info.flags & ffi::ZEND_ACC_PUBLIC != 0 => Visibility::Public,
        Some(_) => Visibility::Hidden,
    }
}

/// Returns true if the object has a property of this name, declared or not.
pub(crate) fn has_property(object: &ZendObject, name: &ZendStr) -> bool {
    property_table(object).is_some_and(|table| table.get(ArrayKey::ZendString(name)).is_some())
}

/// Adds a property that the class does not declare to a new object, without a call
/// of `__set`.
pub(crate) fn add_property(object: &mut ZendObject, name: &ZendStr, value: Zval) {
    // SAFETY: the object uses the standard handler, as in `property_table`. Only
    // `object` refers to the table of a new object.
    if let Some(table) = unsafe { ffi::zend_std_get_properties(object).as_mut() } {
        let _ = table.insert(ArrayKey::ZendString(name), value);
    }
}

/// Sets the declared property at this position of a new object.
///
/// The parent of the DTO classes has no properties. So the slots of a DTO are in the
/// order of its fields.
pub(crate) fn set_slot(object: &mut ZendObject, index: usize, value: Zval) {
    // SAFETY: an object has at least as many slots as its class has fields.
    // The slot of a new object contains a value that may be dropped.
    unsafe {
        let slot = slot_of(object, index);
        if !(*slot).is_null() {
            ptr::drop_in_place(slot);
        }
        slot.write(value);
    }
}

/// Sets the declared property at this position, and returns the old value: the caller
/// drops it, which may run PHP code.
///
/// # Safety
///
/// The object is live, its class has no parent and declares more than `index`
/// properties, and there is no Rust reference to the object.
pub(crate) unsafe fn replace_slot(object: *mut ZendObject, index: usize, value: Zval) -> Zval {
    // SAFETY: the slot is within the object, and contains a value.
    unsafe { ptr::replace(slot_of(object, index), value) }
}

/// Returns another PHP reference to the value of the declared property at this position.
///
/// # Safety
///
/// The object is live, its class has no parent and declares more than `index`
/// properties, and there is no Rust reference to the object.
pub(crate) unsafe fn slot(object: *mut ZendObject, index: usize) -> Zval {
    // SAFETY: the slot is within the object, and contains a value.
    unsafe { (*slot_of(object, index)).shallow_clone() }
}

fn slot_of(object: *mut ZendObject, index: usize) -> *mut Zval {
    let slots = object.wrapping_byte_add(offset_of!(ZendObject, properties_table));
    slots.cast::<Zval>().wrapping_add(index)
}

/// Removes a property that the class does not declare.
pub(crate) fn remove_property(object: &ZendObject, name: &ZendStr) {
    // SAFETY: all pointers live for the call. Without a cache slot, the engine looks
    // up the property.
    unsafe {
        ffi::zend_std_unset_property(
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            ptr::null_mut(),
        );
    }
}

/// Reads a private static property.
pub(super) fn read_static(class: &ClassEntry, name: &str) -> Zval {
    // SAFETY: class and name live for the call; the value is copied immediately.
    unsafe {
        ffi::zend_read_static_property(
            ptr::from_ref(class).cast_mut(),
            name.as_ptr().cast(),
            name.len(),
            true,
        )
        .as_ref()
    }
    .map_or_else(Zval::null, |value| value.dereference().shallow_clone())
}

/// Sets a private static property. It lasts until the request ends.
pub(super) fn write_static(class: &ClassEntry, name: &str, value: &Zval) -> Result<(), Thrown> {
    // SAFETY: class and name live for the call; the engine takes its own reference
    // to the value.
    unsafe {
        ffi::zend_update_static_property(
            ptr::from_ref(class).cast_mut(),
            name.as_ptr().cast(),
            name.len(),
            ptr::from_ref(value).cast_mut(),
        );
    }
    pending()
}
