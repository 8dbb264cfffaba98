//! The requests that a fault applies to.

use serde::{Deserialize, Serialize};

/// The requests that a fault applies to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// The HTTP method; if absent, any method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A prefix of the path; with a `$` at its end, the whole path. `{}` stands for any
    /// one segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl Match {
    pub(super) fn matches(&self, method: &str, path: &str) -> bool {
        let wanted = self.path.as_deref().unwrap_or_default();
        self.method
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && matches_path(wanted, path)
    }
}

fn matches_path(wanted: &str, path: &str) -> bool {
    let (wanted, whole) = match wanted.strip_suffix('$') {
        Some(wanted) => (wanted, true),
        None => (wanted, false),
    };
    let mut rest = path;
    let mut texts = wanted.split("{}");
    let first = texts.next().unwrap_or_default();
    let Some(after) = rest.strip_prefix(first) else {
        return false;
    };
    rest = after;
    for text in texts {
        let segment = rest.find('/').unwrap_or(rest.len());
        match rest.get(segment..).and_then(|rest| rest.strip_prefix(text)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dollar_ends_the_path() {
        let matches = Match {
            method: None,
            path: Some("/a$".into()),
        };
        assert!(matches.matches("GET", "/a"));
        assert!(!matches.matches("GET", "/a/b"));
    }

    #[test]
    fn braces_are_any_one_segment() {
        for (wanted, path, expected) in [
            ("/a/{}/b$", "/a/x/b", true),
            ("/a/{}/b$", "/a/x/b/c", false),
            ("/a/{}/b", "/a/x/b/c", true),
            ("/a/{}/b", "/a/x/y/b", false),
            ("/a/{}$", "/a/x", true),
            ("/a/{}$", "/a/x/y", false),
            ("/a/{}/b/{}$", "/a/x/b/y", true),
            ("/a/{}", "/b/x", false),
        ] {
            assert_eq!(matches_path(wanted, path), expected, "{wanted} {path}");
        }
    }
}
