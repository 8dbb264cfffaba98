//! Values that PHP code sets for the length of a request.
//!
//! Zend forgets the statics of internal classes when a request shuts down. A worker
//! of FrankenPHP serves many requests between one startup and one shutdown, and only
//! activates the SAPI for each. So the value of a [`RequestStatic`] counts only in
//! the request that set it. An old value is replaced by the next one, or dropped at
//! the shutdown: there its destructor may run PHP code, which it may not while a
//! request begins.

use std::cell::Cell;
use std::thread::LocalKey;

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ClassEntry;

use super::error::Thrown;

thread_local! {
    /// The number of the request that this thread serves.
    static CURRENT: Cell<u64> = const { Cell::new(0) };
}

/// Begins a request. PHP calls this on the thread that serves it.
pub(crate) fn begin() {
    CURRENT.set(CURRENT.get().wrapping_add(1));
}

/// A private static property whose value ends with the request.
pub(crate) struct RequestStatic {
    name: &'static str,
    /// The request that set the value, by thread, as Zend keeps the value.
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

    /// The value; null if this request has not set one.
    pub(crate) fn read(&self, class: &ClassEntry) -> Zval {
        if self.set_in.get() == CURRENT.get() {
            super::property::read_static(class, self.name)
        } else {
            Zval::null()
        }
    }

    /// Sets the value. Dropping the one before may run PHP code.
    pub(crate) fn write(&self, class: &ClassEntry, value: &Zval) -> Result<(), Thrown> {
        self.set_in.set(CURRENT.get());
        super::property::write_static(class, self.name, value)
    }
}
