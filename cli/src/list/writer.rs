//! The forms of a list.

use std::io::{self, Write};

use serde_json::{Map, Value};

/// An item of a list, as the platform sent it.
pub(crate) type Item = Map<String, Value>;

/// Writes the items of a list in one form.
pub(super) trait Writer {
    /// Writes the items of a page.
    fn page(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()>;

    /// Writes the end.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}
