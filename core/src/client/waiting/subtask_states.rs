//! The last seen state of each subtask.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::progress::{Counts, SubtaskState};

/// The states in which an unseen subtask counts as unread. The others are `wait`, the
/// assumed state of unseen subtasks, and states without a count.
const COUNTED_STATES: [SubtaskState; 5] = [
    SubtaskState::Processing,
    SubtaskState::Success,
    SubtaskState::Fail,
    SubtaskState::Stop,
    SubtaskState::Timeout,
];

/// The last seen states. Subtasks that were not seen count as waiting.
#[derive(Debug, Default)]
pub(crate) struct SubtaskStates {
    /// By the hash of the subtask's id, since there may be a million subtasks.
    states: HashMap<u64, SubtaskState>,
    /// The number of subtasks that were last seen in each state.
    seen_counts: [u64; SubtaskState::COUNT],
    /// The next page to read of each list.
    next: [u64; SubtaskState::COUNT],
}

impl SubtaskStates {
    /// Records the state of a subtask. Returns true if it has changed; always false for
    /// a subtask without an id.
    pub(crate) fn record(&mut self, row: &Value) -> bool {
        let field = |name: &str| row.get(name).filter(|value| !value.is_null());
        let Some(id) = field("subOperationId").or_else(|| field("deviceId")) else {
            return false;
        };
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let state = SubtaskState::of(field("status").and_then(Value::as_str).unwrap_or_default());
        let before = self.states.insert(hasher.finish(), state);
        if let Some(before) = before {
            self.seen_counts[before as usize] -= 1;
        }
        self.seen_counts[state as usize] += 1;
        state != before.unwrap_or(SubtaskState::Wait)
    }

    /// True if more subtasks are in this state than were seen in it.
    pub(crate) fn has_unseen(&self, state: SubtaskState, counts: &Counts) -> bool {
        self.seen_counts[state as usize] < counts.of(state)
    }

    /// Returns the number of subtasks in a state in which they were not seen.
    pub(crate) fn unread(&self, counts: &Counts) -> u64 {
        let unread = |state: SubtaskState| {
            counts
                .of(state)
                .saturating_sub(self.seen_counts[state as usize])
        };
        COUNTED_STATES
            .into_iter()
            .map(unread)
            .fold(0, u64::saturating_add)
    }

    /// Returns the next page to read of a list with this many pages, and advances to
    /// the page after it.
    pub(crate) fn next_page(&mut self, state: SubtaskState, pages: u64) -> u64 {
        let next = &mut self.next[state as usize];
        let page = if *next < pages { *next } else { 0 };
        *next = page + 1;
        page
    }

    /// Starts a list again at its first page.
    pub(crate) fn restart(&mut self, state: SubtaskState) {
        self.next[state as usize] = 0;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_change_once() {
        let mut states = SubtaskStates::default();
        let mut record = |id: &str, status: &str| {
            states.record(&json!({ "subOperationId": id, "status": status }))
        };
        assert!(!record("a", "wait"));
        assert!(record("a", "processing"));
        assert!(!record("a", "processing"));
        assert!(record("a", "fail"));
        assert!(record("b", "success"));
        assert!(record("c", "unheard of"));
        assert!(!states.record(&json!({ "status": "fail" })));
        assert!(!states.record(&json!({ "deviceId": "a", "status": "fail" })));
        let counts = Counts {
            total: 9,
            success: 3,
            fail: 1,
            timeout: 2,
            ..Counts::default()
        };
        assert!(
            states.has_unseen(SubtaskState::Success, &counts)
                && !states.has_unseen(SubtaskState::Fail, &counts)
        );
        assert_eq!(states.unread(&counts), 4);
    }

    #[test]
    fn lists_are_read_round_and_round() {
        let mut states = SubtaskStates::default();
        let pages = [3, 3, 3, 3, 2].map(|pages| states.next_page(SubtaskState::Fail, pages));
        assert_eq!(pages, [0, 1, 2, 0, 1]);
        assert_eq!(states.next_page(SubtaskState::Stop, 1), 0);
        states.restart(SubtaskState::Fail);
        assert_eq!(states.next_page(SubtaskState::Fail, 3), 0);
    }
}
