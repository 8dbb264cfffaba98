//! In which state each subtask was last seen.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::progress::{Counts, SubtaskStatus};

/// The states that count: in the others, nobody can look.
const TOLD: [SubtaskStatus; 5] = [
    SubtaskStatus::Processing,
    SubtaskStatus::Success,
    SubtaskStatus::Fail,
    SubtaskStatus::Stop,
    SubtaskStatus::Timeout,
];

/// What has been seen. Subtasks that have not been seen wait.
#[derive(Debug, Default)]
pub(crate) struct SubtaskStates {
    /// By the hash of the subtask's id, since there may be a million of them.
    states: HashMap<u64, SubtaskStatus>,
    /// How many were last seen in each state.
    known: [u64; SubtaskStatus::COUNT],
    /// The page of each list that is to be read next.
    next: [u64; SubtaskStatus::COUNT],
}

impl SubtaskStates {
    /// Notes a row, and whether it has changed. One without an id never has.
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

    /// Whether more subtasks are in this state than have been seen in it.
    pub(crate) fn lacks(&self, state: SubtaskStatus, counts: &Counts) -> bool {
        self.known[state as usize] < counts.of(state)
    }

    /// How many subtasks are in a state that they have not been seen in.
    pub(crate) fn unread(&self, counts: &Counts) -> u64 {
        let unread =
            |state: SubtaskStatus| counts.of(state).saturating_sub(self.known[state as usize]);
        TOLD.into_iter().map(unread).fold(0, u64::saturating_add)
    }

    /// The page to read next of a list with so many, after which it is the
    /// turn of the one behind it.
    pub(crate) fn next_page(&mut self, state: SubtaskStatus, pages: u64) -> u64 {
        let next = &mut self.next[state as usize];
        let page = if *next < pages { *next } else { 0 };
        *next = page + 1;
        page
    }

    /// Begins a list anew.
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
