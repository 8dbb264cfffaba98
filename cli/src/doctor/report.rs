//! The report of `doctor`.

use std::io::{self, Write};

use console::Style;

use super::check::Check;
use crate::exit::Result;
use crate::settings::Shown;
use crate::terminal::Terminal;

/// Where checks go: to a person at once, or to a program at the end.
pub(super) struct Report {
    pub(super) checks: Vec<Check>,
    /// `None` for JSON.
    pub(super) terminal: Option<Terminal>,
}

impl Report {
    pub(super) fn add(&mut self, check: Check) -> Result<()> {
        if let Some(terminal) = &self.terminal {
            check.write(&mut io::stdout().lock(), terminal)?;
        }
        self.checks.push(check);
        Ok(())
    }

    pub(super) fn add_all(&mut self, checks: impl IntoIterator<Item = Check>) -> Result<()> {
        checks.into_iter().try_for_each(|check| self.add(check))
    }

    pub(super) fn has_failed(&self) -> bool {
        self.checks.iter().any(Check::has_failed)
    }

    /// Prints the settings below the check of them.
    pub(super) fn show(&self, settings: &[Shown]) -> Result<()> {
        let Some(terminal) = &self.terminal else {
            return Ok(());
        };
        let mut out = io::stdout().lock();
        for shown in settings {
            let line = format!("{} = {} ({})", shown.name, shown.value, shown.origin);
            let line = match terminal.is_terminal() {
                true => terminal.clip(&line, terminal.columns().saturating_sub(4)),
                false => terminal.safe(&line).into_owned(),
            };
            writeln!(out, "    {}", terminal.paint(&Style::new().dim(), &line))?;
        }
        Ok(())
    }
}
