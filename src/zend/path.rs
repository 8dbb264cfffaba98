//! Relative paths, as PHP sees them.

use std::ffi::{CStr, CString, OsStr, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// PHP's `MAXPATHLEN` on Linux, with the null byte.
const MAX_PATH: usize = 4096;

// Not in the headers that ext-php-rs reads.
unsafe extern "C" {
    fn expand_filepath(path: *const c_char, buffer: *mut c_char) -> *mut c_char;
}

/// Returns an absolute path. A relative one is in PHP's current directory, which each
/// thread of a ZTS build has for itself. Returns `None` if there is none.
pub(crate) fn absolute(path: &Path) -> Option<PathBuf> {
    if path.is_absolute() {
        return Some(path.to_owned());
    }
    let path = CString::new(path.as_os_str().as_bytes()).ok()?;
    let mut buffer = [0; MAX_PATH];
    // SAFETY: the path is a C string, and PHP writes a C string of at most `MAXPATHLEN`
    // bytes, its null byte included, into the buffer, which it returns.
    let expanded = unsafe { expand_filepath(path.as_ptr(), buffer.as_mut_ptr()) };
    if expanded.is_null() {
        return None;
    }
    // SAFETY: see above; the buffer lives until the end of the function.
    let expanded = unsafe { CStr::from_ptr(expanded) };
    Some(PathBuf::from(OsStr::from_bytes(expanded.to_bytes())))
}
