//! The responses that waiting needs. Fields that are missing or have another type are
//! ignored: a count that is too small is better than an error.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::progress::Counts;
use crate::sdk::table::field_value::integer;

/// The response to `queryUpgradeTask`: an object.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct TaskResponse(Map<String, Value>);

impl TaskResponse {
    pub(crate) fn status(&self) -> String {
        let status = self.0.get("status").and_then(Value::as_str);
        status.unwrap_or_default().to_owned()
    }

    pub(crate) fn counts(&self) -> Counts {
        let sums = self.0.get("staResult");
        let count = |name: &str| {
            let count = sums.and_then(|sums| integer(sums.get(name)?));
            count
                .and_then(|count| u64::try_from(count).ok())
                .unwrap_or_default()
        };
        Counts {
            total: count("total"),
            wait: count("wait"),
            processing: count("processing"),
            success: count("success"),
            fail: count("fail"),
            stop: count("stop"),
            timeout: count("timeout"),
        }
    }
}

/// The response to `queryUpgradeSubTask`: an object.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct SubtaskPage(Map<String, Value>);

impl SubtaskPage {
    pub(crate) fn rows(mut self) -> Vec<Value> {
        match self.0.remove("data") {
            Some(Value::Array(rows)) => rows.into_iter().filter(Value::is_object).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(json: &str) -> (String, Counts) {
        let task: TaskResponse = serde_json::from_str(json).unwrap_or_else(|_| unreachable!());
        (task.status(), task.counts())
    }

    #[test]
    fn counts_of_all_kinds() {
        let counts = Counts {
            total: 7,
            fail: 2,
            ..Counts::default()
        };
        let text =
            r#"{"status":"wait","staResult":{"total":7.0,"fail":"2.0","stop":null,"wait":-1}}"#;
        assert_eq!(task(text), ("wait".to_owned(), counts));
        for nothing in [
            "{}",
            r#"{"status":null,"staResult":[]}"#,
            r#"{"staResult":null}"#,
        ] {
            assert_eq!(task(nothing), (String::new(), Counts::default()));
        }
    }
}
