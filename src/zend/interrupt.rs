//! PHP's interrupts and fibers, which matter while a call waits.

use std::sync::atomic::{AtomicBool, Ordering};

use ext_php_rs::ffi;

use super::error::{Thrown, pending};
use super::memory::MemoryLimit;

/// Runs PHP's pending interrupts, such as signal handlers.
///
/// Returns `Err` if a handler threw, or if the script exceeded its time limit. For the
/// time limit, the engine ends the script as soon as the running function returns.
pub(crate) fn run_interrupts() -> Result<(), Thrown> {
    // SAFETY: the globals are this thread's. C signal handlers set the flags at any
    // time, so they are accessed as atomics. The interrupt function is called as the
    // engine itself calls it between two opcodes.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        let interrupt = AtomicBool::from_ptr(&raw mut (*globals).vm_interrupt.value);
        if !interrupt.load(Ordering::Relaxed) {
            return Ok(());
        }
        if AtomicBool::from_ptr(&raw mut (*globals).timed_out.value).load(Ordering::Relaxed) {
            return Err(Thrown);
        }
        interrupt.store(false, Ordering::Relaxed);
        if let Some(run) = ffi::zend_interrupt_function {
            run((*globals).current_execute_data);
        }
        // The flag may have been set because the script exceeds its memory limit, which
        // only the engine's own loop handles.
        if MemoryLimit::of_script().check().is_err() {
            interrupt.store(true, Ordering::Relaxed);
        }
    }
    pending()
}

/// Returns true if a fiber is running, and not the main script.
pub(crate) fn is_in_fiber() -> bool {
    // SAFETY: the globals are this thread's.
    unsafe { !(*ffi::ext_php_rs_executor_globals()).active_fiber.is_null() }
}
