//! Tests of an upgrade from login to its end, and of the typed responses.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::facts::assert_error;
use crate::support::{FIRMWARE, SOFTWARE, Stage, dto, still, subtasks, upgrade};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{
    OperationStaResult, QueryUpgradePackageListInDto, QueryUpgradeTaskListInDto,
    QueryUpgradeTaskOutDto, SubOperationInfo, SubtaskStatus, TaskStatus, UpgradeType,
    create_firmware_upgrade_task, create_software_upgrade_task, delete_upgrade_package,
    query_upgrade_package, query_upgrade_package_list, query_upgrade_sub_task, query_upgrade_task,
    query_upgrade_task_list,
};
use northbound::{Client, NorthApiError};
use northbound_platform::{Config, Fault, Group};
use serde_json::{Map, Value, json};

/// Starts a stage with this many devices in its group of meters.
fn meters(devices: u32) -> Stage {
    Stage::with(Config {
        groups: vec![Group {
            name: "meters".to_owned(),
            devices,
        }],
        ..still()
    })
}

async fn firmware_task(client: &Client, token: &Token) -> String {
    let task = upgrade(FIRMWARE, &["meters"]);
    let request = create_firmware_upgrade_task(&task, token).expect("a request");
    let response = client.send(request).await.expect("a task");
    response.operation_id.expect("an id")
}

async fn task(client: &Client, id: &str, token: &Token) -> QueryUpgradeTaskOutDto {
    let request = query_upgrade_task(id, token).expect("a request");
    client.send(request).await.expect("the task is there")
}

/// Returns all subtasks, page by page; checks the page fields.
async fn all_pages(
    client: &Client,
    id: &str,
    token: &Token,
    filter: Value,
) -> Vec<SubOperationInfo> {
    let mut rows = Vec::new();
    for number in 0.. {
        let mut query = filter.clone();
        query["pageNo"] = json!(number);
        query["pageSize"] = json!(100);
        let page = subtasks(client, query, id, token).await.expect("a page");
        assert_eq!((page.page_no, page.page_size), (Some(number), Some(100)));
        let total = usize::try_from(page.total_count.expect("a count")).expect("a count");
        let data = page.data.expect("rows");
        assert_eq!(data.len(), 100.min(total - rows.len()));
        rows.extend(data);
        if rows.len() == total {
            break;
        }
    }
    rows
}

fn by_status(rows: &[SubOperationInfo]) -> BTreeMap<&str, i64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        *sums
            .entry(row.status.as_ref().expect("a status").as_str())
            .or_default() += 1;
    }
    sums
}

/// Returns the counts of a task, in the same form.
fn counts(sums: &OperationStaResult) -> BTreeMap<&'static str, i64> {
    [
        ("wait", sums.wait),
        ("processing", sums.processing),
        ("success", sums.success),
        ("fail", sums.fail),
        ("stop", sums.stop),
    ]
    .map(|(status, count)| (status, count.expect("every count is there")))
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .collect()
}

/// Checks the fields that a subtask must have, and must not have, in its status.
fn check_row(row: &SubOperationInfo) {
    assert!(
        row.sub_operation_id
            .as_ref()
            .is_some_and(|id| !id.is_empty())
    );
    assert!(row.create_time.is_some());
    assert_eq!(row.operate_type, Some(UpgradeType::Firmware));
    let times = (row.start_time.is_some(), row.stop_time.is_some());
    let version = row.extend_info.as_ref().map(|info| &info["curVersion"]);
    match row.status.as_ref() {
        Some(SubtaskStatus::Wait) => assert_eq!(times, (false, false)),
        Some(SubtaskStatus::Processing) => assert_eq!(times, (true, false)),
        Some(SubtaskStatus::Success) => {
            assert_eq!(times, (true, true));
            assert_eq!(version, Some(&json!("V1.1.10")));
        }
        Some(SubtaskStatus::Fail) => {
            assert!(times.1);
            assert!(row.detail_info.as_ref().is_some_and(|why| !why.is_empty()));
        }
        Some(SubtaskStatus::Stop) => assert!(times.1),
        other => panic!("{other:?}"),
    }
    assert!(row.extra.is_empty(), "{:?}", row.extra);
}

