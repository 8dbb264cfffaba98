//! Entries of PHP arrays.

use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};

/// The entries of an array, in order.
///
/// Not by ext-php-rs's iterator: that stops after as many entries as have a
/// value, although those without one, of properties that were unset, stand
/// among them.
pub(crate) fn entries(table: Option<&ZendHashTable>) -> impl Iterator<Item = (Zval, &Zval)> {
    let mut position: ffi::HashPosition = 0;
    std::iter::from_fn(move || {
        let table = ptr::from_ref(table?).cast_mut();
        let mut key = Zval::new();
        // SAFETY: the table lives as long as the iterator and is only read; the
        // engine copies the key, and moves the position to the next entry.
        unsafe {
            let value = ffi::zend_hash_get_current_data_ex(table, &raw mut position).as_ref()?;
            ffi::zend_hash_get_current_key_zval_ex(table, &raw mut key, &raw const position);
            ffi::zend_hash_move_forward_ex(table, &raw mut position);
            Some((key, value))
        }
    })
}

/// Adds an entry under a key that came out of another table.
pub(crate) fn insert(table: &mut ZendHashTable, key: &Zval, value: Zval) {
    let _ = match (key.zend_str(), key.long()) {
        (Some(name), _) => {
            let may_be_number = matches!(name.as_bytes().first(), Some(b'0'..=b'9' | b'-'));
            let number = may_be_number.then(|| name.as_str().ok()).flatten();
            match number.map(ArrayKey::from) {
                Some(ArrayKey::Long(index)) => table.insert_at_index(index, value),
                _ => table.insert(ArrayKey::ZendString(name), value),
            }
        }
        (None, Some(index)) => table.insert_at_index(index, value),
        (None, None) => Ok(()),
    };
}
