//! Changes to Zend's tables, only while modules start.

use std::ffi::c_int;
use std::ptr;

use ext_php_rs::error::{Error, Result};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::method::Methods;

// Not in the headers that ext-php-rs reads.
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

/// Lets the request that called `dl()` unload the module in its end, although it did not
/// start.
///
/// PHP sets this when `dl()` succeeds. If it fails, the list of modules would keep a name
/// on the heap of the request, and PHP would free it again when the process ends: with
/// opcache, the process aborts.
pub(crate) fn unload_at_request_end() {
    // SAFETY: the globals are this thread's.
    unsafe { (*ffi::ext_php_rs_executor_globals()).full_tables_cleanup = true };
}

/// Iterates over all registered classes, while modules start.
pub(crate) fn classes() -> impl Iterator<Item = &'static ClassEntry> {
    // SAFETY: the compiler's class table exists while modules start.
    let table = unsafe { (*ffi::ext_php_rs_compiler_globals()).class_table.as_ref() };
    crate::zend::entries(table)
        .filter(|(_, value)| value.is_ptr())
        .filter_map(|(_, value)| {
            // SAFETY: the table contains pointers to classes, which live until their
            // modules shut down.
            unsafe { value.value.ptr.cast::<ClassEntry>().as_ref() }
        })
}

/// Hides the parameters at these positions from stack traces, as
/// `#[\SensitiveParameter]` does.
pub(crate) fn hide_params(function: *mut ffi::zend_function, indexes: &[u32]) {
    let name = ZendStr::new_interned("SensitiveParameter", true);
    for index in indexes {
        // SAFETY: called at module start on a function that was just registered;
        // `common` is a valid view of every function. Zend stores the interned name,
        // and frees the table with the function.
        unsafe {
            let attributes = &raw mut (*function).common.attributes;
            let name = name.as_ptr().cast_mut();
            zend_add_attribute(attributes, name, 0, ATTRIBUTE_PERSISTENT, index + 1, 0);
        }
    }
}

/// Registers functions in the global namespace, as PHP does with a module's functions.
pub(crate) fn register_functions(functions: &Methods) -> Result<()> {
    // SAFETY: called at module start; the table ends with an empty entry and is
    // never freed. For a null function table, Zend uses the global one.
    let registered = unsafe {
        ffi::zend_register_functions(
            ptr::null_mut(),
            functions.entries.as_ptr(),
            ptr::null_mut(),
            ffi::MODULE_PERSISTENT as c_int,
        )
    };
    if registered != ffi::ZEND_RESULT_CODE_SUCCESS {
        return Err(Error::InvalidPointer);
    }
    for (function, params) in &functions.secret {
        // SAFETY: the compiler's function table exists while modules start, and
        // contains functions.
        let registered = unsafe {
            let table = (*ffi::ext_php_rs_compiler_globals()).function_table;
            ffi::zend_hash_str_find_ptr_lc(table, function.as_ptr().cast(), function.len())
        };
        if !registered.is_null() {
            hide_params(registered.cast(), params);
        }
    }
    Ok(())
}

/// Creates an array of one entry for a class constant, outside the heap of requests.
pub(crate) fn persistent_pair(key: i64, text: &str) -> Zval {
    let mut value = Zval::new();
    let mut entry = Zval::new();
    let _ = entry.set_interned_string(text, true);
    // SAFETY: the table is on the heap of the process and never freed. All requests
    // and threads may share it: it is marked as immutable and referred to without a
    // reference count, as the engine's own constant arrays are. The interned entry
    // needs no reference count either.
    unsafe {
        let table = Box::into_raw(Box::<ffi::HashTable>::new_uninit()).cast::<ffi::HashTable>();
        ffi::_zend_hash_init(table, 1, None, true);
        ffi::zend_hash_index_update(table, key.cast_unsigned(), &raw mut entry);
        (*table).gc.refcount = 2;
        (*table).gc.u.type_info |= ffi::GC_IMMUTABLE << ffi::GC_FLAGS_SHIFT;
        value.value.arr = table;
        value.u1.type_info = ffi::IS_ARRAY;
    }
    value
}