#[tokio::test]
async fn a_firmware_upgrade_from_login_to_its_end() {
    let stage = meters(250);
    let (client, token) = stage.logged_in().await;

    let query: QueryUpgradePackageListInDto = dto(json!({ "fileType": "firmwarePackage" }));
    let request = query_upgrade_package_list(&query, &token).expect("a request");
    let list = client.send(request).await.expect("a list");
    let packages = list.data.expect("rows");
    assert_eq!(list.total_count, Some(packages.len() as i64));
    let is_wanted = |file: &Option<String>| file.as_deref() == Some(FIRMWARE);
    assert!(packages.iter().any(|package| is_wanted(&package.file_id)));

    let id = firmware_task(&client, &token).await;
    let mut seen = Vec::new();
    let end = loop {
        let state = task(&client, &id, &token).await;
        let rows = all_pages(&client, &id, &token, json!({})).await;
        assert_eq!(rows.len(), 250);
        let sums = state.sta_result.clone().expect("sums");
        assert_eq!(sums.total, Some(250));
        assert_eq!(by_status(&rows), counts(&sums));
        rows.iter().for_each(check_row);
        seen.push(state.status.clone().expect("a status"));
        if state.stop_time.is_some() {
            break state;
        }
        assert!(seen.len() < 20, "no end in sight: {seen:?}");
        stage.platform.advance(Duration::from_secs(300));
    };
    seen.dedup();
    assert_eq!(seen.last(), Some(&TaskStatus::Failed));
    assert!(seen.iter().any(|status| status == "processing"), "{seen:?}");

    let sums = end.sta_result.expect("sums");
    assert_eq!((sums.wait, sums.processing), (Some(0), Some(0)));
    let failed = all_pages(
        &client,
        &id,
        &token,
        json!({ "subOperationStatus": "fail" }),
    )
    .await;
    assert_eq!(Some(failed.len() as i64), sums.fail);
    assert!(!failed.is_empty());
    assert!(
        failed
            .iter()
            .all(|row| row.status == Some(SubtaskStatus::Fail))
    );

    let stats = stage.platform.stats();
    assert!(stats.requests > 10, "{stats:?}");
    assert_eq!((stats.connections, stats.handshake_failures), (1, 0));
}

#[tokio::test]
async fn pages_hold_each_device_once() {
    let stage = meters(250);
    let (client, token) = stage.logged_in().await;
    let id = firmware_task(&client, &token).await;
    let rows = all_pages(&client, &id, &token, json!({})).await;
    let mut devices: Vec<_> = rows.iter().map(|row| row.device_id.clone()).collect();
    devices.sort();
    devices.dedup();
    assert_eq!(devices.len(), 250);

    let beyond = json!({ "pageNo": 3, "pageSize": 100 });
    let page = subtasks(&client, beyond, &id, &token)
        .await
        .expect("a page");
    assert_eq!((page.total_count, page.data), (Some(250), Some(vec![])));
    let page = subtasks(&client, json!({}), &id, &token)
        .await
        .expect("a page");
    assert_eq!(page.data.map(|rows| rows.len()), Some(10));
}

#[tokio::test]
async fn a_task_shows_its_parameters() {
    let stage = meters(3);
    let (client, token) = stage.logged_in().await;
    let mut wanted = upgrade(SOFTWARE, &["meters"]);
    wanted.policy = Some(dto(json!({
        "executeType": "now", "retryType": true, "retryTimes": 2,
    })));
    let request = create_software_upgrade_task(&wanted, &token).expect("a request");
    let response = client.send(request).await.expect("a task");
    let id = response.operation_id.expect("an id");

    let made = task(&client, &id, &token).await;
    assert_eq!(made.operation_id.as_deref(), Some(id.as_str()));
    assert_eq!(made.operate_type, Some(UpgradeType::Software));
    assert_eq!(made.targets, wanted.targets);
    assert_eq!(made.policy, wanted.policy);
    assert_eq!(made.extend_para, Some(json!({ "fileVersion": "V2.4.1" })));
    assert_eq!(made.stop_time, None);
    let created = made.create_time.expect("a time");
    assert!(created.to_system_time().is_some(), "{created}");
}

#[tokio::test]
async fn packages_are_described_and_deleted() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let describe = || async {
        let request = query_upgrade_package(FIRMWARE, &token).expect("a request");
        client.send(request).await
    };
    let package = describe().await.expect("a package");
    assert_eq!(package.name.as_deref(), Some("water-meter-fw-V1.1.10.zip"));
    assert_eq!(package.protocol_type.as_deref(), Some("LWM2M"));
    assert!(package.extra.is_empty(), "{:?}", package.extra);

    let delete = delete_upgrade_package(FIRMWARE, &token).expect("a request");
    client.send(delete.clone()).await.expect("deleted");
    let says = ["queryUpgradePackage: 123002", "(HTTP 404 Not Found)"];
    let error = describe().await.expect_err("it is gone");
    assert_error(&error, "123002", &["not found", "sent"], &says);
    let error = client.send(delete).await.expect_err("it is gone");
    assert_error(&error, "123002", &["not found", "sent"], &[]);
}

