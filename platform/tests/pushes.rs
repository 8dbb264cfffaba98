//! Tests of notifications: their triggers and their delivery.

use std::collections::HashMap;

use crate::common::receiver::{Receiver, settled};
use crate::common::{Caller, Outcome, UPGRADE, pass, started, text};
use northbound_platform::{OperateType, Platform, PushSpec, TaskSpec};
use serde_json::{Value, json};

const COMMANDS: &str = "/iocm/app/cmd/v1.4.0/deviceCommands";

async fn subscribe(caller: &Caller, kind: &str, url: &str) -> Outcome {
    let body = json!({ "notifyType": kind, "callbackUrl": url });
    let path = "/iocm/app/sub/v1.2.0/subscriptions";
    let made = caller.call("POST", path, Some(&body)).await?;
    assert_eq!(made.status, 201, "{kind}: {made:?}");
    Ok(())
}

async fn subscribe_management(caller: &Caller, kind: &str, url: &str) -> Outcome {
    let body = json!({ "notifyType": kind, "callbackurl": url });
    let made = caller
        .call("POST", "/iodm/app/sub/v1.1.0/subscribe", Some(&body))
        .await?;
    assert_eq!(made.status, 200, "{kind}: {made:?}");
    Ok(())
}

#[tokio::test]
async fn device_events_are_pushed() -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    let url = receiver.url("/all?x=1");
    for kind in [
        "deviceAdded",
        "bindDevice",
        "deviceInfoChanged",
        "deviceDeleted",
    ] {
        subscribe(&caller, kind, &url).await?;
    }
    let id = caller.register("a").await?;
    let added = receiver.next().await?;
    assert!(
        added.body.starts_with(r#"{"notifyType":"deviceAdded","#),
        "{}",
        added.body
    );
    assert_eq!(added.path, "/all?x=1");
    assert_eq!(added.content_type, "application/json;charset=utf-8");
    assert_eq!(added.json()["deviceInfo"]["nodeId"], "a");

    pass(&platform, 60);
    let bound = receiver.next().await?.json();
    assert_eq!(
        (&bound["notifyType"], &bound["deviceId"]),
        (&json!("bindDevice"), &json!(id))
    );
    let path = format!("/iocm/app/dm/v1.4.0/devices/{id}");
    caller
        .call("PUT", &path, Some(&json!({ "name": "Cellar" })))
        .await?;
    assert_eq!(
        receiver.next().await?.json()["deviceInfo"]["name"],
        "Cellar"
    );
    caller.call("DELETE", &path, None).await?;
    let deleted = json!({ "notifyType": "deviceDeleted", "deviceId": id, "gatewayId": id });
    assert_eq!(receiver.next().await?.json(), deleted);

    let pushes = settled(&platform).await?;
    assert!(
        pushes
            .iter()
            .all(|pushed| pushed.status == Some(200) && pushed.attempts == 1)
    );
    Ok(())
}

#[tokio::test]
async fn reports_are_pushed_one_by_one_or_together() -> Outcome {
    let (platform, caller) = started().await?;
    let mut single = Receiver::http().await?;
    let mut several = Receiver::http().await?;
    subscribe(&caller, "deviceDataChanged", &single.url("/")).await?;
    subscribe(&caller, "deviceDatasChanged", &several.url("/")).await?;
    let id = caller.register("a").await?;
    pass(&platform, 60);
    let all = several.next().await?.json();
    assert_eq!(all["deviceId"], json!(id));
    for service in 0..3 {
        assert_eq!(
            single.next().await?.json()["service"],
            all["services"][service]
        );
    }
    let shown = caller
        .read(&format!("/iocm/app/dm/v1.4.0/devices/{id}"))
        .await?
        .body;
    assert_eq!(shown["services"], all["services"]);
    Ok(())
}

