//! Tests of commands, their cancellation, and service invocation.

use crate::common::{Caller, Outcome, pass, started, text};
use serde_json::{Value, json};

const COMMANDS: &str = "/iocm/app/cmd/v1.4.0/deviceCommands";
const CANCELS: &str = "/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks";

fn command_body(device: &str) -> Value {
    let command =
        json!({ "serviceId": "WaterMeter", "method": "SET_VALVE", "paras": { "value": 1 } });
    json!({ "deviceId": device, "command": command })
}

async fn status(caller: &Caller, device: &str) -> Outcome<String> {
    let list = caller
        .read(&format!("{COMMANDS}?deviceId={device}"))
        .await?
        .body;
    Ok(text(&list["data"][0]["status"]))
}

#[tokio::test]
async fn a_command_passes_its_states() -> Outcome {
    let (platform, caller) = started().await?;
    let device = caller.register("a").await?;
    pass(&platform, 60);
    let posted = caller
        .call("POST", COMMANDS, Some(&command_body(&device)))
        .await?;
    assert_eq!(posted.status, 201);
    assert_eq!(posted.body["status"], "PENDING");
    assert_eq!(posted.body["expireTime"], json!(172_800));
    assert_eq!(posted.body["command"], command_body(&device)["command"]);
    assert_eq!(posted.body["platformIssuedTime"], Value::Null);

    let mut seen = vec![status(&caller, &device).await?];
    for _ in 0..200 {
        pass(&platform, 1);
        let status = status(&caller, &device).await?;
        if seen.last() != Some(&status) {
            seen.push(status);
        }
    }
    let end = seen.split_off(3);
    assert_eq!(seen, ["PENDING", "SENT", "DELIVERED"]);
    assert!(
        matches!(end[..], [ref end] if ["SUCCESSFUL", "FAILED", "TIMEOUT"].contains(&end.as_str()))
    );
    Ok(())
}

#[tokio::test]
async fn most_commands_succeed_and_some_do_not() -> Outcome {
    let (platform, caller) = started().await?;
    for device in 0..20 {
        let device = caller.register(&device.to_string()).await?;
        for _ in 0..10 {
            caller
                .call("POST", COMMANDS, Some(&command_body(&device)))
                .await?;
        }
    }
    pass(&platform, 1000);
    let list = caller
        .read(&format!("{COMMANDS}?pageSize=1000"))
        .await?
        .body;
    assert_eq!(
        list["pagination"],
        json!({ "pageNo": 0, "pageSize": 1000, "totalSize": 200 })
    );
    let rows = list["data"].as_array().ok_or("no rows")?;
    let count = |status: &str| rows.iter().filter(|row| row["status"] == status).count();
    assert!(count("SUCCESSFUL") > 150 && count("FAILED") > 0 && count("TIMEOUT") > 0);
    assert_eq!(
        count("SUCCESSFUL") + count("FAILED") + count("TIMEOUT"),
        200
    );
    let done = rows
        .iter()
        .find(|row| row["status"] == "SUCCESSFUL")
        .ok_or("none")?;
    assert_eq!(done["result"]["resultCode"], "SUCCESSFUL");
    assert!(done["executeTime"].is_string() && done["deliveredTime"].is_string());
    Ok(())
}

