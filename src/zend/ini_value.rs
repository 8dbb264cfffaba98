//! Values of ini settings.

use std::ffi::CStr;

use ext_php_rs::ffi;

/// Reads the current value of an ini setting; `None` if it is empty.
pub(crate) fn ini(name: &CStr) -> Option<&'static [u8]> {
    // SAFETY: the name is a C string and its length is right. The lifetime
    // `'static` is too long: the value lives until PHP code changes the setting.
    // Every caller copies the value before PHP code can run.
    unsafe {
        let mut exists = false;
        let value = ffi::zend_ini_string_ex(
            name.as_ptr(),
            name.count_bytes(),
            // A bool from PHP 8.6 on, an int in earlier versions.
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
        Some(value.to_bytes())
    }
}
