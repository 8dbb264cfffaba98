//! The many small classes with one parent.
//!
//! Every PHP process waits for what is registered when it starts. Where Zend
//! lets one class of the extension inherit from another, it copies each method
//! and checks each interface again: ten methods and six interfaces for each of
//! 157 classes. A class that adds nothing but members can do with the tables
//! of its parent.
//!
//! What is lent or made here is never freed: the classes hold a reference to
//! themselves, so Zend does not take them apart when the process ends.

use std::mem::offset_of;
use std::ptr;

use ext_php_rs::error::Result;
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::class::{self, Default};

/// Up to PHP 8.3, `zend_property_info` has nothing but what is written here.
const PROPERTY_LAYOUT_IS_KNOWN: bool = ffi::ZEND_MODULE_API_NO < 20_240_924;

/// Registers a child that has all methods of its parent and none of its own.
/// The parent must be a class of this module without members.
#[expect(
    clippy::mut_from_ref,
    reason = "the child is new, and not of the parent"
)]
pub(super) fn register(
    namespace: &str,
    name: &str,
    parent: &'static ClassEntry,
) -> Result<&'static mut ClassEntry> {
    let ce = class::register_bare(namespace, name, None, None)?;
    ce.__bindgen_anon_1.parent = ptr::from_ref(parent).cast_mut();
    ce.ce_flags |= parent.ce_flags & !ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS;
    // SAFETY: called at module start. Zend has put nothing into the class's own
    // table yet, and changes neither this one nor the parent's any more; the
    // parent's lives as long as the process.
    ce.function_table = unsafe { ptr::read(&raw const parent.function_table) };
    ce.__get = parent.__get;
    ce.__set = parent.__set;
    ce.__tostring = parent.__tostring;
    ce.num_interfaces = parent.num_interfaces;
    ce.__bindgen_anon_3 = parent.__bindgen_anon_3;
    ce.get_iterator = parent.get_iterator;
    ce.iterator_funcs_ptr = parent.iterator_funcs_ptr;
    ce.arrayaccess_funcs_ptr = parent.arrayaccess_funcs_ptr;
    keep(ce);
    Ok(ce)
}

/// Holds a class for the life of the process.
pub(super) fn keep(ce: &mut ClassEntry) {
    ce.refcount += 1;
}

/// Declares public members, all at once: Zend's own way reallocates two tables
/// for each. The class must have none yet, and be kept.
pub(super) fn declare<'m>(
    ce: &mut ClassEntry,
    members: impl ExactSizeIterator<Item = (&'m str, Default<'m>)>,
) -> Result<()> {
    if !PROPERTY_LAYOUT_IS_KNOWN {
        for (name, default) in members {
            class::property(ce, name, PropertyFlags::Public, default)?;
        }
        return Ok(());
    }
    let count = members.len();
    let mut infos = Vec::with_capacity(count);
    let mut defaults = Vec::with_capacity(count);
    for (index, (name, default)) in members.enumerate() {
        let offset = offset_of!(ffi::zend_object, properties_table) + index * size_of::<Zval>();
        infos.push(ffi::zend_property_info {
            offset: u32::try_from(offset)?,
            flags: ffi::ZEND_ACC_PUBLIC,
            name: ZendStr::new_interned(name, true).into_raw(),
            doc_comment: ptr::null_mut(),
            attributes: ptr::null_mut(),
            ce,
            type_: ffi::zend_type {
                ptr: ptr::null_mut(),
                type_mask: 0,
            },
        });
        defaults.push(default.into_zval()?);
    }
    let (infos, defaults) = (Vec::leak(infos), Vec::leak(defaults));
    let table = &raw mut ce.properties_info;
    // SAFETY: called at module start on a class without members that Zend will
    // not take apart. The names are interned, and the infos live on.
    unsafe {
        ffi::zend_hash_extend(table, u32::try_from(count)?, false);
        for info in &mut *infos {
            let mut value = Zval::new();
            value.value.ptr = ptr::from_mut(info).cast();
            value.u1.type_info = ffi::IS_PTR;
            ffi::zend_hash_add_new(table, info.name, &raw mut value);
        }
    }
    let pointers: Vec<_> = infos.iter_mut().map(ptr::from_mut).collect();
    ce.default_properties_count = i32::try_from(count)?;
    ce.default_properties_table = defaults.as_mut_ptr();
    ce.properties_info_table = Vec::leak(pointers).as_mut_ptr();
    Ok(())
}
