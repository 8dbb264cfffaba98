//! PHP's setting `open_basedir`: the directories whose files a script may use.

use std::ffi::{CString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::ini_value::ini;

// Not in the headers that ext-php-rs reads.
unsafe extern "C" {
    fn php_check_open_basedir_ex(path: *const c_char, warn: c_int) -> c_int;
}

/// Returns true if scripts may use the files of some directories only.
pub(crate) fn is_set() -> bool {
    ini(c"open_basedir").is_some()
}

/// Returns true if scripts may use this file.
pub(crate) fn is_allowed(path: &Path) -> bool {
    let Ok(path) = CString::new(path.as_os_str().as_bytes()) else {
        return false;
    };
    // SAFETY: the path is a C string, which PHP only reads. It raises no warning.
    unsafe { php_check_open_basedir_ex(path.as_ptr(), 0) == 0 }
}
