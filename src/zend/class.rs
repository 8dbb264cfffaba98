//! Plain classes: ordinary Zend classes with declared properties and methods
//! written in Rust, and without a Rust value in the object.
//!
//! So `var_dump`, `clone`, `serialize`, `foreach`, `isset`, subclassing and
//! reflection work as for a class written in PHP.
//!
//! They are registered with Zend's functions, without ext-php-rs's builder: see
//! `method.rs`.

use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::ptr;

use ext_php_rs::convert::IntoZval;
use ext_php_rs::error::{Error, Result};
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::method::Methods;
use super::startup;

/// Namespaces of the original SDK.
pub(crate) mod namespace {
    pub(crate) const ROOT: &str = "North_PHP_SDK";
    pub(crate) const CLIENT: &str = "North_PHP_SDK\\client";
    pub(crate) const DTO: &str = "North_PHP_SDK\\client\\dto";
    pub(crate) const INVOKEAPI: &str = "North_PHP_SDK\\client\\invokeapi";
    pub(crate) const CONSTANT: &str = "North_PHP_SDK\\constant";
    pub(crate) const UTILS: &str = "North_PHP_SDK\\utils";
}

/// Registers a class. Its properties can be declared afterwards, while modules
/// start.
pub(crate) fn register(
    namespace: &str,
    name: &str,
    methods: &Methods,
    parent: Option<&ClassEntry>,
    interfaces: &[&ClassEntry],
) -> Result<&'static mut ClassEntry> {
    // SAFETY: C code starts from a zeroed class entry, too. Zend copies the entry
    // into its own memory.
    let mut draft: ClassEntry = unsafe { MaybeUninit::zeroed().assume_init() };
    draft.name = ZendStr::new_interned(format!("{namespace}\\{name}"), true).into_raw();
    draft.info.internal.builtin_functions = methods.entries.as_ptr();
    let parent = parent.map_or(ptr::null_mut(), |ce| ptr::from_ref(ce).cast_mut());
    // SAFETY: called at module start; the function table ends with an empty
    // entry and is never freed, and parents are registered before children.
    let ce = unsafe { ffi::zend_register_internal_class_ex(&raw mut draft, parent).as_mut() }
        .ok_or(Error::InvalidPointer)?;
    for interface in interfaces {
        // SAFETY: both are live; PHP's own interfaces are already registered.
        unsafe {
            ffi::zend_do_implement_interface(ce, ptr::from_ref(*interface).cast_mut());
        }
    }
    for (method, params) in &methods.secret {
        startup::hide_params(crate::zend::find_method(ce, method), params);
    }
    for name in &methods.for_interface {
        let method = crate::zend::find_method(ce, name);
        if !method.is_null() {
            // SAFETY: a live function of this class. The interface has been
            // checked. Without the flag, a subclass may override the method
            // without a return type, as in the original.
            unsafe { (*method).common.fn_flags &= !ffi::ZEND_ACC_HAS_RETURN_TYPE };
        }
    }
    Ok(ce)
}

/// Declares an untyped property. The default must not need a reference count: it is
/// null, a number, or text, which is interned.
pub(crate) fn property(
    ce: &mut ClassEntry,
    name: &str,
    flags: PropertyFlags,
    default: Default<'_>,
) -> Result<()> {
    let name = ZendStr::new_interned(name, true);
    let mut value = default.into_zval()?;
    // SAFETY: called at module start on a class that was just registered; the
    // value is copied, and the name is interned.
    unsafe {
        ffi::zend_declare_property_ex(
            ce,
            name.as_ptr().cast_mut(),
            &raw mut value,
            flags.bits().try_into()?,
            ptr::null_mut(),
        );
    }
    Ok(())
}

/// Declares a public readonly property, which only the extension sets, once.
pub(crate) fn readonly(ce: &mut ClassEntry, name: &str, types: u32) {
    /// `ZEND_ACC_READONLY`
    const READONLY: u32 = 1 << 7;
    let name = ZendStr::new_interned(name, true);
    let mut unset = Zval::new();
    unset.u1.type_info = ffi::IS_UNDEF;
    // SAFETY: called at module start on a class that was just registered; the
    // name is interned, and the type is a builtin one, without a class name.
    unsafe {
        ffi::zend_declare_typed_property(
            ce,
            name.as_ptr().cast_mut(),
            &raw mut unset,
            (ffi::ZEND_ACC_PUBLIC | READONLY) as c_int,
            ptr::null_mut(),
            ffi::zend_type {
                ptr: ptr::null_mut(),
                type_mask: types,
            },
        );
    }
}

/// Declares a public class constant.
pub(crate) fn constant(ce: &mut ClassEntry, name: &str, value: Zval) {
    let name = ZendStr::new_interned(name, true);
    let mut value = std::mem::ManuallyDrop::new(value);
    // SAFETY: called at module start on a class that was just registered; the
    // constant table takes ownership of the value.
    unsafe {
        ffi::zend_declare_class_constant_ex(
            ce,
            name.as_ptr().cast_mut(),
            &raw mut *value,
            ffi::ZEND_ACC_PUBLIC as i32,
            ptr::null_mut(),
        );
    }
}

/// The default value of a property.
pub(crate) enum Default<'a> {
    Null,
    Long(i64),
    Text(&'a str),
}

impl Default<'_> {
    pub(crate) fn into_zval(self) -> Result<Zval> {
        match self {
            Default::Null => Ok(Zval::null()),
            Default::Long(number) => number.into_zval(true),
            Default::Text(text) => {
                let mut value = Zval::new();
                value.set_interned_string(text, true)?;
                Ok(value)
            }
        }
    }
}

/// Finds PHP's builtin class with this name, while modules start.
pub(crate) fn builtin(lower_case_name: &str) -> Result<&'static ClassEntry> {
    // SAFETY: the compiler's class table exists while modules start, and the
    // classes of builtin modules live as long as the process.
    unsafe {
        let table = (*ffi::ext_php_rs_compiler_globals()).class_table;
        ffi::zend_hash_str_find_ptr_lc(
            table,
            lower_case_name.as_ptr().cast(),
            lower_case_name.len(),
        )
        .cast::<ClassEntry>()
        .as_ref()
    }
    .ok_or(Error::InvalidPointer)
}

/// Registers every class of the SDK in a second namespace, such as that of the
/// original's Composer fork.
pub(crate) fn alias_all(namespace: &str) {
    // Collected first, since every alias adds an entry to the same table.
    let classes: Vec<(&'static ClassEntry, String)> = startup::classes()
        .filter_map(|class| {
            let rest = class.name()?.strip_prefix(self::namespace::ROOT)?;
            Some((class, format!("{namespace}{rest}")))
        })
        .collect();
    for (class, name) in classes {
        alias(class, &name);
    }
}

/// Registers a class under a second name.
pub(crate) fn alias(class: &'static ClassEntry, name: &str) {
    // SAFETY: called at module start with a live class; the name is copied.
    unsafe {
        ffi::zend_register_class_alias_ex(
            name.as_ptr().cast(),
            name.len(),
            ptr::from_ref(class).cast_mut(),
            true,
        );
    }
}