#[tokio::test]
async fn task_lists_are_filtered_by_the_platform() {
    let stage = meters(2);
    let (client, token) = stage.logged_in().await;
    let id = firmware_task(&client, &token).await;
    let list = |fields: Value| {
        let query: QueryUpgradeTaskListInDto = dto(fields);
        let request = query_upgrade_task_list(&query, &token).expect("a request");
        let client = &client;
        async move { client.send(request).await.expect("a list") }
    };
    let found = list(json!({ "operationType": "firmware_upgrade", "model": "WM100-NB" })).await;
    let rows = found.data.expect("rows");
    let ids: Vec<_> = rows.iter().map(|row| row.operation_id.as_deref()).collect();
    assert_eq!(ids, [Some(id.as_str())]);
    let none = list(json!({ "operationType": "software_upgrade" })).await;
    assert_eq!(none.data, Some(vec![]));
}

#[tokio::test]
async fn additional_fields_are_preserved() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let id = stage.task(2);
    let more = json!({ "region": "größer", "flags": [1, null, { "a": 1.5 }], "count": 0 });
    let fields: Map<String, Value> = more.as_object().expect("an object").clone();
    stage.platform.fault(Fault::Extra {
        fields: fields.clone(),
    });
    let page = subtasks(&client, json!({ "pageNo": 0 }), &id, &token).await;
    let page = page.expect("a page");
    assert_eq!(page.extra, fields);
    assert_eq!(page.total_count, Some(2));
    let rows = page.data.as_deref().expect("rows");
    assert!(rows.iter().all(|row| row.extra == fields));

    // They are also in the JSON again.
    let again = serde_json::to_value(&page).expect("JSON");
    assert_eq!(again["data"][1]["region"], "größer");
    assert_eq!(again["flags"], more["flags"]);
}

#[tokio::test]
async fn requests_arrive_as_they_were_built() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    stage.platform.clear_requests();
    let mut expected = Vec::new();
    for id in [
        "../x", "a/b", "a\\b", "?x=1", "#x", "%2e%2e", "%", " ", "\t..", "日本", "\r\nX: y", "...",
    ] {
        let query = dto(json!({ "subOperationStatus": "a b/../?#%+é", "pageNo": 0 }));
        let request = query_upgrade_sub_task(&query, id, &token).expect("a request");
        expected.push(format!("GET {}", request.target()));
        let error = client
            .send(request)
            .await
            .expect_err("there is no such task");
        assert_eq!(error.code(), "120015", "{error}");
        let request = query_upgrade_task(id, &token).expect("a request");
        expected.push(format!("GET {}", request.target()));
        let error = client
            .send(request)
            .await
            .expect_err("there is no such task");
        assert_eq!(error.code(), "123009", "{error}");
    }
    assert_eq!(stage.targets(), expected);
}

#[tokio::test]
async fn the_platforms_refusals_are_reported() {
    let stage = meters(1);
    let (client, token) = stage.logged_in().await;
    let id = stage.task(1);
    for (query, code) in [
        (json!({ "pageSize": 101 }), "123029"),
        (json!({ "pageNo": -1 }), "123029"),
        (json!({ "subOperationStatus": "failed" }), "120015"),
    ] {
        let error = subtasks(&client, query, &id, &token)
            .await
            .expect_err("refused");
        assert_error(
            &error,
            code,
            &["refused", "sent"],
            &["(HTTP 400 Bad Request)"],
        );
    }
    let create = |task| {
        let request = create_firmware_upgrade_task(&task, &token).expect("a request");
        let client = &client;
        async move { client.send(request).await.expect_err("refused") }
    };
    for (task, code) in [
        (upgrade(SOFTWARE, &["meters"]), "123016"),
        (upgrade(FIRMWARE, &[]), "123022"),
        (upgrade(FIRMWARE, &["nowhere"]), "123027"),
    ] {
        let says = ["createFirmwareUpgradeTask"];
        assert_error(&create(task).await, code, &["refused", "sent"], &says);
    }
}

#[tokio::test]
async fn the_quota_shows_as_throttling() {
    let stage = Stage::with(Config {
        quota: 3,
        quota_window_ms: 3_600_000,
        ..still()
    });
    let config = stage.config().with_max_attempts(1);
    let client = Client::new(config, &stage.tls()).expect("a usable client");
    let token = crate::support::token(&client).await;
    let id = stage.task(1);
    let mut outcomes = Vec::new();
    for _ in 0..4 {
        let page = subtasks(&client, json!({}), &id, &token).await;
        outcomes.push(page.map(drop).map_err(|error: NorthApiError| {
            assert_error(&error, "1010009", &["throttled", "sent"], &["throttle"]);
        }));
    }
    assert_eq!(outcomes, [Ok(()), Ok(()), Err(()), Err(())]);
    assert_eq!(stage.platform.stats().throttled, 2);
}