#[tokio::test]
async fn a_command_calls_back_at_every_step() -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    let id = caller.register("a").await?;
    let command = json!({ "serviceId": "WaterMeter", "method": "SET_VALVE", "paras": {} });
    let body = json!({ "deviceId": id, "command": command, "callbackUrl": receiver.url("/cb") });
    let posted = caller.call("POST", COMMANDS, Some(&body)).await?.body;
    pass(&platform, 1000);
    let mut codes = Vec::new();
    for _ in 0..3 {
        let pushed = receiver.next().await?.json();
        assert_eq!(pushed["commandId"], posted["commandId"]);
        assert!(pushed["notifyType"].is_null());
        codes.push(text(&pushed["result"]["resultCode"]));
    }
    assert_eq!(codes[..2], ["SENT", "DELIVERED"]);

    let posted = caller.call("POST", COMMANDS, Some(&body)).await?.body;
    let path = format!("{COMMANDS}/{}", text(&posted["commandId"]));
    caller
        .call("PUT", &path, Some(&json!({ "status": "CANCELED" })))
        .await?;
    pass(&platform, 1000);
    assert_eq!(
        receiver.next().await?.json()["result"]["resultCode"],
        "CANCELED"
    );
    assert_eq!(settled(&platform).await?.len(), 4, "and nothing else");
    Ok(())
}

#[tokio::test]
async fn devices_confirm_and_respond() -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    let mut direct = Receiver::http().await?;
    for kind in [
        "messageConfirm",
        "commandRsp",
        "deviceDesiredPropertiesModifyStatusChanged",
    ] {
        subscribe(&caller, kind, &receiver.url("/")).await?;
    }
    let id = caller.register("a").await?;
    pass(&platform, 60);
    let path = format!("/iocm/app/signaltrans/v1.1.0/devices/{id}/services/S/sendCommand");
    let header =
        json!({ "mode": "ACK", "method": "M", "requestId": "r", "callbackURL": direct.url("/") });
    caller
        .call(
            "POST",
            &path,
            Some(&json!({ "header": header, "body": {} })),
        )
        .await?;
    pass(&platform, 10);
    for kind in ["messageConfirm", "commandRsp"] {
        let pushed = receiver.next().await?.json();
        assert_eq!(
            (&pushed["notifyType"], &pushed["header"]["requestId"]),
            (&json!(kind), &json!("r"))
        );
    }
    assert_eq!(direct.next().await?.json()["notifyType"], "commandRsp");

    let path = format!("/iocm/app/shadow/v1.5.0/devices/{id}");
    let wish = json!({ "serviceId": "S", "desired": { "a": 1 } });
    caller
        .call("PUT", &path, Some(&json!({ "serviceDesireds": [wish] })))
        .await?;
    pass(&platform, 60);
    let pushed = receiver.next().await?.json();
    assert_eq!(
        (&pushed["properties"], &pushed["status"]),
        (&json!({ "a": 1 }), &json!("DELIVERED"))
    );
    Ok(())
}

