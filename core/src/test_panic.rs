//! Panics on request of a test. Only builds for tests contain this module.

/// Panics if `NORTHBOUND_TEST_PANIC` names this point of a call.
#[allow(clippy::panic)]
#[track_caller]
pub fn at(point: &str) {
    if std::env::var("NORTHBOUND_TEST_PANIC").is_ok_and(|requested| requested == point) {
        panic!("ordered by the test, with a secret: demo-secret");
    }
}
