//! PHP objects with a Rust value in them.
//!
//! The Rust value is only for data that cannot be in properties. PHP values stay in
//! properties, where the garbage collector sees them.

use std::mem::{MaybeUninit, offset_of};
use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::ZendObject;
use ext_php_rs::zend::ClassEntry;

/// The memory layout of an object that Zend requires: the Rust value, then the object,
/// then the object's properties.
#[repr(C)]
struct ObjectLayout<T> {
    value: Option<Box<T>>,
    object: ZendObject,
}

/// The type of the Rust value in the objects of a class. There is one class for each
/// type.
pub(crate) trait NativeObject: Sized + 'static {
    /// The handlers that Zend uses for the objects; filled when the class is registered.
    fn handlers() -> *mut ffi::zend_object_handlers;
}

/// Memory for the handlers of a class.
pub(crate) struct Handlers(std::cell::UnsafeCell<MaybeUninit<ffi::zend_object_handlers>>);

// SAFETY: written only while modules start, when there is one thread. Afterwards Zend
// only reads it.
unsafe impl Sync for Handlers {}

impl Handlers {
    pub(crate) const fn empty() -> Self {
        Self(std::cell::UnsafeCell::new(MaybeUninit::uninit()))
    }

    pub(crate) fn get(&self) -> *mut ffi::zend_object_handlers {
        self.0.get().cast()
    }
}

/// Gives the objects of a class a Rust value of type `T`. The class becomes final, and
/// its objects cannot be cloned or serialized. Called while modules start.
pub(crate) fn add_native_value<T: NativeObject>(ce: &mut ClassEntry) {
    let handlers = T::handlers();
    // SAFETY: the memory belongs to this class, and nothing reads it yet.
    unsafe {
        ptr::copy_nonoverlapping(&raw const ffi::std_object_handlers, handlers, 1);
        (*handlers).offset = offset_of!(ObjectLayout<T>, object) as _;
        (*handlers).free_obj = Some(free::<T>);
        (*handlers).clone_obj = None;
    }
    ce.__bindgen_anon_2.create_object = Some(create::<T>);
    ce.ce_flags |=
        ffi::ZEND_ACC_FINAL | ffi::ZEND_ACC_NOT_SERIALIZABLE | ffi::ZEND_ACC_NO_DYNAMIC_PROPERTIES;
}

extern "C" fn create<T: NativeObject>(ce: *mut ClassEntry) -> *mut ZendObject {
    // SAFETY: Zend creates an object of a class that `add_native_value` changed. The
    // memory includes the properties of the class, and all of it is initialised.
    unsafe {
        let layout: *mut ObjectLayout<T> =
            ffi::ext_php_rs_zend_object_alloc(size_of::<ObjectLayout<T>>(), ce).cast();
        (&raw mut (*layout).value).write(None);
        let object = &raw mut (*layout).object;
        ffi::zend_object_std_init(object, ce);
        ffi::object_properties_init(object, ce);
        (*object).handlers = T::handlers();
        object
    }
}

unsafe extern "C" fn free<T: NativeObject>(object: *mut ZendObject) {
    // SAFETY: Zend frees an object of `create` once. The value may outlive the
    // properties, but uses none of them.
    unsafe {
        drop((*layout_of::<T>(object)).value.take());
        ffi::zend_object_std_dtor(object);
    }
}

fn layout_of<T: NativeObject>(object: *mut ZendObject) -> *mut ObjectLayout<T> {
    object
        .wrapping_byte_sub(offset_of!(ObjectLayout<T>, object))
        .cast()
}

/// Returns the Rust value of an object; `None` if it was not set.
///
/// # Safety
///
/// The object is live, and is not freed while the value is used.
pub(crate) unsafe fn value_of<'a, T: NativeObject>(object: *mut ZendObject) -> Option<&'a T> {
    // SAFETY: if it has these handlers, `create` made the object. The value is set
    // once, and lives as long as the object.
    unsafe {
        if !ptr::eq((*object).handlers, T::handlers()) {
            return None;
        }
        (*layout_of::<T>(object)).value.as_deref()
    }
}

/// Sets the Rust value of a new object.
pub(crate) fn set_value<T: NativeObject>(object: &mut ZendObject, value: T) {
    let object: *mut ZendObject = object;
    // SAFETY: the object is live. If it has these handlers, `create` made it; and if
    // it has no value yet, there is no reference to a value.
    unsafe {
        if ptr::eq((*object).handlers, T::handlers()) && value_of::<T>(object).is_none() {
            (*layout_of::<T>(object)).value = Some(Box::new(value));
        }
    }
}
