//! Properties of objects and classes, as code in a given scope sees them.

use std::mem::offset_of;
use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::{ArrayKey, ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::array::entries;
use super::error::{Thrown, pending};
use super::value::is_undef;

/// Reads a property as code in `scope` would, without notices. What cannot be
/// seen or does not exist is null.
pub(crate) fn read_property(scope: &ClassEntry, object: &ZendObject, name: &ZendStr) -> Zval {
    let mut buffer = Zval::new();
    // SAFETY: all pointers are live for the call; the engine does not change
    // the class entry. A returned pointer is either `buffer` or a slot of the
    // object, and is copied at once.
    unsafe {
        let found = ffi::zend_read_property_ex(
            ptr::from_ref(scope).cast_mut(),
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            true,
            &raw mut buffer,
        );
        match found.as_ref() {
            Some(value) => value.dereference().shallow_clone(),
            None => Zval::null(),
        }
    }
}

/// Reads a property that `class` declares, at this position if it is known: straight
/// from its slot, unless the object is of a subclass or has no value there.
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

/// The value at this position of an object of just this class, if it has one.
fn own_slot<'a>(class: &ClassEntry, object: &'a ZendObject, index: usize) -> Option<&'a Zval> {
    let count = usize::try_from(class.default_properties_count).ok()?;
    if !ptr::eq(object.ce, class) || index >= count {
        return None;
    }
    // SAFETY: an object has the slots that its class declares, and they are only
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
    // SAFETY: as above; the engine takes its own reference to the value.
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

/// The properties of an object with their names, declared ones first.
///
/// Names of private and protected ones are mangled, as Zend keeps them.
pub(crate) fn properties(object: &ZendObject) -> impl Iterator<Item = (Zval, &Zval)> {
    entries(property_table(object))
        .map(|(name, value)| (name, value.indirect().unwrap_or(value).dereference()))
}

fn property_table(object: &ZendObject) -> Option<&ZendHashTable> {
    // SAFETY: plain objects use the standard handler, which builds the table
    // if need be and keeps it as long as the object lives.
    unsafe { ffi::zend_std_get_properties(ptr::from_ref(object).cast_mut()).as_ref() }
}

/// How a class declares a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Undeclared,
    Public,
    /// Private or protected: a subclass's own business.
    Hidden,
}

/// How the class of an object declares the property of this name.
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

/// Whether the object has a property of this name, declared or not.
pub(crate) fn has_property(object: &ZendObject, name: &ZendStr) -> bool {
    property_table(object).is_some_and(|table| table.get(ArrayKey::ZendString(name)).is_some())
}

/// Gives a new object a property that its class does not declare, without
/// regard to `__set`.
pub(crate) fn add_property(object: &mut ZendObject, name: &ZendStr, value: Zval) {
    // SAFETY: as above. Only `object` refers to the table of a new object.
    if let Some(table) = unsafe { ffi::zend_std_get_properties(object).as_mut() } {
        let _ = table.insert(ArrayKey::ZendString(name), value);
    }
}

/// Sets the declared property at this position of a new object.
///
/// The parent of the DTO classes has no properties, so that theirs stand in the
/// order of their fields.
pub(crate) fn set_slot(object: &mut ZendObject, index: usize, value: Zval) {
    // SAFETY: an object has at least as many slots as its class has fields.
    // The slot of a new object holds a value that may be dropped.
    unsafe {
        let slot = slot_of(object, index);
        if !(*slot).is_null() {
            ptr::drop_in_place(slot);
        }
        slot.write(value);
    }
}

/// Sets the declared property at this position, and gives what it was: dropping
/// that may run PHP code.
///
/// # Safety
///
/// The object is live, its class has no parent and declares more properties than
/// that, and nobody holds a reference to the object.
pub(crate) unsafe fn replace_slot(object: *mut ZendObject, index: usize, value: Zval) -> Zval {
    // SAFETY: the slot is within the object, and holds a value.
    unsafe { ptr::replace(slot_of(object, index), value) }
}

/// Another reference to the declared property at this position.
///
/// # Safety
///
/// The same.
pub(crate) unsafe fn slot(object: *mut ZendObject, index: usize) -> Zval {
    // SAFETY: the slot is within the object, and holds a value.
    unsafe { (*slot_of(object, index)).shallow_clone() }
}

fn slot_of(object: *mut ZendObject, index: usize) -> *mut Zval {
    let slots = object.wrapping_byte_add(offset_of!(ZendObject, properties_table));
    slots.cast::<Zval>().wrapping_add(index)
}

/// Removes a property that the class does not declare.
pub(crate) fn remove_property(object: &ZendObject, name: &ZendStr) {
    // SAFETY: all pointers live for the call; without a cache slot the engine
    // looks the property up.
    unsafe {
        ffi::zend_std_unset_property(
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            ptr::null_mut(),
        );
    }
}

/// A private static property.
pub(super) fn read_static(class: &ClassEntry, name: &str) -> Zval {
    // SAFETY: class and name live for the call; the slot is copied at once.
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
    // SAFETY: as above; the engine takes its own reference to the value.
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
