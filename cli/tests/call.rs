//! Tests of `call`.

use std::process::Stdio;

use serde_json::Value;

use crate::support::Stage;

#[test]
fn all_operations_are_listed() {
    let stage = Stage::new();
    let list = stage.run(&["call", "--list"]).good();
    assert_eq!(list.lines().count(), 53, "{list}");
    assert!(
        list.contains("queryUpgradeTask ") && list.contains("RuleEngine"),
        "{list}"
    );
    for line in list.lines().skip(1) {
        let mut words = line.split_whitespace();
        let (method, class) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let described = stage
            .run(&["call", "--describe", &format!("{class}.{method}")])
            .good();
        assert!(described.starts_with(&format!("{method}: ")), "{described}");
    }
}

#[test]
fn parameters_and_fields() {
    let stage = Stage::new();
    let id = stage.task(10, 0);
    let task = stage
        .run(&[
            "call",
            "queryUpgradeTask",
            "--arg",
            &format!("operationId={id}"),
        ])
        .good();
    let task: Value = serde_json::from_str(&task).expect("JSON");
    assert_eq!(task["operationId"], id.as_str());

    let words = [
        "call",
        "DeviceUpgrade.queryUpgradeSubTask",
        "--arg",
        &format!("operationId={id}"),
        "--arg",
        "pageNo=1",
        "--arg",
        "pageSize=3",
    ];
    let page: Value = serde_json::from_str(&stage.run(&words).good()).expect("JSON");
    assert_eq!(
        (&page["pageNo"], page["data"].as_array().map(Vec::len)),
        (&1.into(), Some(3))
    );

    let words = [
        "call",
        "createFirmwareUpgradeTask",
        "--arg",
        "fileId=5f3a1c7e9b2d4806a1c3e501",
        "--arg",
        r#"targets.deviceGroups=["all"]"#,
        "--arg",
        "targets.deviceType=WaterMeter",
        "--arg",
        "targets.model=NBIoTDevice",
        "--arg",
        "targets.manufacturerName=HZYB",
    ];
    let created = stage.run(&words);
    let sent = stage.platform.requests();
    let sent = sent
        .iter()
        .find(|request| request.target.ends_with("/firmwareUpgrade"));
    let sent = format!("{:?}", sent.map(|request| &request.body));
    assert!(
        sent.contains("deviceGroups") && sent.contains("WaterMeter"),
        "{sent} {created:?}"
    );
}

#[test]
fn secrets_are_masked_and_never_on_the_command_line() {
    let stage = Stage::new();
    let login = stage.run(&["call", "getAuthToken"]).good();
    let login: Value = serde_json::from_str(&login).expect("JSON");
    assert_eq!(
        (&login["accessToken"], &login["refreshToken"]),
        (&"***".into(), &"***".into())
    );
    let open = stage
        .run(&["call", "getAuthToken", "--show-secrets"])
        .good();
    let open: Value = serde_json::from_str(&open).expect("JSON");
    let refresh = open["refreshToken"].as_str().expect("a token");

    let refused = stage.run(&[
        "call",
        "refreshAuthToken",
        "--arg",
        &format!("refreshToken={refresh}"),
    ]);
    assert_eq!(refused.status, Some(64), "{refused:?}");
    assert!(
        refused.err.contains("refreshToken=@FILE") && !refused.err.contains(refresh),
        "{refused:?}"
    );
    // Its own id and secret are those of the settings.
    let file = stage
        .files
        .write("refresh", format!("{refresh}\n"))
        .display()
        .to_string();
    let words = [
        "call",
        "refreshAuthToken",
        "--arg",
        &format!("refreshToken=@{file}"),
    ];
    let refreshed = stage.run(&words).good();
    assert!(
        refreshed.contains("\"accessToken\": \"***\""),
        "{refreshed}"
    );
}

#[test]
fn a_value_from_standard_input() {
    let stage = Stage::new();
    let id = stage.files.write("id", stage.task(1, 0));
    let mut command = stage.command(&["call", "queryUpgradeTask", "--arg", "operationId=@-"]);
    let command = command.stdin(Stdio::from(std::fs::File::open(id).expect("a file")));
    assert!(crate::support::ran(command).good().contains("staResult"));
}

#[test]
fn what_is_wrong() {
    let stage = Stage::new();
    for (words, status, says) in [
        (
            &["call", "queryUpgradeTsk"][..],
            64,
            "northbound call --list",
        ),
        (
            &["call", "upgradeTask"],
            64,
            "similar are createSoftwareUpgradeTask",
        ),
        (
            &["call", "queryUpgradeTask", "--arg", "taskId=1"],
            64,
            "no argument taskId; it has operationId",
        ),
        (
            &["call", "queryUpgradeTask", "--arg", "operationId"],
            64,
            "--arg takes NAME=VALUE",
        ),
        (
            &["call", "queryUpgradeSubTask", "--arg", "pageNo=first"],
            64,
            "pageNo must be",
        ),
        (
            &["call", "queryUpgradeTask"],
            1,
            "operationId must not be empty",
        ),
        (
            &["call", "queryUpgradeTask", "--arg", "operationId=nothing"],
            1,
            "123009",
        ),
    ] {
        let ran = stage.run(words);
        assert_eq!(ran.status, Some(status), "{ran:?}");
        assert!(ran.err.contains(says), "{ran:?}");
    }
}
