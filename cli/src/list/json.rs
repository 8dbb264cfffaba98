//! Lists as JSON: one array, or one object per line.

use std::io::{self, Write};

use super::writer::{Item, Writer};

pub(super) struct Json {
    /// The texts before the first item, between two items, and at the end.
    frame: (&'static str, &'static str, &'static str),
    is_empty: bool,
}

impl Json {
    pub(super) fn array() -> Self {
        Self {
            frame: ("[\n", ",\n", "\n]\n"),
            is_empty: true,
        }
    }

    pub(super) fn lines() -> Self {
        Self {
            frame: ("", "\n", "\n"),
            is_empty: true,
        }
    }
}

impl Writer for Json {
    fn page(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        let (start, between, _) = self.frame;
        for item in items {
            let before = if self.is_empty { start } else { between };
            self.is_empty = false;
            out.write_all(before.as_bytes())?;
            serde_json::to_writer(&mut *out, item)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (start, _, end) = self.frame;
        match self.is_empty {
            false => out.write_all(end.as_bytes()),
            true if start.is_empty() => Ok(()),
            true => out.write_all(b"[]\n"),
        }
    }
}
