//! Values of ini settings.

use std::ffi::CStr;

use ext_php_rs::ffi;

/// The value of an ini setting, as it is right now; `None` if empty.
pub(crate) fn ini(name: &CStr) -> Option<&'static str> {
    // SAFETY: the name is a C string and its length is right. The value is
    // copied by every caller before PHP code can change the setting; `'static`
    // stands for "until then".
    unsafe {
        let mut exists = false;
        let value = ffi::zend_ini_string_ex(
            name.as_ptr(),
            name.count_bytes(),
            // A bool from PHP 8.6 on, and an int before.
            false.into(),
            &raw mut exists,
        );
        if value.is_null() {
            return None;
        }
        let value = CStr::from_ptr(value);
        if value.is_empty() {
            return None;
        }
        value.to_str().ok()
    }
}
