//! Lists as a table that fits the terminal.
//!
//! The first page decides how wide the columns are, so that the rest can be written as it
//! comes. Crates for tables need all rows before they write the first one.

use std::io::{self, Write};

use console::{Style, measure_text_width};

use super::field::text;
use super::writer::{Item, Writer};
use crate::terminal::Terminal;

/// The columns between two columns.
const GAP: usize = 2;

/// The width below which a column is not made narrower.
const MIN_WIDTH: usize = 4;

/// The number of columns that even a narrow terminal shows.
const MIN_COLUMNS: usize = 3;

/// The width of a column with empty cells: later pages may have longer texts in it.
const UNKNOWN_WIDTH: usize = 24;

/// The width up to which such a column takes what is left of the terminal.
const MAX_UNKNOWN_WIDTH: usize = 60;

pub(crate) struct Table {
    terminal: Terminal,
    columns: Vec<String>,
    /// True if columns may be left out where they do not fit.
    is_flexible: bool,
    /// The width of each column; empty before the first page.
    widths: Vec<usize>,
}

impl Table {
    pub(crate) fn new(terminal: Terminal, columns: Vec<String>) -> Self {
        Self {
            terminal,
            columns,
            is_flexible: false,
            widths: Vec::new(),
        }
    }

    /// Lets a narrow terminal show fewer columns, without the last ones.
    pub(crate) fn flexible(mut self, is_flexible: bool) -> Self {
        self.is_flexible = is_flexible;
        self
    }

    /// Writes a whole list.
    pub(crate) fn all(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        self.page(out, items)
    }

    /// Measures the first page, and writes the header.
    fn begin(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        let measured = self
            .columns
            .iter()
            .map(|column| self.measure(column, items));
        let (mut widths, unknown): (Vec<usize>, Vec<bool>) = measured.unzip();
        if self.terminal.is_terminal() {
            let available = self.terminal.columns();
            let fewest = if self.is_flexible {
                MIN_COLUMNS
            } else {
                widths.len()
            };
            while widths.len() > fewest && whole(&widths) > available {
                widths.pop();
            }
            narrow(&mut widths, &self.columns, available);
            widen(&mut widths, &unknown, available);
        }
        self.widths = widths;
        let titles: Vec<&str> = self.columns.iter().map(|column| title(column)).collect();
        let header = self.line(&titles);
        let bold = Style::new().bold();
        writeln!(out, "{}", self.terminal.paint(&bold, &header))
    }

    /// Returns the width that a column needs for these items, and true if it has empty
    /// cells.
    fn measure(&self, column: &str, items: &[Item]) -> (usize, bool) {
        let cells = items.iter().map(|item| {
            let cell = text(item, column);
            measure_text_width(&self.terminal.safe(&cell))
        });
        let width = cells
            .clone()
            .chain([title(column).len()])
            .max()
            .unwrap_or_default();
        match cells.min() {
            Some(0) => (width.max(UNKNOWN_WIDTH), true),
            _ => (width, false),
        }
    }

    /// Builds a line. Only in a terminal are cells shortened.
    fn line(&self, cells: &[&str]) -> String {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&self.widths) {
            if !line.is_empty() {
                line.push_str(&" ".repeat(GAP));
            }
            let safe = self.terminal.safe(cell);
            let width = match self.terminal.is_terminal() {
                true => *width,
                false => measure_text_width(&safe).max(*width),
            };
            line.push_str(&self.terminal.fit(&safe, width));
        }
        line.trim_end().to_owned()
    }
}

impl Writer for Table {
    fn page(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        if self.widths.is_empty() {
            self.begin(out, items)?;
        }
        for item in items {
            let cells: Vec<_> = self
                .columns
                .iter()
                .map(|column| text(item, column))
                .collect();
            let cells: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
            writeln!(out, "{}", self.line(&cells))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self.widths.is_empty() {
            true => self.begin(out, &[]),
            false => Ok(()),
        }
    }
}

/// Returns the last name of a path.
fn title(column: &str) -> &str {
    column.rsplit('.').next().unwrap_or(column)
}

/// Returns the width of a line.
fn whole(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// Makes the widest columns narrower until all fit: ids only if nothing else is left to
/// shorten, since people copy them. Takes the last columns away if even narrow ones do not
/// fit.
fn narrow(widths: &mut Vec<usize>, columns: &[String], available: usize) {
    let most = (available + GAP) / (MIN_WIDTH + GAP);
    widths.truncate(most.max(1));
    while whole(widths) > available {
        let texts = widths
            .iter_mut()
            .zip(columns)
            .filter(|(width, column)| !is_id(column) && **width > MIN_WIDTH)
            .map(|(width, _)| width);
        let widest = texts.max_by_key(|width| **width);
        match widest {
            Some(widest) => *widest -= 1,
            None => break,
        }
    }
    while whole(widths) > available {
        match widths.iter_mut().max_by_key(|width| **width) {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => return,
        }
    }
}

/// Finds out if a column has ids, such as `deviceId`.
fn is_id(column: &str) -> bool {
    ["Id", "ID"].iter().any(|end| column.ends_with(end))
}

/// Gives what is left to columns that may need it.
fn widen(widths: &mut [usize], unknown: &[bool], available: usize) {
    let mut left = available.saturating_sub(whole(widths));
    for (width, _) in widths
        .iter_mut()
        .zip(unknown)
        .filter(|(_, unknown)| **unknown)
    {
        let more = left.min(MAX_UNKNOWN_WIDTH.saturating_sub(*width));
        *width += more;
        left -= more;
    }
}
