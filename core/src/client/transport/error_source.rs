//! Searches the sources of an error.

use std::error::Error as StdError;
use std::io;

/// Returns the first error of type `T` among the sources. `io::Error` does not return
/// the error that it wraps as its source, so that error is searched too.
pub(crate) fn find_source<'a, T: StdError + 'static>(
    error: &'a (dyn StdError + 'static),
) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(source) = error.downcast_ref::<T>() {
            return Some(source);
        }
        if let Some(inner) = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            && let Some(source) = find_source::<T>(inner)
        {
            return Some(source);
        }
        next = error.source();
    }
    None
}

/// Returns the last error of the chain.
pub(crate) fn root_source<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last
}
