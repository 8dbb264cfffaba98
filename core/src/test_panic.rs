//! Panics to order, for the tests; not part of any build that is used.

/// Panics if the environment asks for it at this point of a call.
#[allow(clippy::panic)]
#[track_caller]
pub fn at(point: &str) {
    if std::env::var("NORTHBOUND_TEST_PANIC").is_ok_and(|wanted| wanted == point) {
        panic!("ordered by the test, with a secret: demo-secret");
    }
}