#[tokio::test]
async fn a_rule_with_match_now_is_pushed() -> Outcome {
    let (_platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    subscribe(&caller, "ruleEvent", &receiver.url("/")).await?;
    let rule = json!({
        "name": "r", "author": "me", "matchNow": "yes",
        "conditions": [{ "type": "DEVICE_DATA", "id": "c" }], "actions": [{ "type": "SMS", "id": "a" }],
    });
    caller
        .call("POST", "/iocm/app/rule/v1.2.0/rules", Some(&rule))
        .await?;
    let pushed = receiver.next().await?.json();
    assert_eq!(
        (&pushed["ruleName"], &pushed["reasons"][0]["id"]),
        (&json!("r"), &json!("c"))
    );
    Ok(())
}

/// Collects the notifications about each device, in order.
async fn pushes(receiver: &mut Receiver, results: usize) -> Outcome<HashMap<String, Vec<Value>>> {
    let mut pushes: HashMap<String, Vec<Value>> = HashMap::new();
    let mut ended = 0;
    while ended < results {
        let pushed = receiver.next().await?.json();
        ended += usize::from(text(&pushed["notifyType"]).ends_with("ResultNotify"));
        pushes
            .entry(text(&pushed["deviceId"]))
            .or_default()
            .push(pushed);
    }
    Ok(pushes)
}

async fn assert_upgrade_is_pushed(operate_type: OperateType, prefix: &str) -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    for kind in ["UpgradeStateChangeNotify", "UpgradeResultNotify"] {
        let kind = format!("{prefix}{kind}");
        subscribe_management(&caller, &kind, &receiver.url("/")).await?;
    }
    let spec = TaskSpec {
        devices: 100,
        operate_type,
        ..TaskSpec::default()
    };
    let id = platform.task(&spec).ok_or("no task")?;
    // In steps, so that the time intervals must fit together.
    for _ in 0..80 {
        pass(&platform, 30);
        tokio::task::yield_now().await;
    }
    let rows = format!("{UPGRADE}/operations/{id}/subOperations?pageSize=100");
    let rows = caller.read(&rows).await?.body["data"]
        .as_array()
        .cloned()
        .ok_or("no rows")?;
    let ended: Vec<_> = rows.iter().filter(|row| row["status"] != "stop").collect();
    let pushes = pushes(&mut receiver, ended.len()).await?;
    for row in ended {
        let pushed = &pushes[&text(&row["deviceId"])];
        let steps: Vec<_> = pushed
            .iter()
            .filter_map(|pushed| pushed.get("stepDesc").or(pushed.get("swUpgradeState")))
            .collect();
        let result = pushed.last().ok_or("nothing")?;
        let outcome = result.get("status").or(result.get("swUpgradeResult"));
        assert_eq!(result["subOperationId"], row["subOperationId"]);
        assert_eq!(result["operationId"], json!(id));
        if row["status"] == "success" {
            assert_eq!(outcome, Some(&json!("SUCCESS")));
            assert_eq!(steps, ["downloading", "downloaded", "updating", "idle"]);
            assert_eq!(result["curVersion"], result["targetVersion"]);
        } else {
            assert_eq!(outcome, Some(&json!("FAIL")));
            let why = result.get("statusDesc").or(result.get("resultDesc"));
            assert_eq!(why, row.get("detailInfo"));
        }
    }
    Ok(())
}

#[tokio::test]
async fn firmware_upgrades_are_pushed() -> Outcome {
    assert_upgrade_is_pushed(OperateType::FirmwareUpgrade, "fw").await
}

#[tokio::test]
async fn software_upgrades_are_pushed() -> Outcome {
    assert_upgrade_is_pushed(OperateType::SoftwareUpgrade, "sw").await
}

#[tokio::test]
async fn millions_of_devices_do_not_fill_the_queue() -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    subscribe_management(&caller, "fwUpgradeResultNotify", &receiver.url("/")).await?;
    let spec = TaskSpec {
        devices: 2_000_000,
        ..TaskSpec::default()
    };
    platform.task(&spec).ok_or("no task")?;
    pass(&platform, 3600);
    for _ in 0..200 {
        receiver.next().await?;
    }
    let waiting = platform
        .pushes()
        .iter()
        .filter(|pushed| !pushed.done)
        .count();
    assert!((1..10_000).contains(&waiting), "{waiting}");
    assert!(
        platform
            .pushes()
            .iter()
            .all(|pushed| pushed.error.is_none())
    );
    Ok(())
}

#[tokio::test]
async fn receivers_may_use_tls() -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::https(&platform).await?;
    subscribe(&caller, "deviceAdded", &receiver.url("/tls")).await?;
    caller.register("a").await?;
    assert_eq!(receiver.next().await?.path, "/tls");
    Ok(())
}

fn direct(receiver: &Receiver, path: &str) -> PushSpec {
    PushSpec {
        notify_type: Some("deviceDeleted".into()),
        url: Some(receiver.url(path)),
        ..PushSpec::default()
    }
}

