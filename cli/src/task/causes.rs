//! The causes of failures, with the number of devices.

use std::collections::HashMap;

use serde_json::Value;

use crate::exit::Result;
use crate::list::{Item, of_task};
use crate::sdk::{Progress, ProgressExt, Session, upgrade};
use crate::terminal::Terminal;

/// The number of failures whose causes are read: ten pages. Each page is a call, and
/// calls count for the application's quota.
const MAX_READ: u64 = 1000;

/// The number of causes that are told apart.
const MAX_CAUSES: usize = 1000;

/// The number of causes that are shown.
const SHOWN: usize = 6;

#[derive(Debug, Default, Clone)]
pub(super) struct Causes {
    counts: HashMap<String, u64>,
    /// The number of failures that were read.
    read: u64,
    /// The number of failures.
    all: u64,
}

impl Causes {
    /// Reads the failed subtasks, or the first of them.
    pub(super) async fn read(session: &Session, progress: &Progress) -> Result<Self> {
        let mut causes = Self {
            all: progress.counts.fail,
            ..Self::default()
        };
        if causes.all == 0 {
            return Ok(causes);
        }
        let operation = upgrade("queryUpgradeSubTask")?;
        let mut list = session.list(operation, &of_task(&progress.operation_id, Some("fail")))?;
        while causes.read < causes.all.min(MAX_READ)
            && let Some(items) = list.next().await?
        {
            items.iter().for_each(|item| causes.add(item));
        }
        Ok(causes)
    }

    /// Counts the failures among changed subtasks.
    pub(super) fn advance(&mut self, progress: &Progress) {
        self.all = progress.counts.fail;
        let failed = |item: &&Item| item.get("status").and_then(Value::as_str) == Some("fail");
        let changed = progress.changed_rows().iter().filter_map(Value::as_object);
        changed.filter(failed).for_each(|item| self.add(item));
    }

    fn add(&mut self, item: &Item) {
        let cause = item
            .get("detailInfo")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let cause = if cause.is_empty() {
            "no cause given"
        } else {
            cause
        };
        self.read += 1;
        if self.counts.len() < MAX_CAUSES || self.counts.contains_key(cause) {
            *self.counts.entry(cause.to_owned()).or_default() += 1;
        }
    }

    /// Returns a line for each cause, with a bar, the most frequent first.
    pub(super) fn lines(&self, terminal: &Terminal) -> Vec<String> {
        if self.all == 0 {
            return Vec::new();
        }
        let columns = terminal.columns();
        let mut causes: Vec<_> = self.counts.iter().collect();
        causes.sort_by(|(name, count), (other, than)| than.cmp(count).then(name.cmp(other)));
        let most = causes.first().map_or(1, |(_, count)| **count).max(1);
        let digits = most.to_string().len();
        let bar_width = (columns / 6).min(20);
        let text_width = columns.saturating_sub(digits + bar_width + 4);
        let title = match self.read < self.all {
            true => format!("Failures by cause ({} of {} read)", self.read, self.all),
            false => format!("Failures by cause ({})", self.all),
        };
        let mut lines = vec![terminal.clip(&title, columns)];
        for (cause, count) in causes.iter().take(SHOWN) {
            let length = (bar_width as u64 * **count).div_ceil(most);
            let bar = terminal
                .sign("█", "#")
                .repeat(usize::try_from(length).unwrap_or_default());
            let bar = terminal.fit(&bar, bar_width);
            let cause = terminal.clip(cause, text_width);
            lines.push(format!("  {count:>digits$} {bar} {cause}"));
        }
        let others: u64 = causes.iter().skip(SHOWN).map(|(_, count)| **count).sum();
        if others > 0 {
            lines.push(terminal.clip(&format!("  {others:>digits$} with other causes"), columns));
        }
        lines
    }
}
