//! Faults on request: errors between a caller and the platform.

mod matching;

use std::time::Duration;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::matching::Match;
use crate::wire::Wire;

/// One kind of failure of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Fault {
    /// The normal response, `ms` milliseconds late.
    Latency {
        /// Real milliseconds.
        ms: u64,
    },
    /// A raw response instead of the platform's; the request is not processed.
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
    /// An error in the platform's JSON format, with any status.
    Error {
        /// HTTP status; 200 is possible and happens on the real platform.
        status: u16,
        /// The error code, such as `1010009`.
        code: String,
        /// Its text.
        #[serde(default)]
        desc: String,
        /// The JSON shape of the error.
        #[serde(default)]
        shape: Shape,
    },
    /// The normal response with its true `Content-Length`, cut off by a close.
    Truncate {
        /// Number of bytes of the body that are sent.
        bytes: usize,
    },
    /// A TCP reset instead of the response.
    Reset {
        /// The moment of the reset, before or after the request is processed.
        #[serde(default)]
        when: When,
    },
    /// An orderly close without a response.
    Close,
    /// The normal response, some bytes at a time.
    Slow {
        /// Bytes at a time, at least 1.
        bytes: usize,
        /// Pause between them, in real milliseconds.
        ms: u64,
    },
    /// The normal response without its second half, with a matching length.
    BadJson,
    /// The normal response with more fields, at the top level and in each item of `data`.
    Extra {
        /// The fields to add.
        #[serde(rename = "members")]
        fields: Map<String, Value>,
    },
    /// Bytes that are not HTTP, then a close.
    Garbage,
    /// A redirect; the request is not processed.
    Redirect {
        /// The `Location` header.
        location: String,
        /// HTTP status, 302 by default.
        #[serde(default = "default_redirect")]
        status: u16,
    },
    /// The normal response, then a close without notice.
    CloseIdle,
    /// Raw bytes instead of the response; the request is not processed.
    Wire(Wire),
    /// Raw bytes instead of the TLS handshake, after the caller has sent its first
    /// bytes. Applies to the next connection; the rule's `match` is ignored.
    Handshake(Wire),
    /// A status without a body; the request is not processed.
    EmptyBody {
        /// HTTP status.
        status: u16,
    },
}

const fn default_redirect() -> u16 {
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

/// The moment of a reset, relative to the processing of the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// The request is not processed.
    #[default]
    Before,
    /// The request is processed, and its response is lost.
    After,
}

/// A fault, the requests it applies to, and the number of times.
///
/// ```
/// use northbound_platform::{Fault, Rule};
///
/// // The second login and the third get a TCP reset.
/// let rule = Rule::from(Fault::Reset { when: Default::default() })
///     .method("POST")
///     .path("/iocm/app/sec/v1.1.0/login")
///     .skip(1)
///     .times(2);
/// # assert_eq!(rule.times, 2);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The requests it applies to; by default, all.
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// Number of matching requests that pass first.
    #[serde(default)]
    pub skip: u64,
    /// Number of requests it then applies to; 0 means forever.
    #[serde(default = "once")]
    pub times: u64,
    /// The fault.
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

    /// Limits the rule to paths with this prefix; see [`Match::path`].
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.matches.path = Some(path.into());
        self
    }

    /// Skips this many matching requests first.
    #[must_use]
    pub fn skip(mut self, skip: u64) -> Self {
        self.skip = skip;
        self
    }

    /// Limits the rule to this many requests; 0 means forever.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }
}

/// The active rules, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Rule>>);

impl Faults {
    pub(crate) fn add(&self, rule: Rule) {
        self.0.lock().push(rule);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }

    /// Returns the remaining rules.
    pub(crate) fn list(&self) -> Vec<Rule> {
        self.0.lock().clone()
    }

    /// Returns the fault for this request, if any, and counts it against the rule's `times`.
    pub(crate) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let matches = |rule: &Rule| {
            !matches!(rule.fault, Fault::Handshake(_)) && rule.matches.matches(method, path)
        };
        self.take_where(matches)
    }

    /// Returns the fault for a new connection, if any, and counts it against the rule's `times`.
    pub(crate) fn take_handshake(&self) -> Option<Wire> {
        let matches = |rule: &Rule| matches!(rule.fault, Fault::Handshake(_));
        match self.take_where(matches) {
            Some(Fault::Handshake(wire)) => Some(wire),
            _ => None,
        }
    }

    fn take_where(&self, matches: impl Fn(&Rule) -> bool) -> Option<Fault> {
        let mut rules = self.0.lock();
        let mut at = 0;
        while let Some(rule) = rules.get_mut(at) {
            at += 1;
            if !matches(rule) {
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

/// The pace at which a response body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// The whole body without a pause.
    Whole,
    /// This many bytes at a time, with a pause between them.
    Drip(usize, Duration),
    /// This many bytes, then the connection is closed.
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