#[tokio::test]
async fn a_failed_push_is_tried_again() -> Outcome {
    let (platform, _caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    receiver
        .statuses
        .lock()
        .map_err(|_| "poisoned")?
        .extend([500, 503, 204, 500, 500, 500]);
    for path in ["/recovers", "/stays down"] {
        platform.push(&direct(&receiver, &path.replace(' ', "-")))?;
        let sent = settled(&platform).await?;
        assert_eq!(sent.last().map(|pushed| pushed.attempts), Some(3));
    }
    let statuses: Vec<_> = platform
        .pushes()
        .iter()
        .map(|pushed| pushed.status)
        .collect();
    assert_eq!(statuses, [Some(204), Some(500)]);
    let first = receiver.next().await?;
    assert_eq!(receiver.next().await?.body, first.body);
    Ok(())
}

#[tokio::test]
async fn a_closed_receiver_is_recorded() -> Outcome {
    let (platform, _caller) = started().await?;
    let closed = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let spec = PushSpec {
        notify_type: Some("deviceAdded".into()),
        url: Some(format!("http://{closed}/")),
        ..PushSpec::default()
    };
    platform.push(&spec)?;
    let sent = settled(&platform).await?;
    assert_eq!((sent[0].status, sent[0].attempts), (None, 3));
    assert!(sent[0].error.is_some());
    platform.clear_pushes();
    assert_eq!(platform.pushes(), []);
    Ok(())
}

async fn control(
    platform: &Platform,
    method: &str,
    path: &str,
    body: Value,
) -> Outcome<crate::common::Reply> {
    let url = format!("http://{}{path}", platform.control_addr());
    let http = crate::common::client(platform)?.build()?;
    crate::common::reply(http.request(method.parse()?, url).json(&body)).await
}

#[tokio::test]
async fn anything_can_be_pushed_through_control() -> Outcome {
    let (platform, caller) = started().await?;
    let mut receiver = Receiver::http().await?;
    subscribe(&caller, "deviceEvent", &receiver.url("/subscribed")).await?;
    let sent = control(
        &platform,
        "POST",
        "/push",
        json!({ "notifyType": "deviceEvent" }),
    )
    .await?;
    assert_eq!(sent.body, json!({ "pushed": [1] }));
    assert_eq!(
        receiver.next().await?.json()["header"]["eventType"],
        "alarm"
    );
    let nobody = control(
        &platform,
        "POST",
        "/push",
        json!({ "notifyType": "ruleEvent" }),
    )
    .await?;
    assert_eq!(nobody.body, json!({ "pushed": [] }));

    let url = receiver.url("/direct");
    let odd = "{ \"deviceId\" : \"d\" ,\n \"notifyType\" : \"deviceAdded\" }";
    for (body, arrives) in [(json!({ "a": 1 }), r#"{"a":1}"#), (json!(odd), odd)] {
        control(
            &platform,
            "POST",
            "/push",
            json!({ "url": url, "body": body }),
        )
        .await?;
        assert_eq!(receiver.next().await?.body, arrives);
    }
    control(&platform, "POST", "/push", json!({ "url": url })).await?;
    assert!(receiver.next().await?.json()["commandId"].is_string());

    settled(&platform).await?;
    let list = control(&platform, "GET", "/pushes", Value::Null)
        .await?
        .body;
    assert_eq!(
        (&list[0]["notifyType"], &list[0]["status"]),
        (&json!("deviceEvent"), &json!(200))
    );
    control(&platform, "DELETE", "/pushes", Value::Null).await?;
    assert_eq!(
        control(&platform, "GET", "/pushes", Value::Null)
            .await?
            .body,
        json!([])
    );
    for wrong in [
        json!({}),
        json!({ "notifyType": "deviceExploded", "url": url }),
        json!({ "notifyType": "deviceAdded", "url": "http://192.0.2.1:80/" }),
        json!({ "notifyType": "deviceAdded", "app": "nobody" }),
    ] {
        let refused = control(&platform, "POST", "/push", wrong.clone()).await?;
        assert_eq!(refused.status, 400, "{wrong}");
    }
    Ok(())
}
