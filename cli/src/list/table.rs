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

pub(crate) struct Table {
    terminal: Terminal,
    columns: Vec<String>,
    /// The width of each column; empty before the first page.
    widths: Vec<usize>,
}

impl Table {
    pub(crate) fn new(terminal: Terminal, columns: Vec<String>) -> Self {
        Self {
            terminal,
            columns,
            widths: Vec::new(),
        }
    }

    /// Writes a whole list.
    pub(crate) fn all(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        self.page(out, items)
    }

    /// Measures the first page, and writes the header.
    fn begin(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        let widest = |column: &String| {
            let cells = items.iter().map(|item| {
                let cell = text(item, column);
                measure_text_width(&self.terminal.safe(&cell))
            });
            let cells = cells.chain([title(column).len()]);
            cells.max().unwrap_or_default()
        };
        let mut widths: Vec<usize> = self.columns.iter().map(widest).collect();
        if self.terminal.is_terminal() {
            narrow(&mut widths, self.terminal.columns());
        }
        self.widths = widths;
        let titles: Vec<&str> = self.columns.iter().map(|column| title(column)).collect();
        let header = self.line(&titles);
        let bold = Style::new().bold();
        writeln!(out, "{}", self.terminal.paint(&bold, &header))
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

/// Makes the widest columns narrower until all fit. Takes the last columns away if even
/// narrow ones do not fit.
fn narrow(widths: &mut Vec<usize>, available: usize) {
    let most = (available + GAP) / (MIN_WIDTH + GAP);
    widths.truncate(most.max(1));
    let gaps = GAP * widths.len().saturating_sub(1);
    let available = available.saturating_sub(gaps);
    while widths.iter().sum::<usize>() > available {
        let Some(widest) = widths.iter_mut().max_by_key(|width| **width) else {
            return;
        };
        if *widest <= 1 {
            return;
        }
        *widest -= 1;
    }
}
