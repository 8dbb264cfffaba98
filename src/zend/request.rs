//! Static properties that PHP code sets until the request ends.
//!
//! Zend resets the static properties of internal classes when a request shuts down.
//! But a FrankenPHP worker serves many requests between one startup and one shutdown,
//! and only activates the SAPI for each. So the value of a [`RequestStatic`] is valid
//! only in the request that set it. An old value is dropped when the next one replaces
//! it, or at shutdown: then its destructor may run PHP code. While a request begins, it
//! may not.

use std::cell::Cell;
use std::thread::LocalKey;

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ClassEntry;

use super::error::Thrown;

thread_local! {
    /// The number of the request that this thread serves.
    static CURRENT: Cell<u64> = const { Cell::new(0) };
}

/// Begins a request. PHP calls this on the thread that serves the request.
pub(crate) fn begin() {
    CURRENT.set(CURRENT.get().wrapping_add(1));
}

/// A private static property whose value ends with the request.
pub(crate) struct RequestStatic {
    name: &'static str,
    /// The number of the request that set the value. Per thread, as the value is in Zend.
    set_in: &'static LocalKey<Cell<u64>>,
}

impl RequestStatic {
    pub(crate) const fn new(name: &'static str, set_in: &'static LocalKey<Cell<u64>>) -> Self {
        Self { name, set_in }
    }

    /// The property's name, for its declaration.
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the value; null if this request has not set it.
    pub(crate) fn read(&self, class: &ClassEntry) -> Zval {
        if self.set_in.get() == CURRENT.get() {
            super::property::read_static(class, self.name)
        } else {
            Zval::null()
        }
    }

    /// Sets the value. Drops the old one, which may run PHP code.
    pub(crate) fn write(&self, class: &ClassEntry, value: &Zval) -> Result<(), Thrown> {
        self.set_in.set(CURRENT.get());
        super::property::write_static(class, self.name, value)
    }
}