#[tokio::test]
async fn a_command_expires_while_its_device_sleeps() -> Outcome {
    let (platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let mut body = command_body(&device);
    body["expireTime"] = json!(2);
    caller.call("POST", COMMANDS, Some(&body)).await?;
    pass(&platform, 60);
    assert_eq!(status(&caller, &device).await?, "EXPIRED");
    body["expireTime"] = json!(0);
    let posted = caller.call("POST", COMMANDS, Some(&body)).await?;
    assert_eq!(posted.body["status"], "SENT", "nothing waits for 0 seconds");
    Ok(())
}

#[tokio::test]
async fn commands_are_cancelled_once() -> Outcome {
    let (platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let posted = caller
        .call("POST", COMMANDS, Some(&command_body(&device)))
        .await?
        .body;
    let path = format!("{COMMANDS}/{}", text(&posted["commandId"]));
    let cancel = json!({ "status": "CANCELED" });
    let cancelled = caller.call("PUT", &path, Some(&cancel)).await?;
    assert_eq!(
        (cancelled.status, &cancelled.body["status"]),
        (200, &json!("CANCELED"))
    );
    pass(&platform, 1000);
    assert_eq!(status(&caller, &device).await?, "CANCELED");

    for (path, body, refusal) in [
        (path.as_str(), &cancel, (200, "100435")),
        (&format!("{COMMANDS}/none"), &cancel, (200, "100434")),
        (&path, &json!({ "status": "SENT" }), (400, "100405")),
        (&path, &json!({}), (400, "102202")),
    ] {
        let refused = caller.call("PUT", path, Some(body)).await?;
        assert_eq!(refused.refusal(), refusal, "{path} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_task_cancels_all_pending_commands() -> Outcome {
    let (platform, caller) = started().await?;
    let device = caller.register("a").await?;
    for _ in 0..20 {
        assert_eq!(
            caller
                .call("POST", COMMANDS, Some(&command_body(&device)))
                .await?
                .status,
            201
        );
    }
    let full = caller
        .call("POST", COMMANDS, Some(&command_body(&device)))
        .await?;
    assert_eq!(full.refusal(), (400, "100223"));

    let task = caller
        .call("POST", CANCELS, Some(&json!({ "deviceId": device })))
        .await?;
    assert_eq!((task.status, &task.body["totalCount"]), (201, &json!(20)));
    assert_eq!(task.body["deviceCommands"][0]["status"], "CANCELED");
    assert_eq!(
        caller
            .call("POST", COMMANDS, Some(&command_body(&device)))
            .await?
            .status,
        201
    );
    let id = text(&task.body["taskId"]);
    pass(&platform, 10);
    let list = caller
        .read(&format!("{CANCELS}?taskId={id}&status=SUCCESS"))
        .await?
        .body;
    assert_eq!(list["pagination"]["totalSize"], json!(1));
    let none = caller.read(&format!("{CANCELS}?status=FAILED")).await?.body;
    assert_eq!(none["data"], json!([]));
    let missing = caller
        .call("POST", CANCELS, Some(&json!({ "deviceId": "none" })))
        .await?;
    assert_eq!(missing.refusal(), (404, "100403"));
    Ok(())
}

#[tokio::test]
async fn commands_are_checked() -> Outcome {
    let (_platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let with = |name: &str, value: Value| {
        let mut body = command_body(&device);
        body[name] = value;
        body
    };
    for (query, body, refusal) in [
        ("", with("deviceId", Value::Null), (400, "102202")),
        ("", with("deviceId", json!("none")), (404, "100403")),
        ("", with("command", Value::Null), (400, "102202")),
        (
            "",
            with("command", json!({ "method": "M" })),
            (400, "102202"),
        ),
        (
            "",
            with("command", json!({ "serviceId": "S" })),
            (400, "102203"),
        ),
        ("", with("expireTime", json!("soon")), (400, "100405")),
        ("", with("expireTime", json!(i64::MAX)), (400, "100405")),
        (
            "",
            with("callbackUrl", json!("https://example.com:443/")),
            (400, "100222"),
        ),
        ("?appId=nobody", command_body(&device), (200, "100203")),
    ] {
        let path = format!("{COMMANDS}{query}");
        let refused = caller.call("POST", &path, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{query} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_service_is_invoked_while_the_device_is_online() -> Outcome {
    let (platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let path =
        format!("/iocm/app/signaltrans/v1.1.0/devices/{device}/services/WaterMeter/sendCommand");
    let body =
        json!({ "header": { "mode": "ACK", "method": "SET_VALVE" }, "body": { "value": 1 } });
    let asleep = caller.call("POST", &path, Some(&body)).await?;
    assert_eq!(asleep.refusal(), (200, "100428"));
    pass(&platform, 60);
    let invoked = caller.call("POST", &path, Some(&body)).await?;
    assert_eq!(
        (invoked.status, &invoked.body["status"]),
        (200, &json!("sent"))
    );
    assert!(!text(&invoked.body["requestId"]).is_empty());
    assert_eq!(invoked.body["timeStamp"], json!(platform.clock().now));

    let headless = caller
        .call("POST", &path, Some(&json!({ "body": {} })))
        .await?;
    assert_eq!(headless.refusal(), (400, "102202"));
    let missing = path.replace(&device, "none");
    let missing = caller.call("POST", &missing, Some(&body)).await?;
    assert_eq!(missing.refusal(), (404, "100403"));
    Ok(())
}
