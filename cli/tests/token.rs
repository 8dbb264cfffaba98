//! Tests of `token`.

use crate::support::Stage;

#[test]
fn it_logs_in_once_and_shows_the_age() {
    let stage = Stage::new();
    let none = stage.run(&["token", "--stored"]);
    assert_eq!(none.status, Some(1), "{none:?}");
    assert!(none.err.contains("there is no stored token"), "{none:?}");
    assert!(stage.platform.requests().is_empty());

    let age = stage.run(&["token"]).good();
    assert!(
        age.starts_with("token of northbound-demo: obtained "),
        "{age}"
    );
    assert!(age.contains(" ago, expires in "), "{age}");
    let token = stage.run(&["token", "--show"]).good();
    assert!(
        token.trim().len() > 8 && !age.contains(token.trim()),
        "{token}"
    );
    let stored = stage.run(&["token", "--stored", "--show"]).good();
    assert_eq!(stored, token);
    assert_eq!(stage.platform.requests().len(), 1);
}
