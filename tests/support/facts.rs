//! Errors, in a form that tests can compare in one assertion.

use std::error::Error as _;
use std::fmt::Write as _;

use northbound::NorthApiError;

/// Returns the names of all predicates that are true for an error.
pub(crate) fn facts(error: &NorthApiError) -> Vec<&'static str> {
    let all = [
        ("throttled", error.is_throttled()),
        ("not authenticated", error.is_not_authenticated()),
        ("wrong credentials", error.is_wrong_credentials()),
        ("not found", error.is_not_found()),
        ("refused", error.is_refused()),
        ("server fault", error.is_server_fault()),
        ("transport", error.is_transport()),
        ("timeout", error.is_timeout()),
        ("configuration", error.is_configuration()),
        ("sent", error.may_have_reached_platform()),
    ];
    let yes = all.into_iter().filter(|(_, is)| *is);
    yes.map(|(fact, _)| fact).collect()
}

/// Returns all texts of an error: display, debug, description, causes, HTTP body.
pub(crate) fn shown(error: &NorthApiError) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.desc());
    let mut cause = error.source();
    while let Some(source) = cause {
        writeln!(text, "{source}\n{source:?}").expect("a String takes all");
        cause = source.source();
    }
    text.push_str(&String::from_utf8_lossy(
        error.http_body().unwrap_or_default(),
    ));
    text
}

/// Asserts the code, the facts, and that the message contains each of these texts.
#[track_caller]
pub(crate) fn assert_error(error: &NorthApiError, code: &str, expected: &[&str], says: &[&str]) {
    assert_eq!(error.code(), code, "{error}");
    assert_eq!(facts(error), expected, "{error}");
    for part in says {
        assert!(error.to_string().contains(part), "no {part:?} in: {error}");
    }
}
