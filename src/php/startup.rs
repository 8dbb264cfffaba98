//! What is done to Zend's tables while modules start, and never after.

use ext_php_rs::ffi;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::zend;

unsafe extern "C" {
    fn zend_add_attribute(
        attributes: *mut *mut ffi::HashTable,
        name: *mut ffi::zend_string,
        argc: u32,
        flags: u32,
        offset: u32,
        lineno: u32,
    ) -> *mut std::ffi::c_void;
}

/// `ZEND_ATTRIBUTE_PERSISTENT`
const ATTRIBUTE_PERSISTENT: u32 = 1;

/// Prints a warning while PHP starts.
pub(super) fn warning(message: &str) {
    zend::raise(ffi::E_CORE_WARNING, message);
}

/// Every class there is, while modules start.
pub(super) fn classes() -> impl Iterator<Item = &'static ClassEntry> {
    // SAFETY: the compiler's class table is there while modules start.
    let table = unsafe { (*ffi::ext_php_rs_compiler_globals()).class_table.as_ref() };
    zend::entries(table)
        .filter(|(_, value)| value.is_ptr())
        .filter_map(|(_, value)| {
            // SAFETY: the table holds pointers to classes, which live as long as
            // their modules are started.
            unsafe { value.value.ptr.cast::<ClassEntry>().as_ref() }
        })
}

/// Hides parameters from stack traces, as `#[\SensitiveParameter]` does. Functions that
/// hide the same ones share the table that says so.
#[derive(Default)]
pub(super) struct Hiding(Vec<(Vec<u32>, *mut ffi::HashTable)>);

impl Hiding {
    /// Hides the parameters at these positions, if any.
    pub(super) fn hide(&mut self, function: *mut ffi::zend_function, indexes: &[u32]) {
        if indexes.is_empty() {
            return;
        }
        // SAFETY: called at module startup on a function that was just registered and
        // has no attributes; `common` is a valid view of every function. Whoever is
        // done with a table takes one from its count of references, and frees it
        // after the last one; the functions live as long as modules start.
        unsafe {
            let attributes = &raw mut (*function).common.attributes;
            if let Some((_, table)) = self.0.iter().find(|(same, _)| same == indexes) {
                (**table).gc.refcount += 1;
                *attributes = *table;
                return;
            }
            let name = ZendStr::new_interned("SensitiveParameter", true);
            for index in indexes {
                let name = name.as_ptr().cast_mut();
                zend_add_attribute(attributes, name, 0, ATTRIBUTE_PERSISTENT, index + 1, 0);
            }
            self.0.push((indexes.to_vec(), *attributes));
        }
    }
}

/// A function of this module, while it starts.
pub(super) fn registered_function(name: &str) -> Option<*mut ffi::zend_function> {
    // SAFETY: the compiler's function table is there while modules start.
    let found = unsafe {
        let table = (*ffi::ext_php_rs_compiler_globals()).function_table;
        ffi::zend_hash_str_find_ptr_lc(table, name.as_ptr().cast(), name.len())
    };
    (!found.is_null()).then_some(found.cast())
}

/// Takes the types off a function's parameters.
pub(super) fn remove_types(function: *mut ffi::zend_function) {
    // SAFETY: called at module start on a function that was just registered
    // with types, for which Zend has made a table of its own; it has as many
    // elements as the function has parameters.
    unsafe {
        let common = &raw mut (*function).common;
        for index in 0..(*common).num_args as usize {
            (*(*common).arg_info.add(index)).type_.type_mask = 0;
        }
        (*common).fn_flags &= !ffi::ZEND_ACC_HAS_TYPE_HINTS;
    }
}

/// An array of one entry for a class constant, outside of any request's heap.
pub(super) fn persistent_pair(key: i64, text: &str) -> Zval {
    let mut value = Zval::new();
    let mut entry = Zval::new();
    let _ = entry.set_interned_string(text, true);
    // SAFETY: the table is on the heap of the process and never freed. Marked
    // as immutable, and referred to without a reference count, as the engine's
    // own constant arrays are, it may be shared by all requests and threads.
    // The interned entry needs no reference count either.
    unsafe {
        let table = ffi::__zend_malloc(size_of::<ffi::HashTable>()).cast::<ffi::HashTable>();
        ffi::_zend_hash_init(table, 1, None, true);
        ffi::zend_hash_index_update(table, key.cast_unsigned(), &raw mut entry);
        (*table).gc.refcount = 2;
        (*table).gc.u.type_info |= ffi::GC_IMMUTABLE << ffi::GC_FLAGS_SHIFT;
        value.value.arr = table;
        value.u1.type_info = ffi::IS_ARRAY;
    }
    value
}
