//! Tests of batch tasks.

use crate::common::{Outcome, pass, started, text};
use serde_json::{Value, json};

const TASKS: &str = "/iocm/app/batchtask/v1.1.0/tasks";
const DETAILS: &str = "/iocm/app/batchtask/v1.1.0/taskDetails";

fn task(name: &str, targets: Value) -> Value {
    let mut param = json!({
        "command": { "serviceId": "WaterMeter", "method": "SET_VALVE", "paras": { "value": 0 } },
    });
    for (field, value) in targets.as_object().into_iter().flatten() {
        param[field] = value.clone();
    }
    json!({
        "appId": "northbound-demo", "taskName": name, "taskType": "DeviceCmd",
        "timeout": 60, "param": param,
    })
}

#[tokio::test]
async fn a_task_commands_many_devices() -> Outcome {
    let (platform, caller) = started().await?;
    let mut devices = vec!["none".to_owned()];
    for node in 0..30 {
        devices.push(caller.register(&node.to_string()).await?);
    }
    let targets = json!({ "type": "DeviceList", "deviceList": devices });
    let made = caller
        .call("POST", TASKS, Some(&task("t", targets)))
        .await?;
    let id = text(&made.body["taskID"]);
    let path = format!("{TASKS}/{id}");

    let mut progress = Vec::new();
    for _ in 0..200 {
        let shown = caller.read(&path).await?.body;
        progress.push(shown["progress"].as_u64().ok_or("no progress")?);
        pass(&platform, 1);
    }
    assert!(progress.is_sorted() && progress[0] < 5 && progress[199] == 100);
    assert!(progress.iter().any(|percent| (20..80).contains(percent)));
    let shown = caller.read(&path).await?.body;
    assert_eq!(
        (&shown["totalCnt"], &shown["completeCnt"]),
        (&json!(31), &json!(31))
    );
    assert_eq!(
        (&shown["taskId"], &shown["taskName"]),
        (&json!(id), &json!("t"))
    );

    let details = format!("{DETAILS}?taskId={id}");
    let page = caller
        .read(&format!("{details}&pageNo=1&pageSize=20"))
        .await?
        .body;
    assert_eq!(page["totalCount"], json!(31));
    assert_eq!(page["taskDetails"].as_array().map(Vec::len), Some(11));
    let done = caller
        .read(&format!("{details}&status=Success"))
        .await?
        .body;
    assert_eq!(done["totalCount"], shown["successCnt"]);
    let lost = caller.read(&format!("{details}&deviceId=none")).await?.body;
    assert_eq!(lost["taskDetails"][0]["error"]["error_code"], "100403");
    let row = caller.read(&format!("{details}&index=3")).await?.body["taskDetails"][0].clone();
    assert_eq!(row["param"]["deviceId"], json!(devices[3]));
    let commands = format!(
        "/iocm/app/cmd/v1.4.0/deviceCommands?deviceId={}",
        devices[3]
    );
    let command = caller.read(&commands).await?.body["data"][0].clone();
    assert_eq!(row["param"]["commandId"], command["commandId"]);
    Ok(())
}

#[tokio::test]
async fn devices_are_selected_by_type_and_group() -> Outcome {
    let (_platform, caller) = started().await?;
    let device = caller.register("a").await?;
    caller.register("b").await?;
    let group = json!({ "name": "g", "deviceIds": [device] });
    caller
        .call("POST", "/iocm/app/devgroup/v1.3.0/devGroups", Some(&group))
        .await?;
    for (targets, count) in [
        (
            json!({ "type": "DeviceType", "deviceType": "WaterMeter" }),
            2,
        ),
        (
            json!({ "type": "DeviceType", "deviceType": "WaterMeter", "model": "X" }),
            0,
        ),
        (json!({ "type": "GroupList", "groupList": ["g"] }), 1),
        (
            json!({ "type": "DeviceArea", "deviceLocation": "Cellar" }),
            0,
        ),
    ] {
        let made = caller
            .call("POST", TASKS, Some(&task(&targets.to_string(), targets)))
            .await?;
        let path = format!("{TASKS}/{}", text(&made.body["taskID"]));
        assert_eq!(caller.read(&path).await?.body["totalCnt"], json!(count));
    }
    Ok(())
}

#[tokio::test]
async fn files_are_processed_line_by_line() -> Outcome {
    let (platform, caller) = started().await?;
    let body = json!({ "taskName": "f", "taskType": "DeviceReg", "timeout": 10, "param": { "fileId": "file" } });
    let made = caller.call("POST", TASKS, Some(&body)).await?;
    let path = format!("{TASKS}/{}", text(&made.body["taskID"]));
    assert_eq!(caller.read(&path).await?.body["status"], "Pending");
    pass(&platform, 60);
    let shown = caller.read(&path).await?.body;
    assert_eq!(
        (&shown["status"], &shown["successRate"]),
        (&json!("Complete"), &json!(100))
    );
    Ok(())
}

#[tokio::test]
async fn tasks_have_names_and_a_quota() -> Outcome {
    let (platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let targets = json!({ "type": "DeviceList", "deviceList": [device] });
    for number in 0..10 {
        let body = task(&number.to_string(), targets.clone());
        assert_eq!(caller.call("POST", TASKS, Some(&body)).await?.status, 200);
    }
    let again = caller
        .call("POST", TASKS, Some(&task("0", targets.clone())))
        .await?;
    assert_eq!(again.refusal(), (400, "105002"));
    let many = caller
        .call("POST", TASKS, Some(&task("10", targets.clone())))
        .await?;
    assert_eq!(many.refusal(), (400, "105001"));
    pass(&platform, 1000);
    let body = task("10", targets);
    assert_eq!(caller.call("POST", TASKS, Some(&body)).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn tasks_are_checked() -> Outcome {
    let (_platform, caller) = started().await?;
    let with = |name: &str, value: Value| {
        let mut body = task("t", json!({ "type": "DeviceList", "deviceList": [] }));
        body[name] = value;
        body
    };
    for (body, refusal) in [
        (with("taskName", Value::Null), (400, "102202")),
        (with("timeout", Value::Null), (400, "102202")),
        (with("timeout", json!(9)), (400, "100405")),
        (with("taskType", json!("Dance")), (400, "100405")),
        (with("param", json!({})), (400, "102202")),
        (with("appId", json!("nobody")), (403, "100203")),
    ] {
        let refused = caller.call("POST", TASKS, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{body}");
    }
    for (path, refusal) in [
        (format!("{TASKS}/none"), (404, "105005")),
        (format!("{DETAILS}?taskId=none"), (404, "105005")),
        (DETAILS.to_owned(), (400, "102202")),
        (format!("{DETAILS}?taskId=none&status=Odd"), (400, "100405")),
    ] {
        assert_eq!(caller.read(&path).await?.refusal(), refusal, "{path}");
    }
    Ok(())
}
