//! The progress bar of a list, on standard error.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that is there only if standard error is a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(is_wanted: bool) -> Self {
        let bar = match is_wanted {
            true => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10)),
            false => ProgressBar::hidden(),
        };
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    pub(super) fn advance(&mut self, items: u64, total: Option<u64>) {
        if let Some(total) = total.filter(|total| self.0.length() != Some(*total)) {
            self.0.set_length(total);
            // Characters of all locales. indicatif shortens the line to the terminal.
            let style = "{wide_bar} {human_pos}/{human_len} {per_sec} {eta}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                self.0.set_style(style.progress_chars("#>-"));
            }
        }
        self.0.inc(items);
    }

    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
