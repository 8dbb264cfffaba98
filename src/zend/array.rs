//! Entries of PHP arrays.

use std::ptr;

use ext_php_rs::ffi;
use ext_php_rs::types::{ArrayKey, ZendHashTable, ZendStr, Zval};

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
    let index = match key.zend_str() {
        Some(name) if !may_be_number(name) => return insert_named(table, name, value),
        Some(name) => match name.as_str().ok().map(ArrayKey::from) {
            Some(ArrayKey::Long(index)) => index,
            _ => return insert_named(table, name, value),
        },
        None => match key.long() {
            Some(index) => index,
            None => return,
        },
    };
    let _ = table.insert_at_index(index, value);
}

fn may_be_number(name: &ZendStr) -> bool {
    matches!(name.as_bytes().first(), Some(b'0'..=b'9' | b'-'))
}

/// Inserts an entry under a name that is not a number. Responses have many of them, and
/// ext-php-rs's function looks at the name first.
fn insert_named(table: &mut ZendHashTable, name: &ZendStr, mut value: Zval) {
    // SAFETY: Zend counts its reference to the name, and moves the value into the table.
    unsafe {
        ffi::zend_hash_update(table, ptr::from_ref(name).cast_mut(), &raw mut value);
    }
    std::mem::forget(value);
}
