//! The lines that show an upgrade task.

use std::collections::VecDeque;
use std::time::Duration;

use console::Style;
use serde_json::Value;

use super::causes::Causes;
use crate::list::Item;
use crate::sdk::{Counts, Progress, ProgressExt, status_of};
use crate::terminal::Terminal;
use crate::token::span;

/// The number of changes that are shown.
const CHANGES: usize = 5;

/// A status of subtasks: its name, its character with and without UTF-8, and its colour.
/// The characters differ, since not everyone sees the colours.
struct Status {
    name: &'static str,
    count: fn(&Counts) -> u64,
    signs: (&'static str, &'static str),
    style: fn(Style) -> Style,
}

static STATUSES: [Status; 6] = [
    Status {
        name: "success",
        count: |c| c.success,
        signs: ("█", "#"),
        style: Style::green,
    },
    Status {
        name: "fail",
        count: |c| c.fail,
        signs: ("▓", "x"),
        style: Style::red,
    },
    Status {
        name: "stop",
        count: |c| c.stop,
        signs: ("▚", "s"),
        style: Style::yellow,
    },
    Status {
        name: "timeout",
        count: |c| c.timeout,
        signs: ("▞", "t"),
        style: Style::magenta,
    },
    Status {
        name: "processing",
        count: |c| c.processing,
        signs: ("▒", ">"),
        style: Style::cyan,
    },
    Status {
        name: "wait",
        count: |c| c.wait,
        signs: ("·", "."),
        style: Style::dim,
    },
];

/// A task as it was at the last look.
pub(super) struct View {
    id: String,
    status: String,
    counts: Counts,
    rate: Option<f64>,
    left: Option<Duration>,
    elapsed: Duration,
    percentage: f64,
    is_ended: bool,
    causes: Causes,
    changes: VecDeque<String>,
}

impl View {
    pub(super) fn new(progress: &Progress, causes: &Causes) -> Self {
        let mut view = Self {
            id: progress.operation_id.clone(),
            status: String::new(),
            counts: Counts::default(),
            rate: None,
            left: None,
            elapsed: Duration::ZERO,
            percentage: 0.0,
            is_ended: false,
            causes: causes.clone(),
            changes: VecDeque::new(),
        };
        view.take(progress);
        view
    }

    fn take(&mut self, progress: &Progress) {
        status_of(progress).clone_into(&mut self.status);
        self.counts = progress.counts;
        self.rate = progress.rate;
        self.left = progress.left;
        self.elapsed = progress.elapsed;
        // Rounded down, so that it is less than 100 % before the end.
        self.percentage = (progress.percentage() * 10.0).floor() / 10.0;
        self.is_ended = progress.is_ended;
    }

    /// Adds what has changed since the last look.
    pub(super) fn advance(&mut self, progress: &Progress, terminal: &Terminal) {
        self.take(progress);
        self.causes.advance(progress);
        let changed = progress.changed_rows().iter().filter_map(Value::as_object);
        for item in changed
            .rev()
            .take(CHANGES)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            self.changes.push_back(change(item, terminal));
        }
        let excess = self.changes.len().saturating_sub(CHANGES);
        self.changes.drain(..excess);
    }

    pub(super) fn set_causes(&mut self, causes: &Causes) {
        self.causes = causes.clone();
    }

    /// Returns the lines, each narrower than the terminal. `since` is the time since the
    /// last look.
    pub(super) fn lines(&self, terminal: &Terminal, since: Duration) -> Vec<String> {
        let columns = terminal.columns();
        let status = if self.status.is_empty() {
            "unknown"
        } else {
            &self.status
        };
        let title = terminal.clip(&format!("Upgrade task {}", self.id), columns);
        let mut lines = terminal.wrap(&[title, terminal.clip(status, columns)], columns);
        if self.counts.total > 0 {
            lines.push(self.bar(terminal, columns));
        }
        lines.extend(terminal.wrap(&self.legend(terminal), columns));
        lines.extend(terminal.wrap(&self.times(since), columns));
        lines.extend(self.causes.lines(terminal));
        if !self.changes.is_empty() && !self.is_ended {
            lines.push("Last changes".to_owned());
            let clip = |change: &String| terminal.clip(&format!("  {change}"), columns);
            lines.extend(self.changes.iter().map(clip));
        }
        lines
    }

    /// Returns the stacked bar. A status that any subtask has gets at least one column.
    fn bar(&self, terminal: &Terminal, columns: usize) -> String {
        let width = columns.min(100);
        let counts = STATUSES
            .each_ref()
            .map(|status| (status.count)(&self.counts));
        let parts = shares(&counts, width);
        let parts = STATUSES.iter().zip(parts).map(|(status, columns)| {
            let sign = terminal.sign(status.signs.0, status.signs.1);
            terminal.paint(&(status.style)(Style::new()), &sign.repeat(columns))
        });
        parts.collect()
    }

    fn legend(&self, terminal: &Terminal) -> Vec<String> {
        let statuses = STATUSES
            .iter()
            .filter(|status| (status.count)(&self.counts) > 0);
        let part = |status: &Status| {
            let sign = terminal.sign(status.signs.0, status.signs.1);
            let sign = terminal.paint(&(status.style)(Style::new()), sign);
            format!("{sign} {} {}", (status.count)(&self.counts), status.name)
        };
        let all = format!("{} in all", self.counts.total);
        statuses.map(part).chain([all]).collect()
    }

    fn times(&self, since: Duration) -> Vec<String> {
        let mut parts = vec![format!("{:.1} % ended", self.percentage)];
        if let Some(rate) = self.rate.filter(|_| !self.is_ended) {
            parts.push(match rate >= 1.0 {
                true => format!("{rate:.1}/s"),
                false => format!("{:.1}/min", rate * 60.0),
            });
        }
        if let Some(left) = self.left {
            parts.push(format!("about {} left", span(left.saturating_sub(since))));
        }
        let elapsed = self.elapsed + since;
        if elapsed >= Duration::from_secs(1) {
            parts.push(format!("watched for {}", span(elapsed)));
        }
        parts
    }
}

/// Describes a subtask that has changed.
fn change(item: &Item, terminal: &Terminal) -> String {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
    let parts = [text("deviceId"), text("status"), text("detailInfo")];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    terminal
        .safe(&parts.collect::<Vec<_>>().join("  "))
        .into_owned()
}

/// Divides columns in proportion to counts. What is not zero gets at least one.
fn shares(counts: &[u64; 6], columns: usize) -> [usize; 6] {
    let total = counts
        .iter()
        .map(|count| u128::from(*count))
        .sum::<u128>()
        .max(1);
    let share = |count: u64| {
        let share = u128::from(count) * columns as u128 / total;
        usize::try_from(share)
            .unwrap_or(columns)
            .max(usize::from(count > 0))
    };
    let mut shares = counts.map(share);
    // Rounding leaves columns over, or takes too many: the longest part has them.
    let sum: usize = shares.iter().sum();
    if let Some(longest) = shares.iter_mut().max() {
        *longest = (*longest + columns).saturating_sub(sum);
    }
    shares
}
