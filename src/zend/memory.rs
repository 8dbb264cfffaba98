//! PHP's memory limit, for code that allocates much in one call.
//!
//! PHP ends a script that exceeds `memory_limit`. Most PHPs do so in the allocation, with
//! a longjmp. Debian's PHP sets a flag, lets the function go on, and ends the script when
//! the function returns. If the function goes on to about twice the limit (the setting
//! `memory_hard_limit_percent`), that PHP ends the process: without an error, a line in
//! the log, or the script's shutdown functions. So code that allocates much checks the
//! limit on its way.

use std::alloc::Layout;

use ext_php_rs::alloc::{efree, emalloc};
use ext_php_rs::ffi;

use super::error::Thrown;
use super::ini_value::ini;

// Not in the headers that ext-php-rs reads.
unsafe extern "C" {
    fn zend_memory_usage(real_usage: bool) -> usize;
}

/// The unit in which Zend takes memory from the system: its smallest limit.
const CHUNK: usize = 2 << 20;

/// The memory limit of the running script.
pub(crate) struct MemoryLimit {
    /// Where PHP ends the script, in bytes.
    limit: usize,
    /// Where Debian's PHP ends the process.
    hard_limit: usize,
}

impl MemoryLimit {
    /// Returns the limit of the running script.
    pub(crate) fn of_script() -> Self {
        /// The default of the hard limit is twice the limit, but not more above it than
        /// this.
        const MAX_ROOM: usize = 1 << 30;
        // SAFETY: the globals are this thread's.
        let limit = unsafe { (*ffi::ext_php_rs_process_globals()).memory_limit };
        // A negative number is no limit.
        let Ok(limit) = usize::try_from(limit) else {
            return Self {
                limit: usize::MAX,
                hard_limit: usize::MAX,
            };
        };
        let limit = limit.max(CHUNK);
        let percent = ini(c"memory_hard_limit_percent")
            .and_then(|text| str::from_utf8(text).ok()?.trim().parse::<usize>().ok());
        let hard_limit = match percent {
            Some(percent) => (limit / 100).saturating_mul(percent),
            None => limit.saturating_add(limit.min(MAX_ROOM)),
        };
        Self { limit, hard_limit }
    }

    /// Returns `Err` if the script has exceeded its limit. The engine then ends it as soon
    /// as the running function returns.
    #[inline]
    pub(crate) fn check(&self) -> Result<(), Thrown> {
        if memory_usage() > self.limit {
            Err(Thrown)
        } else {
            Ok(())
        }
    }

    /// Returns `Err` if the script exceeds its limit with an allocation of this size. Must
    /// be called before an allocation that could go from below the limit to above the hard
    /// limit in one step.
    pub(crate) fn reserve(&self, size: usize) -> Result<(), Thrown> {
        /// The allocator looks for free memory before it refuses, so that a second try
        /// finds none.
        const TRIES: usize = 3;
        for _ in 0..TRIES {
            let usage = memory_usage();
            if usage.saturating_add(size) <= self.hard_limit {
                break;
            }
            // A block that is too large, but less so, for PHP's ordinary error.
            let block = self.limit.saturating_sub(usage).saturating_add(1);
            let Ok(layout) = Layout::from_size_align(block.max(CHUNK), 1) else {
                break;
            };
            let block = emalloc(layout);
            let is_exceeded = self.check();
            if !block.is_null() {
                // SAFETY: the block was just allocated there, and nothing refers to it.
                unsafe { efree(block) };
            }
            is_exceeded?;
        }
        Ok(())
    }
}

/// Returns the bytes that Zend has taken from the system, which it compares with the limit.
fn memory_usage() -> usize {
    // SAFETY: reads a counter of this thread's heap.
    unsafe { zend_memory_usage(true) }
}
