//! Tests of upgrade packages, tasks and subtasks, and of refused requests.

use std::collections::HashSet;
use std::time::Duration;

use crate::common::{Caller, FIRMWARE, Outcome, UPGRADE, for_groups, reply, still, text};
use northbound_platform::{Config, Group, Platform, TaskSpec};
use reqwest::Method;
use serde_json::{Value, json};

const STATES: [&str; 5] = ["wait", "processing", "fail", "success", "stop"];

async fn started(config: Config) -> Outcome<(Platform, Caller)> {
    let platform = Platform::start(config).await?;
    let caller = Caller::new(&platform).await?;
    Ok((platform, caller))
}

#[tokio::test]
async fn packages_are_listed_shown_and_deleted() -> Outcome {
    let (_platform, caller) = started(still()).await?;
    let all = caller.get("/category").await?.body;
    assert_eq!(all["totalCount"], json!(6));
    let meters = caller
        .get("/category?deviceType=WaterMeter&fileType=firmwarePackage&pageSize=1")
        .await?;
    assert_eq!(meters.body["totalCount"], json!(2));
    assert_eq!(meters.body["data"].as_array().map(Vec::len), Some(1));

    let path = format!("/category/{FIRMWARE}");
    assert_eq!(caller.get(&path).await?.body["version"], "V1.1.10");
    let deleted = reply(caller.request(Method::DELETE, &format!("{UPGRADE}{path}"))).await?;
    assert_eq!((deleted.status, deleted.body), (200, Value::Null));
    assert_eq!(caller.get(&path).await?.refusal(), (404, "123002"));
    Ok(())
}

#[tokio::test]
async fn a_task_runs_from_wait_to_its_end() -> Outcome {
    let (platform, caller) = started(still()).await?;
    let devices: Vec<_> = (0..250).map(|number| format!("device-{number}")).collect();
    let request = json!({ "fileId": FIRMWARE, "targets": { "devices": devices }, "policy": { "executeType": "now" } });
    let created = caller.post("/operations/firmwareUpgrade", &request).await?;
    let task = format!("/operations/{}", text(&created.body["operationId"]));

    let mut seen = HashSet::new();
    for _ in 0..40 {
        let body = caller.get(&task).await?.body;
        let sum: u64 = STATES
            .iter()
            .filter_map(|state| body["staResult"][state].as_u64())
            .sum();
        assert_eq!(sum, 250);
        seen.insert(text(&body["status"]));
        platform.advance(Duration::from_secs(60));
    }
    let body = caller.get(&task).await?.body;
    assert_eq!(body["status"], "failed", "some of 250 devices always fail");
    assert!(seen.contains("processing"));
    assert_eq!(body["targets"], request["targets"]);
    assert_eq!(body["staResult"]["total"], json!(250));
    assert!(body["stopTime"].is_string());
    let rows = caller
        .get(&format!("{task}/subOperations?pageSize=3"))
        .await?
        .body;
    assert_eq!(rows["data"][1]["deviceId"], "device-1");
    Ok(())
}

#[tokio::test]
async fn pages_list_every_subtask_once_in_each_status() -> Outcome {
    let groups = vec![
        Group {
            name: "a".into(),
            devices: 700,
        },
        Group {
            name: "b".into(),
            devices: 333,
        },
    ];
    let (platform, caller) = started(Config { groups, ..still() }).await?;
    let created = caller
        .post("/operations/firmwareUpgrade", &for_groups(&["a", "b"]))
        .await?;
    let base = format!(
        "/operations/{}/subOperations",
        text(&created.body["operationId"])
    );
    platform.advance(Duration::from_secs(900));

    let mut total = 0;
    let mut ids = HashSet::new();
    for state in STATES {
        for page in 0.. {
            let path = format!("{base}?subOperationStatus={state}&pageNo={page}&pageSize=100");
            let body = caller.get(&path).await?.body;
            let rows = body["data"].as_array().cloned().unwrap_or_default();
            if rows.is_empty() {
                total += body["totalCount"].as_u64().unwrap_or_default();
                break;
            }
            assert_eq!(body["pageNo"], json!(page));
            assert!(rows.iter().all(|row| row["status"] == state));
            ids.extend(rows.iter().map(|row| text(&row["subOperationId"])));
        }
    }
    assert_eq!((total, ids.len()), (1033, 1033));
    let all = caller.get(&base).await?.body;
    assert_eq!(
        (&all["pageNo"], &all["pageSize"], &all["totalCount"]),
        (&json!(0), &json!(10), &json!(1033))
    );
    Ok(())
}

