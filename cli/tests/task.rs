//! Tests of `task`, and of its exit status.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::Duration;

use northbound_platform::{Fault, Rule};
use serde_json::json;

use crate::support::Stage;

const WATCH: [&str; 5] = ["--watch", "--min-delay", "0.01", "--max-delay", "0.05"];

/// The platform says of each task that it is like this.
fn like(stage: &Stage, status: &str, counts: serde_json::Value) {
    let task = json!({ "operationId": "5f3a", "status": status, "staResult": counts });
    let fault = Fault::Status {
        status: 200,
        reason: None,
        content_type: Some("application/json".to_owned()),
        headers: serde_json::Map::new(),
        body: task.to_string(),
    };
    stage
        .platform
        .fault(Rule::from(fault).path("/iodm/").times(0));
}

#[test]
fn a_look_at_a_task() {
    let stage = Stage::new();
    let task = stage.task(250, 0);
    let ran = stage.run(&["task", &task]);
    assert_eq!(ran.status, Some(3), "{ran:?}");
    assert!(
        ran.out.starts_with(&format!("Upgrade task {task}  ")),
        "{ran:?}"
    );
    assert!(
        ran.out.contains("250 in all") && ran.out.contains("0.0 % ended"),
        "{ran:?}"
    );

    stage.platform.advance(Duration::from_secs(100_000));
    let ran = stage.run(&["task", &task]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(
        ran.out.contains("100.0 % ended") && ran.out.contains("Failures by cause ("),
        "{ran:?}"
    );
    assert!(ran.out.contains('▓') && ran.out.contains('█'), "{ran:?}");
}

#[test]
fn all_succeeded() {
    let stage = Stage::new();
    like(&stage, "success", json!({ "total": 2, "success": 2 }));
    let ran = stage.run(&["task", "5f3a"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let ran = stage.run(&[&["task", "5f3a"][..], &WATCH].concat());
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert!(
        ran.out
            .starts_with("upgrade task 5f3a: success, 100.0 % of 2 ended"),
        "{ran:?}"
    );
}

#[test]
fn stopped_is_not_success() {
    let stage = Stage::new();
    like(
        &stage,
        "stop",
        json!({ "total": 2, "success": 1, "stop": 1 }),
    );
    assert_eq!(stage.run(&["task", "5f3a"]).status, Some(2));
}

#[test]
fn watching_until_the_end() {
    let stage = Stage::new();
    let task = stage.task(250, 0);
    let mut command = stage.command(&[&["task", &task][..], &WATCH].concat());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let mut first = String::new();
    out.read_line(&mut first).expect("a line");
    assert!(first.contains(" 0.0 % of 250 ended"), "{first}");
    stage.platform.advance(Duration::from_secs(100_000));
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("text");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    let last = rest.lines().rfind(|line| line.starts_with("upgrade task "));
    assert!(last.is_some_and(|line| line.contains("100.0 %")), "{rest}");
    assert!(rest.contains("Failures by cause ("), "{rest}");
}

#[test]
fn watching_for_a_time() {
    let stage = Stage::new();
    let task = stage.task(250, 0);
    let ran = stage.run(&[&["task", &task][..], &WATCH, &["--timeout", "0.3"]].concat());
    assert_eq!(ran.status, Some(3), "{ran:?}");
    assert!(
        ran.err
            .contains("has not ended within 0.3 s; the upgrade itself goes on"),
        "{ran:?}"
    );
}

#[test]
fn no_such_task() {
    let ran = Stage::new().run(&["task", "nothing"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("123009"), "{ran:?}");
}
