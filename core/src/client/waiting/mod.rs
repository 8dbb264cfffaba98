//! Waits until an upgrade task has ended.

mod options;
mod poll_interval;
mod progress;
mod subtask_states;
mod task_response;
mod waiter;

pub use options::WaitOptions;
pub use progress::{Counts, Progress};
pub use waiter::Waiter;