#[tokio::test]
async fn subtasks_have_the_fields_of_their_status() -> Outcome {
    let (platform, caller) = started(still()).await?;
    let spec = TaskSpec {
        devices: 2000,
        age: 900,
        ..TaskSpec::default()
    };
    let id = platform.task(&spec).ok_or("no task")?;
    let base = format!("/operations/{id}/subOperations?pageSize=100&subOperationStatus=");
    let rows =
        |reply: crate::common::Reply| reply.body["data"].as_array().cloned().unwrap_or_default();

    for row in rows(caller.get(&format!("{base}wait")).await?) {
        assert!(
            row["startTime"].is_null()
                && row["stopTime"].is_null()
                && row.get("detailInfo").is_none()
        );
    }
    for row in rows(caller.get(&format!("{base}success")).await?) {
        assert_eq!(
            row["extendInfo"]["curVersion"],
            row["extendInfo"]["targetVersion"]
        );
        assert!(text(&row["startTime"]) < text(&row["stopTime"]));
    }
    let failed = rows(caller.get(&format!("{base}fail")).await?);
    assert!(failed.len() > 20 && failed.iter().all(|row| row["detailInfo"].is_string()));
    Ok(())
}

#[tokio::test]
async fn lists_filter_and_keep_applications_apart() -> Outcome {
    let apps = vec!["northbound-demo:demo-secret".parse()?, "other:s".parse()?];
    let (platform, caller) = started(Config { apps, ..still() }).await?;
    caller
        .post("/operations/firmwareUpgrade", &for_groups(&["all"]))
        .await?;
    let other = TaskSpec {
        devices: 5,
        app: Some("other".into()),
        ..TaskSpec::default()
    };
    let foreign = platform.task(&other).ok_or("no task")?;

    let all = caller.get("/operations").await?.body;
    assert_eq!(all["totalCount"], json!(1));
    let row = &all["data"][0];
    let id = text(&row["operationId"]);
    let device = text(
        &caller
            .get(&format!("/operations/{id}/subOperations"))
            .await?
            .body["data"][7]["deviceId"],
    );
    for (query, count) in [
        ("operationType=firmware_upgrade", 1),
        ("operationType=software_upgrade", 0),
        ("operationStatus=success", 0),
        (
            "deviceType=WaterMeter&model=WM100-NB&manufacturerName=Brookline",
            1,
        ),
        ("deviceId=unknown", 0),
        (&format!("deviceId={device}"), 1),
    ] {
        let body = caller.get(&format!("/operations?{query}")).await?.body;
        assert_eq!(body["totalCount"], json!(count), "{query}");
    }
    assert_eq!(
        caller
            .get(&format!("/operations/{foreign}"))
            .await?
            .refusal(),
        (404, "123009")
    );
    Ok(())
}

#[tokio::test]
async fn bad_queries_are_refused() -> Outcome {
    let (platform, caller) = started(still()).await?;
    let id = platform
        .task(&TaskSpec {
            devices: 5,
            ..TaskSpec::default()
        })
        .ok_or("no task")?;
    let task = format!("/operations/{id}/subOperations");
    for (path, refusal) in [
        (format!("{task}?pageSize=101"), (400, "123029")),
        (format!("{task}?pageSize=0"), (400, "123029")),
        (format!("{task}?pageNo=-1"), (400, "123029")),
        (format!("{task}?pageNo=one"), (400, "120015")),
        (format!("{task}?subOperationStatus=failed"), (400, "120015")),
        ("/operations?operationStatus=fail".into(), (400, "120015")),
        ("/operations/unknown/subOperations".into(), (404, "123009")),
        ("/operations/unknown".into(), (404, "123009")),
        ("/category/unknown".into(), (404, "123002")),
        ("/category?pageSize=1000".into(), (400, "123029")),
    ] {
        assert_eq!(caller.get(&path).await?.refusal(), refusal, "{path}");
    }
    let beyond = caller.get(&format!("{task}?pageNo=99")).await?;
    assert_eq!((beyond.status, &beyond.body["data"]), (200, &json!([])));
    Ok(())
}

