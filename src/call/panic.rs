//! A panic of this library becomes an exception, and nothing else.
//!
//! Its message stays out of it: what `unwrap` and slices report may hold a token
//! or a secret. The place in the source is what a report of the bug needs.
//!
//! The library has a Rust runtime of its own, and so a panic hook of its own:
//! other extensions written in Rust keep theirs.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;

thread_local! {
    /// Where the last panic of this thread was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Notes where a panic was, and prints it only if `RUST_BACKTRACE` is set: PHP
/// shows the exception, and messages may hold secrets.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let printing = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(ToString::to_string);
            // Nothing may panic here, not even while the thread ends.
            let _ = PLACE.try_with(|slot| slot.try_borrow_mut().map(|mut slot| *slot = place));
            if std::env::var_os("RUST_BACKTRACE")
                .is_some_and(|value| !value.is_empty() && value != "0")
            {
                printing(info);
            }
        }));
    });
}

/// Runs the code; a panic in it is error 1001.
pub(crate) fn caught<T>(code: impl FnOnce() -> T) -> Result<T, NorthApiError> {
    install_hook();
    panic::catch_unwind(AssertUnwindSafe(code)).map_err(|_| {
        let place = PLACE.with(|slot| slot.try_borrow_mut().ok()?.take());
        let place = place.unwrap_or_else(|| "an unknown place".to_owned());
        NorthApiError::client(
            ClientCode::Internal,
            format!(
                "northbound failed at {place}; please report it. \
                 With RUST_BACKTRACE=1 in the environment, standard error says more"
            ),
        )
    })
}
