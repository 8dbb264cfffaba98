//! Names that live as long as the process: of classes, methods, members, constants.
//!
//! Zend looks up each in a table of all names that it has ever been given, which
//! `php -n` leaves just too small for ours: the thousand names of this module move
//! the whole table, and each takes a piece of the heap. No name of ours is looked up
//! there afterwards, since classes have tables of their own. So while the
//! module starts, names go into one piece of memory instead, by the pointers to
//! functions with which opcache keeps names in its own memory, too.

use std::ffi::c_char;
use std::mem::{MaybeUninit, offset_of};
use std::ptr;
use std::slice;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::ffi;

type Keep = unsafe extern "C" fn(*mut ffi::zend_string) -> *mut ffi::zend_string;

unsafe extern "C" {
    static mut zend_new_interned_string: Keep;
    fn zend_hash_func(text: *const c_char, len: usize) -> ffi::zend_ulong;
}

/// Whether the words of a name's header say that it is kept already.
const INTERNED: u32 = ffi::GC_IMMUTABLE << ffi::GC_FLAGS_SHIFT;

/// Null, but while names are kept here.
static NAMES: AtomicPtr<Names> = AtomicPtr::new(ptr::null_mut());

/// Keeps all names here that Zend is given until this is dropped.
pub(super) struct Keeping {
    make: ffi::zend_string_init_interned_func_t,
    keep: Keep,
}

impl Keeping {
    /// Only while modules start: there is one thread then, and no request.
    pub(super) fn begin() -> Option<Self> {
        let names = Box::into_raw(Box::new(Names::new()?));
        NAMES.store(names, Ordering::Relaxed);
        // SAFETY: nothing else runs while modules start. The functions have the
        // types of those that they take the place of, and come from a library that is
        // not unloaded before this is dropped.
        unsafe {
            let before = Self {
                make: ffi::zend_string_init_interned,
                keep: zend_new_interned_string,
            };
            ffi::zend_string_init_interned = Some(make);
            zend_new_interned_string = keep;
            Some(before)
        }
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        let names = NAMES.swap(ptr::null_mut(), Ordering::Relaxed);
        // SAFETY: as above; nobody but this thread has used the box that `begin` made.
        unsafe {
            ffi::zend_string_init_interned = self.make;
            zend_new_interned_string = self.keep;
            if !names.is_null() {
                drop(Box::from_raw(names));
            }
        }
    }
}

/// Where names are written, one after the other.
struct Names {
    /// Room that is left.
    free: &'static mut [MaybeUninit<u64>],
    /// What Zend writes in front of a name for the life of the process.
    header: ffi::zend_refcounted_h,
    /// Names that were written lately, by where their texts were: structures have
    /// members in common with their neighbours.
    recent: [*mut ffi::zend_string; 251],
}

impl Names {
    /// Room for all names of this module, as far as that is known. What is not used
    /// is never touched.
    const WORDS: usize = 8 * 1024;

    fn new() -> Option<Self> {
        // No class can have this name, with which Zend would note more.
        let model = "northbound: names";
        // SAFETY: Zend reads the text and gives a string, which it keeps.
        let header = unsafe {
            let make = ffi::zend_string_init_interned?;
            (*make(model.as_ptr().cast(), model.len(), true)).gc
        };
        Some(Self {
            free: &mut [],
            header,
            recent: [ptr::null_mut(); 251],
        })
    }

    fn add(&mut self, text: &[u8]) -> *mut ffi::zend_string {
        let recent = &mut self.recent[text.as_ptr() as usize % 251];
        // SAFETY: all of them were made here, and live as long as the process.
        if !recent.is_null() && unsafe { bytes(*recent) } == text {
            return *recent;
        }
        let start = offset_of!(ffi::zend_string, val);
        let words = (start + text.len() + 1).div_ceil(size_of::<u64>());
        if self.free.len() < words {
            self.free = Box::leak(Box::new_uninit_slice(words.max(Self::WORDS)));
        }
        let (own, rest) = std::mem::take(&mut self.free).split_at_mut(words);
        self.free = rest;
        let name = own.as_mut_ptr().cast::<ffi::zend_string>();
        // SAFETY: as long as the header, the text and a NUL, aligned to a word as the
        // header is, and nobody else's.
        unsafe {
            (*name).gc = self.header;
            (*name).h = zend_hash_func(text.as_ptr().cast(), text.len());
            (*name).len = text.len();
            let val = name.byte_add(start).cast::<u8>();
            val.copy_from_nonoverlapping(text.as_ptr(), text.len());
            val.add(text.len()).write(0);
        }
        *recent = name;
        name
    }
}

/// # Safety
///
/// The string must live as long as what is made of it.
unsafe fn bytes<'a>(string: *const ffi::zend_string) -> &'a [u8] {
    // SAFETY: as the caller says; a string has as many bytes as its length says.
    unsafe {
        let val = string.byte_add(offset_of!(ffi::zend_string, val));
        slice::from_raw_parts(val.cast(), (*string).len)
    }
}

/// In the place of `zend_string_init_interned`.
unsafe extern "C" fn make(
    text: *const c_char,
    len: usize,
    persistent: bool,
) -> *mut ffi::zend_string {
    // SAFETY: Zend gives as many bytes as it says, and there is one thread.
    unsafe {
        match NAMES.load(Ordering::Relaxed).as_mut() {
            Some(names) => names.add(slice::from_raw_parts(text.cast(), len)),
            None => ffi::ext_php_rs_zend_string_init(text, len, persistent),
        }
    }
}

/// In the place of `zend_new_interned_string`.
unsafe extern "C" fn keep(text: *mut ffi::zend_string) -> *mut ffi::zend_string {
    // SAFETY: Zend gives a string that is alive, and of which this has a reference;
    // there is one thread.
    unsafe {
        let names = NAMES.load(Ordering::Relaxed).as_mut();
        match names.filter(|_| (*text).gc.u.type_info & INTERNED == 0) {
            Some(names) => {
                let kept = names.add(bytes(text));
                ffi::ext_php_rs_zend_string_release(text);
                kept
            }
            None => text,
        }
    }
}
