//! One check of `doctor`, and how it is printed.

use std::io::{self, Write};

use console::Style;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::terminal::{Terminal, fold};

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Ok,
    /// It works, but somebody should look at it.
    Warning,
    Failed,
    /// It could not be checked, since an earlier check failed, or was not wanted.
    Skipped,
}

/// A check with its result.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) status: Status,
    pub(super) detail: String,
    /// What to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<String>,
    /// Details for programs.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(super) facts: Map<String, Value>,
}

impl Check {
    fn new(name: &'static str, status: Status, detail: impl Into<String>) -> Self {
        Self {
            name,
            status,
            detail: detail.into(),
            fix: None,
            facts: Map::new(),
        }
    }

    pub(super) fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Status::Ok, detail)
    }

    pub(super) fn warning(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Status::Warning, detail)
    }

    pub(super) fn failed(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Status::Failed, detail)
    }

    pub(super) fn skipped(name: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, Status::Skipped, why)
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(super) fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn has_failed(&self) -> bool {
        self.status == Status::Failed
    }

    /// Writes the line of the check, and what to change below it.
    pub(super) fn write(&self, out: &mut impl Write, terminal: &Terminal) -> io::Result<()> {
        let (utf8, ascii, style): (_, _, fn(Style) -> Style) = match self.status {
            Status::Ok => ("✓", "ok  ", Style::green),
            Status::Warning => ("!", "warn", Style::yellow),
            Status::Failed => ("✗", "FAIL", Style::red),
            Status::Skipped => ("–", "skip", Style::dim),
        };
        let sign = terminal.sign(utf8, ascii);
        let margin = console::measure_text_width(sign) + 1;
        let columns = terminal.columns().saturating_sub(margin);
        let sign = terminal.paint(&style(Style::new()), sign);
        let text = format!("{}: {}", self.name, self.detail);
        let fix = self
            .fix
            .as_ref()
            .map(|fix| format!("{} {fix}", terminal.sign("→", "->")));
        // Logs and other programs want one line.
        let fold_to = |text: &str| match terminal.is_terminal() {
            true => fold(text, columns),
            false => vec![text.to_owned()],
        };
        let mut lines = fold_to(&terminal.safe(&text)).into_iter();
        writeln!(out, "{sign} {}", lines.next().unwrap_or_default())?;
        let fix = fix
            .map(|fix| fold_to(&terminal.safe(&fix)))
            .unwrap_or_default();
        for line in lines.chain(fix) {
            writeln!(out, "{}{line}", " ".repeat(margin))?;
        }
        Ok(())
    }
}
