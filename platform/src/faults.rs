//! Faults to order: what can go wrong between a caller and the platform.

use std::time::Duration;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::wire::Wire;

/// One way in which a request can go wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Fault {
    /// The normal answer, `ms` milliseconds late.
    Latency {
        /// Real milliseconds.
        ms: u64,
    },
    /// A raw answer in place of the platform's own; nothing is carried out.
    Status {
        /// Any HTTP status from 200 to 999.
        status: u16,
        /// The reason phrase of the status line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// `Content-Type`; `text/html` when there is a body and no type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
        /// More headers, as one JSON object.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        headers: Map<String, Value>,
        /// The body, empty by default.
        #[serde(default)]
        body: String,
    },
    /// An error in the platform's own words, at any status.
    Error {
        /// HTTP status; 200 is possible and happens on the real platform.
        status: u16,
        /// The error code, such as `1010009`.
        code: String,
        /// Its text.
        #[serde(default)]
        desc: String,
        /// Which of the two JSON shapes carries it.
        #[serde(default)]
        shape: Shape,
    },
    /// The normal answer with its true `Content-Length`, cut off by a close.
    Truncate {
        /// How many bytes of the body are sent.
        bytes: usize,
    },
    /// A TCP reset in place of the answer.
    Reset {
        /// Whether the request is carried out first.
        #[serde(default)]
        when: When,
    },
    /// The connection is closed in good order, without an answer.
    Close,
    /// The normal answer, drop by drop.
    Slow {
        /// Bytes per drop, at least 1.
        bytes: usize,
        /// Real milliseconds between drops.
        ms: u64,
    },
    /// The normal answer, its second half missing, with a matching length.
    BadJson,
    /// The normal answer with more members, at the top and in each row of `data`.
    Extra {
        /// The members to add.
        members: Map<String, Value>,
    },
    /// Bytes that are not HTTP, then a close.
    Garbage,
    /// A redirect; nothing is carried out.
    Redirect {
        /// The `Location` header.
        location: String,
        /// HTTP status, 302 by default.
        #[serde(default = "found")]
        status: u16,
    },
    /// The normal answer, after which the connection is closed unannounced.
    CloseIdle,
    /// These bytes in place of the answer; nothing is carried out.
    Wire(Wire),
    /// These bytes in place of the TLS handshake, once the caller has begun it.
    /// For the next connection, whatever the rule's `match` says.
    Handshake(Wire),
    /// A status with no body at all; nothing is carried out.
    EmptyBody {
        /// HTTP status.
        status: u16,
    },
}

const fn found() -> u16 {
    302
}

/// The two shapes of an error on the northbound interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Shape {
    /// `error_code` and `error_desc`, from the services.
    #[default]
    Error,
    /// `resultcode` and `resultmsg`, from the gateway.
    Result,
}

/// Whether a request is carried out before its connection is reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// The platform never saw the request.
    #[default]
    Before,
    /// The platform did what was asked, and the answer was lost.
    After,
}

/// Which requests a fault is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// The HTTP method; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What the path starts with; with a `$` at its end, the whole path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl Match {
    fn covers(&self, method: &str, path: &str) -> bool {
        let wanted = self.path.as_deref().unwrap_or_default();
        self.method
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && match wanted.strip_suffix('$') {
                Some(whole) => path == whole,
                None => path.starts_with(wanted),
            }
    }
}

/// A fault together with the requests it applies to and how often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The requests it is for; all of them by default.
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// How many matching requests pass unharmed first.
    #[serde(default)]
    pub skip: u64,
    /// How many requests it then applies to; 0 means without end.
    #[serde(default = "once")]
    pub times: u64,
    /// What happens to them.
    pub fault: Fault,
}

const fn once() -> u64 {
    1
}

impl From<Fault> for Rule {
    fn from(fault: Fault) -> Self {
        Self {
            matches: Match::default(),
            skip: 0,
            times: 1,
            fault,
        }
    }
}

impl Rule {
    /// Limits the rule to one HTTP method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.matches.method = Some(method.into());
        self
    }

    /// Limits the rule to paths that start like this; see [`Match::path`].
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.matches.path = Some(path.into());
        self
    }

    /// Lets this many matching requests pass first.
    #[must_use]
    pub fn skip(mut self, skip: u64) -> Self {
        self.skip = skip;
        self
    }

    /// Applies to this many requests; 0 means without end.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }
}

