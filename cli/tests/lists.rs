//! Tests of `tasks`, `packages` and `subtasks`.

use northbound_platform::{Fault, Rule};
use serde_json::{Value, json};

use crate::support::Stage;

const DEVICES: usize = 350;

fn stage() -> (Stage, String) {
    let stage = Stage::new();
    let task = stage.task(DEVICES as u32, 100_000);
    (stage, task)
}

#[test]
fn every_subtask_once_in_each_form() {
    let (stage, task) = stage();
    let run = |format: &str| stage.run(&["subtasks", &task, "--format", format]).good();
    let csv = run("csv");
    let header = "subOperationId,createTime,startTime,stopTime,operateType,deviceId,status,detailInfo,extendInfo";
    assert_eq!(csv.lines().next(), Some(header));
    let mut ids: Vec<&str> = csv
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(ids.len(), DEVICES);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), DEVICES);

    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(DEVICES));
    let ndjson = run("ndjson");
    let lines = ndjson
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    assert_eq!(
        lines.collect::<Vec<_>>(),
        json.as_array().cloned().unwrap_or_default()
    );
    let table = run("table");
    assert_eq!(table.lines().count(), DEVICES + 1);
    assert!(table.starts_with("deviceId "), "{table}");
}

#[test]
fn filters_limits_and_columns() {
    let (stage, task) = stage();
    let failed = stage
        .run(&[
            "subtasks",
            &task,
            "--status",
            "fail",
            "--format",
            "csv",
            "--columns",
            "status",
        ])
        .good();
    assert!(failed.lines().count() > 1, "{failed}");
    assert!(
        failed.lines().skip(1).all(|status| status == "fail"),
        "{failed}"
    );
    let few = stage
        .run(&["subtasks", &task, "--limit", "120", "--format", "ndjson"])
        .good();
    assert_eq!(few.lines().count(), 120);

    let tasks = stage
        .run(&[
            "tasks",
            "--format",
            "csv",
            "--columns",
            "operationId,staResult.total",
        ])
        .good();
    assert_eq!(
        tasks,
        format!("operationId,staResult.total\n{task},{DEVICES}\n")
    );
    let packages = stage
        .run(&["packages", "--type", "softwarePackage", "--format", "csv"])
        .good();
    assert!(packages.lines().count() > 1, "{packages}");
    assert!(
        packages
            .lines()
            .skip(1)
            .all(|line| line.contains("softwarePackage")),
        "{packages}"
    );

    let wrong = stage.run(&["packages", "--columns", "colour"]);
    assert_eq!(wrong.status, Some(64), "{wrong:?}");
    assert!(
        wrong.err.contains("colour is none of fileId, name"),
        "{wrong:?}"
    );
}

#[test]
fn nothing() {
    let stage = Stage::new();
    for (format, out) in [
        ("json", "[]\n"),
        ("ndjson", ""),
        ("csv", "operationId\n"),
        ("table", "operationId\n"),
    ] {
        let words = ["tasks", "--format", format, "--columns", "operationId"];
        assert_eq!(stage.run(&words).good(), out);
    }
    let unknown = stage.run(&["subtasks", "nothing"]);
    assert_eq!(unknown.status, Some(1), "{unknown:?}");
    assert!(unknown.err.contains("123009"), "{unknown:?}");
}

/// A page with one package of this name.
pub(crate) fn named(stage: &Stage, name: &str) {
    let page = json!({ "data": [{ "fileId": "1", "name": name }], "pageNo": 0, "pageSize": 100, "totalCount": 1 });
    let fault = Fault::Status {
        status: 200,
        reason: None,
        content_type: Some("application/json".to_owned()),
        headers: serde_json::Map::new(),
        body: page.to_string(),
    };
    stage
        .platform
        .fault(Rule::from(fault).path("/iodm/").times(0));
}

#[test]
fn text_of_the_platform_cannot_control_the_terminal() {
    let stage = Stage::new();
    named(&stage, "水表\u{1b}[31m\u{202e}\r\nx, \"y\"");
    let words = ["packages", "--columns", "name,fileId"];
    let table = stage.run(&words).good();
    assert!(
        table.contains("水表\\u{1b}[31m\\u{202e}  x, \"y\"  1"),
        "{table}"
    );
    let mut ascii = stage.command(&words);
    let ascii = crate::support::ran(ascii.env("LC_ALL", "C")).good();
    assert!(ascii.is_ascii() && ascii.contains("??"), "{ascii}");
    let csv = stage
        .run(&[&words[..], &["--format", "csv"]].concat())
        .good();
    assert_eq!(
        csv,
        "name,fileId\n\"水表\u{1b}[31m\u{202e}\r\nx, \"\"y\"\"\",1\n"
    );
}