#[tokio::test]
async fn bad_tasks_are_refused() -> Outcome {
    let (_platform, caller) = started(still()).await?;
    let good = for_groups(&["all"]);
    let with = |pointer: &str, value: Value| {
        let mut request = good.clone();
        if let Some(place) = request.pointer_mut(pointer) {
            *place = value;
        }
        request
    };
    let policy = |policy: Value| {
        let mut request = good.clone();
        request["policy"] = policy;
        request
    };
    let ids: Vec<_> = (0..257).map(|number| number.to_string()).collect();
    for (request, refusal) in [
        (json!([]), (400, "120015")),
        (with("/fileId", Value::Null), (400, "120015")),
        (with("/fileId", json!("unknown")), (404, "123002")),
        (with("/targets/model", json!("SL-240")), (400, "123016")),
        (
            with("/targets/manufacturerName", json!("")),
            (400, "123019"),
        ),
        (with("/targets/deviceType", Value::Null), (400, "123020")),
        (with("/targets/model", Value::Null), (400, "123021")),
        (with("/targets", Value::Null), (400, "123022")),
        (with("/targets/deviceGroups", json!([])), (400, "123022")),
        (
            with(
                "/targets",
                json!({ "deviceGroups": ["all"], "devices": ["1"] }),
            ),
            (400, "123023"),
        ),
        (with("/targets", json!({ "devices": ids })), (400, "123024")),
        (policy(json!({ "executeType": "" })), (400, "123025")),
        (policy(json!({ "executeType": "custom" })), (400, "123026")),
        (
            with("/targets/deviceGroups", json!(["all", "none"])),
            (400, "123027"),
        ),
        (
            policy(json!({ "executeType": "now", "retryType": true })),
            (400, "123028"),
        ),
        (
            policy(
                json!({ "executeType": "custom", "startTime": "20990102T000000Z", "endTime": "20990101T000000Z" }),
            ),
            (400, "123032"),
        ),
        (
            policy(
                json!({ "executeType": "custom", "startTime": "20000101T000000Z", "endTime": "20990101T000000Z" }),
            ),
            (400, "123033"),
        ),
    ] {
        let reply = caller.post("/operations/firmwareUpgrade", &request).await?;
        assert_eq!(reply.refusal(), refusal, "{request}");
    }
    let wrong_kind = caller.post("/operations/softwareUpgrade", &good).await?;
    assert_eq!(wrong_kind.refusal(), (400, "123016"));
    Ok(())
}

#[tokio::test]
async fn a_custom_task_waits_for_its_start_and_stops_at_its_end() -> Outcome {
    let (platform, caller) = started(Config {
        expires_in: 200_000,
        ..still()
    })
    .await?;
    let now = platform.clock().epoch_seconds;
    let mut request = for_groups(&["all"]);
    platform.advance(Duration::from_secs(u64::try_from(
        86_400 - now.rem_euclid(86_400),
    )?));
    let day = platform.clock().now[..8].to_owned();
    request["policy"] = json!({
        "executeType": "custom",
        "startTime": format!("{day}T010000Z"),
        "endTime": format!("{day}T011000Z"),
    });
    let created = caller.post("/operations/firmwareUpgrade", &request).await?;
    let task = format!("/operations/{}", text(&created.body["operationId"]));
    assert_eq!(caller.get(&task).await?.body["status"], "wait");
    platform.advance(Duration::from_secs(3600 + 300));
    assert_eq!(caller.get(&task).await?.body["status"], "processing");
    platform.advance(Duration::from_secs(300));
    let sums = caller.get(&task).await?.body["staResult"].clone();
    assert_eq!(sums["wait"], json!(0));
    assert!(
        sums["stop"].as_u64().is_some_and(|stopped| stopped > 300),
        "{sums}"
    );
    Ok(())
}

#[tokio::test]
async fn the_same_seed_gives_the_same_results() -> Outcome {
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let (platform, caller) = started(Config { seed, ..still() }).await?;
        let id = platform
            .task(&TaskSpec {
                devices: 50,
                age: 900,
                ..TaskSpec::default()
            })
            .ok_or("no task")?;
        let rows = caller
            .get(&format!("/operations/{id}/subOperations?pageSize=50"))
            .await?
            .body;
        let rows = rows["data"].as_array().cloned().unwrap_or_default();
        let run: Vec<_> = rows
            .iter()
            .map(|row| (text(&row["deviceId"]), text(&row["status"])))
            .collect();
        runs.push((id, run));
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    Ok(())
}
