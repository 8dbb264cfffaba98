//! Entries of PHP arrays.

use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};

/// Iterates over the entries of an array, in order.
///
/// ext-php-rs's iterator cannot be used: it counts the entries that have a value and
/// stops after that many, although entries without a value (properties that were
/// unset) are among them.
pub(crate) fn entries(table: Option<&ZendHashTable>) -> impl Iterator<Item = (Zval, &Zval)> {
    let mut position: ffi::HashPosition = 0;
    std::iter::from_fn(move || {
        let table = ptr::from_ref(table?).cast_mut();
        let mut key = Zval::new();
        // SAFETY: the table lives as long as the iterator and is only read. The
        // engine copies the key, and moves the position to the next entry.
        unsafe {
            let value = ffi::zend_hash_get_current_data_ex(table, &raw mut position).as_ref()?;
            ffi::zend_hash_get_current_key_zval_ex(table, &raw mut key, &raw const position);
            ffi::zend_hash_move_forward_ex(table, &raw mut position);
            Some((key, value))
        }
    })
}

/// Inserts an entry under a key of another table. A numeric text becomes an integer key.
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
