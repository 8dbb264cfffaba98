//! Converts a panic of this library to an exception.
//!
//! The exception does not contain the panic message: the messages of `unwrap` and of
//! slices may contain a token or a secret. A bug report needs only the source location.
//!
//! The library contains its own copy of the Rust runtime, with a separate panic hook. So
//! the hooks of other extensions written in Rust do not change.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;

thread_local! {
    /// The source location of the last panic of this thread.
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs a panic hook that stores the location of a panic. The hook prints the panic
/// only if `RUST_BACKTRACE` is set: PHP shows the exception, and messages may contain
/// secrets.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let default_hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let location = info.location().map(ToString::to_string);
            // Nothing may panic here, not even while the thread ends.
            let _ =
                LOCATION.try_with(|slot| slot.try_borrow_mut().map(|mut slot| *slot = location));
            if std::env::var_os("RUST_BACKTRACE")
                .is_some_and(|value| !value.is_empty() && value != "0")
            {
                default_hook(info);
            }
        }));
    });
}

/// Runs the code. A panic in it becomes error 1001.
pub(crate) fn caught<T>(code: impl FnOnce() -> T) -> Result<T, NorthApiError> {
    install_hook();
    panic::catch_unwind(AssertUnwindSafe(code)).map_err(|_| {
        let location = LOCATION.with(|slot| slot.try_borrow_mut().ok()?.take());
        let location = location.unwrap_or_else(|| "an unknown location".to_owned());
        NorthApiError::client(
            ClientCode::Internal,
            format!(
                "northbound panicked at {location}; please report this bug. \
                 Set RUST_BACKTRACE=1 in the environment to print the panic message and a \
                 backtrace to standard error"
            ),
        )
    })
}