/// The rules in force, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Rule>>);

impl Faults {
    pub(crate) fn add(&self, rule: Rule) {
        self.0.lock().push(rule);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }

    /// What is left of the rules.
    pub(crate) fn list(&self) -> Vec<Rule> {
        self.0.lock().clone()
    }

    /// The fault for this request, if any; uses up one of the rule's turns.
    pub(crate) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let covers = |rule: &Rule| {
            !matches!(rule.fault, Fault::Handshake(_)) && rule.matches.covers(method, path)
        };
        self.take_where(covers)
    }

    /// The fault for a connection that was accepted just now, likewise.
    pub(crate) fn take_handshake(&self) -> Option<Wire> {
        let covers = |rule: &Rule| matches!(rule.fault, Fault::Handshake(_));
        match self.take_where(covers) {
            Some(Fault::Handshake(wire)) => Some(wire),
            _ => None,
        }
    }

    fn take_where(&self, covers: impl Fn(&Rule) -> bool) -> Option<Fault> {
        let mut rules = self.0.lock();
        let mut at = 0;
        while let Some(rule) = rules.get_mut(at) {
            at += 1;
            if !covers(rule) {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            let fault = rule.fault.clone();
            match rule.times {
                0 => {}
                1 => drop(rules.remove(at - 1)),
                _ => rule.times -= 1,
            }
            return Some(fault);
        }
        None
    }
}

/// How the bytes of an answer are let out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// All at once.
    Whole,
    /// So many bytes at a time, with a pause before each further drop.
    Drip(usize, Duration),
    /// So many bytes, then the connection is cut.
    Cut(usize),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::End;

    fn parse(json: &str) -> serde_json::Result<Rule> {
        serde_json::from_str(json)
    }

    #[test]
    fn rules_skip_count_and_run_out() {
        let faults = Faults::default();
        faults.add(
            Rule::from(Fault::Close)
                .method("get")
                .path("/a")
                .skip(1)
                .times(2),
        );
        faults.add(Fault::Garbage.into());

        assert_eq!(faults.take("POST", "/b"), Some(Fault::Garbage));
        let taken: Vec<_> = (0..4).map(|_| faults.take("GET", "/a/b")).collect();
        assert_eq!(taken, [None, Some(Fault::Close), Some(Fault::Close), None]);
        assert_eq!(faults.list(), []);
    }

    #[test]
    fn a_dollar_ends_the_path() {
        let matches = Match {
            method: None,
            path: Some("/a$".into()),
        };
        assert!(matches.covers("GET", "/a"));
        assert!(!matches.covers("GET", "/a/b"));
    }

    #[test]
    fn a_handshake_is_no_request() {
        let faults = Faults::default();
        faults.add(Fault::Handshake(Wire::default()).into());
        assert_eq!(faults.take("GET", "/"), None);
        assert_eq!(faults.take_handshake(), Some(Wire::default()));
        assert_eq!(faults.take_handshake(), None);
    }

    #[test]
    fn rules_read_as_documented() {
        let rule = parse(r#"{"fault":{"kind":"reset"}}"#).ok();
        assert_eq!(rule, Some(Fault::Reset { when: When::Before }.into()));
        let rule = parse(
            r#"{"times":0,"fault":{"kind":"status","status":502,"contentType":"text/html","body":"x"}}"#,
        );
        assert!(rule.is_ok_and(|rule| rule.times == 0));
        let parts = r#"[{"text":"a","base64":"/w==","times":2,"ms":5}]"#;
        let rule = parse(&format!(
            r#"{{"fault":{{"kind":"wire","parts":{parts},"end":"reset"}}}}"#
        ));
        let Some(Fault::Wire(wire)) = rule.ok().map(|rule| rule.fault) else {
            unreachable!();
        };
        assert_eq!(
            (wire.end, &wire.parts[0].bytes[..]),
            (End::Reset, &[255][..])
        );
        assert!(parse(r#"{"fault":{"kind":"wire","part":[]}}"#).is_err());
        assert!(parse(r#"{"fault":{"kind":"latency"}}"#).is_err());
        assert!(parse(r#"{"fault":{"kind":"close"},"tims":2}"#).is_err());
    }
}
