//! The last seen state of each subtask.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::progress::{Counts, SubtaskStatus};

/// The states in which an unseen subtask counts as unread. The others are `wait`, the
/// assumed state of unseen subtasks, and states without a count.
const TOLD: [SubtaskStatus; 5] = [
    SubtaskStatus::Processing,
    SubtaskStatus::Success,
    SubtaskStatus::Fail,
    SubtaskStatus::Stop,
    SubtaskStatus::Timeout,
];

/// The last seen states. Subtasks that were not seen count as waiting.
#[derive(Debug, Default)]
pub(crate) struct SubtaskStates {
    /// By the hash of the subtask's id, since there may be a million subtasks.
    states: HashMap<u64, SubtaskStatus>,
    /// The number of subtasks that were last seen in each state.
    known: [u64; SubtaskStatus::COUNT],
    /// The next page to read of each list.
    next: [u64; SubtaskStatus::COUNT],
}

impl SubtaskStates {
    /// Records the state of a subtask. Returns true if it has changed; always false for
    /// a subtask without an id.
    pub(crate) fn note(&mut self, row: &Value) -> bool {
        let member = |name: &str| row.get(name).filter(|value| !value.is_null());
        let Some(id) = member("subOperationId").or_else(|| member("deviceId")) else {
            return false;
        };
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let state = SubtaskStatus::of(member("status").and_then(Value::as_str).unwrap_or_default());
        let before = self.states.insert(hasher.finish(), state);
        if let Some(before) = before {
            self.known[before as usize] -= 1;
        }
        self.known[state as usize] += 1;
        state != before.unwrap_or(SubtaskStatus::Wait)
    }

    /// True if more subtasks are in this state than were seen in it.
    pub(crate) fn lacks(&self, state: SubtaskStatus, counts: &Counts) -> bool {
        self.known[state as usize] < counts.of(state)
    }

    /// Returns the number of subtasks in a state in which they were not seen.
    pub(crate) fn unread(&self, counts: &Counts) -> u64 {
        let unread =
            |state: SubtaskStatus| counts.of(state).saturating_sub(self.known[state as usize]);
        TOLD.into_iter().map(unread).fold(0, u64::saturating_add)
    }

    /// Returns the next page to read of a list with this many pages, and advances to
    /// the page after it.
    pub(crate) fn next_page(&mut self, state: SubtaskStatus, pages: u64) -> u64 {
        let next = &mut self.next[state as usize];
        let page = if *next < pages { *next } else { 0 };
        *next = page + 1;
        page
    }

    /// Starts a list again at its first page.
    pub(crate) fn restart(&mut self, state: SubtaskStatus) {
        self.next[state as usize] = 0;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_change_once() {
        let mut seen = SubtaskStates::default();
        let mut note =
            |id: &str, status: &str| seen.note(&json!({ "subOperationId": id, "status": status }));
        assert!(!note("a", "wait"));
        assert!(note("a", "processing"));
        assert!(!note("a", "processing"));
        assert!(note("a", "fail"));
        assert!(note("b", "success"));
        assert!(note("c", "unheard of"));
        assert!(!seen.note(&json!({ "status": "fail" })));
        assert!(!seen.note(&json!({ "deviceId": "a", "status": "fail" })));
        let counts = Counts {
            total: 9,
            success: 3,
            fail: 1,
            timeout: 2,
            ..Counts::default()
        };
        assert!(
            seen.lacks(SubtaskStatus::Success, &counts)
                && !seen.lacks(SubtaskStatus::Fail, &counts)
        );
        assert_eq!(seen.unread(&counts), 4);
    }

    #[test]
    fn lists_are_read_round_and_round() {
        let mut seen = SubtaskStates::default();
        let pages = [3, 3, 3, 3, 2].map(|pages| seen.next_page(SubtaskStatus::Fail, pages));
        assert_eq!(pages, [0, 1, 2, 0, 1]);
        assert_eq!(seen.next_page(SubtaskStatus::Stop, 1), 0);
        seen.restart(SubtaskStatus::Fail);
        assert_eq!(seen.next_page(SubtaskStatus::Fail, 3), 0);
    }
}
