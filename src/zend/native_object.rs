//! Objects of PHP with a Rust value behind them.
//!
//! Only for what cannot be in properties. Values of PHP stay in properties,
//! where the garbage collector sees them.

use std::mem::{MaybeUninit, offset_of};
use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::ZendObject;
use ext_php_rs::zend::ClassEntry;

/// An object, and before it what it holds, as Zend wants it. The object's own
/// properties come after it.
#[repr(C)]
struct Holder<T> {
    held: Option<Box<T>>,
    object: ZendObject,
}

/// Classes whose objects hold a `T`. There is one such class for each type.
pub(crate) trait NativeObject: Sized + 'static {
    /// What Zend does with the objects; filled when the class is registered.
    fn handlers() -> *mut ffi::zend_object_handlers;
}

/// Memory for the handlers of a class.
pub(crate) struct Handlers(std::cell::UnsafeCell<MaybeUninit<ffi::zend_object_handlers>>);

// SAFETY: written only while modules start, when there is one thread, and read
// by Zend afterwards.
unsafe impl Sync for Handlers {}

impl Handlers {
    pub(crate) const fn empty() -> Self {
        Self(std::cell::UnsafeCell::new(MaybeUninit::uninit()))
    }

    pub(crate) fn get(&self) -> *mut ffi::zend_object_handlers {
        self.0.get().cast()
    }
}

/// Makes a class one whose objects hold a `T`: final, and neither to be cloned
/// nor to be serialized. Called while modules start.
pub(crate) fn equip<T: NativeObject>(ce: &mut ClassEntry) {
    let handlers = T::handlers();
    // SAFETY: the memory is the class's own, and nobody reads it yet.
    unsafe {
        ptr::copy_nonoverlapping(&raw const ffi::std_object_handlers, handlers, 1);
        (*handlers).offset = offset_of!(Holder<T>, object) as _;
        (*handlers).free_obj = Some(free::<T>);
        (*handlers).clone_obj = None;
    }
    ce.__bindgen_anon_2.create_object = Some(create::<T>);
    ce.ce_flags |=
        ffi::ZEND_ACC_FINAL | ffi::ZEND_ACC_NOT_SERIALIZABLE | ffi::ZEND_ACC_NO_DYNAMIC_PROPERTIES;
}

extern "C" fn create<T: NativeObject>(ce: *mut ClassEntry) -> *mut ZendObject {
    // SAFETY: Zend asks for an object of a class that was equipped. The memory
    // has room for the properties of the class, and all of it is initialised.
    unsafe {
        let holder: *mut Holder<T> =
            ffi::ext_php_rs_zend_object_alloc(size_of::<Holder<T>>(), ce).cast();
        (&raw mut (*holder).held).write(None);
        let object = &raw mut (*holder).object;
        ffi::zend_object_std_init(object, ce);
        ffi::object_properties_init(object, ce);
        (*object).handlers = T::handlers();
        object
    }
}

unsafe extern "C" fn free<T: NativeObject>(object: *mut ZendObject) {
    // SAFETY: Zend frees an object of `create` once. What it holds may live
    // longer than its properties, but uses none of them.
    unsafe {
        drop((*holder::<T>(object)).held.take());
        ffi::zend_object_std_dtor(object);
    }
}

fn holder<T: NativeObject>(object: *mut ZendObject) -> *mut Holder<T> {
    object
        .wrapping_byte_sub(offset_of!(Holder<T>, object))
        .cast()
}

/// What an object holds; `None` if nothing was put into it.
///
/// # Safety
///
/// The object is live, and is not freed as long as what it holds is used.
pub(crate) unsafe fn of<'a, T: NativeObject>(object: *mut ZendObject) -> Option<&'a T> {
    // SAFETY: if it has these handlers, the object was made by `create`. What it
    // holds is put there once, and stays as long as the object.
    unsafe {
        if !ptr::eq((*object).handlers, T::handlers()) {
            return None;
        }
        (*holder::<T>(object)).held.as_deref()
    }
}

/// Puts something into a new object.
pub(crate) fn put<T: NativeObject>(object: &mut ZendObject, value: T) {
    let object: *mut ZendObject = object;
    // SAFETY: the object is live. If it has these handlers, it was made by
    // `create`; and if it holds nothing, nothing refers into it.
    unsafe {
        if ptr::eq((*object).handlers, T::handlers()) && of::<T>(object).is_none() {
            (*holder::<T>(object)).held = Some(Box::new(value));
        }
    }
}
