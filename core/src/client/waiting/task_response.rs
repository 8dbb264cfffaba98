//! The responses that waiting needs. Fields that are missing or have another type are
//! ignored: a count that is too small is better than an error.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::progress::Counts;

/// The response to `queryUpgradeTask`.
#[derive(Deserialize)]
pub(crate) struct TaskResponse {
    #[serde(default)]
    status: Value,
    #[serde(default, rename = "staResult")]
    sums: Value,
}

impl TaskResponse {
    pub(crate) fn status(&self) -> String {
        self.status.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn counts(&self) -> Counts {
        let count = |name: &str| match self.sums.get(name) {
            Some(Value::Number(number)) => number.as_u64().unwrap_or_default(),
            Some(Value::String(text)) => text.trim().parse().unwrap_or_default(),
            _ => 0,
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

/// The response to `queryUpgradeSubTask`.
#[derive(Deserialize)]
pub(crate) struct SubtaskPage {
    #[serde(default)]
    data: Option<Vec<Map<String, Value>>>,
}

impl SubtaskPage {
    pub(crate) fn rows(self) -> Vec<Value> {
        let rows = self.data.unwrap_or_default();
        rows.into_iter().map(Value::Object).collect()
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
        let text = r#"{"status":"wait","staResult":{"total":7,"fail":"2","stop":null,"wait":-1}}"#;
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
