//! Tests of what a Rust program sees of the SDK: kinds of errors, DTOs, words, streams.

use std::pin::Pin;
use std::task::Context;
use std::time::{Duration, SystemTime};

use futures_core::Stream;
use northbound::client::{
    ConnectionPools, Event, EventKind, Observer, Pages, Retries, SharedStore, StoreSettings,
    Timeouts,
};
use northbound::sdk::Token;
use northbound::sdk::batch_process::{BatchTaskCreateInDto, BatchTaskType};
use northbound::sdk::device_group_management::CreateDeviceGroupInDto;
use northbound::sdk::device_upgrade::{
    CreateUpgradeTaskInDto, OperateDevices, OperatePolicy, QueryUpgradeSubTaskInDto,
    QueryUpgradeTaskOutDto, ScheduleType, SubOperationInfo, TaskStatus, query_upgrade_sub_task,
    query_upgrade_task,
};
use northbound::sdk::rule_engine::Comparison;
use northbound::{Client, ClientCode, ClientConfig, ErrorKind, NorthApiError, TlsSettings};
use northbound_platform::Fault;
use serde_json::json;

use crate::support::{Stage, dto, text_of};

#[test]
fn dtos_are_built_by_chained_setters() {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    let policy = OperatePolicy::default()
        .execute_type(ScheduleType::Custom)
        .start_time(start)
        .end_time("20260102T000000Z")
        .retry_type(true)
        .retry_times(3);
    let task = CreateUpgradeTaskInDto::default()
        .file_id("f")
        .targets(OperateDevices::default().device_groups(["meters", "valves"]))
        .policy(policy);
    let json = json!({
        "fileId": "f",
        "targets": { "deviceGroups": ["meters", "valves"] },
        "policy": {
            "executeType": "custom", "startTime": "20260101T000000Z",
            "endTime": "20260102T000000Z", "retryType": true, "retryTimes": 3,
        },
    });
    assert_eq!(serde_json::to_value(&task).expect("JSON"), json);
    assert_eq!(dto::<CreateUpgradeTaskInDto>(json), task);

    let group = CreateDeviceGroupInDto::default().device_ids(vec![String::from("d")]);
    assert_eq!(group.device_ids, Some(vec!["d".to_owned()]));
    let batch = BatchTaskCreateInDto::default()
        .task_type(BatchTaskType::Command)
        .timeout(60)
        .param(json!({ "type": "Broadcast" }));
    let json = serde_json::to_value(&batch).expect("JSON");
    assert_eq!(
        (&json["taskType"], &json["timeout"]),
        (&json!("DeviceCmd"), &json!(60))
    );
}

#[test]
fn words_and_times_keep_what_they_do_not_know() {
    let task: QueryUpgradeTaskOutDto = dto(json!({
        "status": "failed", "operateType": "magic", "createTime": "20260101T000000Z",
        "stopTime": "soon",
    }));
    assert_eq!(task.status, Some(TaskStatus::Failed));
    let kind = task.operate_type.clone().expect("a type");
    assert_eq!(
        (kind.as_str(), kind.to_string().as_str()),
        ("magic", "magic")
    );
    assert!(kind == "magic" && kind == *"magic");
    let times = [&task.create_time, &task.stop_time];
    let times = times.map(|time| time.as_ref().expect("a time").to_system_time());
    let first = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    assert_eq!(times, [Some(first), None]);
    let json = serde_json::to_value(&task).expect("JSON");
    assert_eq!(
        (&json["operateType"], &json["stopTime"]),
        (&json!("magic"), &json!("soon"))
    );
    assert_eq!(Comparison::from(">="), Comparison::GreaterOrEqual);
    assert_eq!(Comparison::from("=>".to_owned()).as_str(), "=>");
}

#[tokio::test]
async fn an_error_has_a_kind_and_may_be_cloned() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let request = query_upgrade_task("nowhere", &token).expect("a request");
    let error = client
        .send(request.clone())
        .await
        .expect_err("no such task");
    assert_eq!(
        (error.kind(), error.client_code()),
        (ErrorKind::NotFound, None)
    );
    let copy = error.clone();
    assert_eq!(format!("{copy:?} {copy}"), format!("{error:?} {error}"));

    // No server has this port.
    let quickly = ClientConfig::new("127.0.0.1", 1, "a", "s".into()).expect("settings");
    let quickly = quickly.with_max_attempts(1);
    let lonely = northbound::Client::new(quickly, &stage.tls()).expect("a client");
    let error = lonely.send(request).await.expect_err("no connection");
    assert!(error.is_transport(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.client_code(), Some(ClientCode::BeforeCall));

    let error = query_upgrade_task("a", &"".into())
        .map(drop)
        .expect_err("no token");
    assert_eq!(error.client_code(), Some(ClientCode::AccessToken));
    assert_eq!(error.kind(), ErrorKind::NotAuthenticated);
}

#[tokio::test]
async fn an_ended_token_is_not_wrong_credentials() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let new = client.log_in().await.expect("a login");
    assert_ne!(text_of(&new), text_of(&token));
    let ask = |token: &Token| query_upgrade_task("nowhere", token).expect("a request");
    let error = client.send(ask(&token)).await.expect_err("it has ended");
    assert_eq!(error.kind(), ErrorKind::NotAuthenticated);
    let error = client.send(ask(&new)).await.expect_err("no such task");
    assert_eq!(error.kind(), ErrorKind::NotFound);

    let wrong = stage.config_of("northbound-demo", "wrong-sesame");
    let wrong = northbound::Client::new(wrong, &stage.tls()).expect("a client");
    let error = wrong.log_in().await.expect_err("no such application");
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    assert!(!format!("{token:?} {new:?}").contains(text_of(&new)));
}

#[tokio::test]
async fn a_documented_response_without_a_body_is_an_error() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    stage.platform.fault(Fault::EmptyBody { status: 200 });
    let request = query_upgrade_task("nowhere", &token).expect("a request");
    let error = client.send(request.clone()).await.expect_err("no body");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::ServerFault, "1005")
    );
    assert!(error.may_have_reached_platform());
    assert!(
        error.to_string().starts_with("queryUpgradeTask: "),
        "{error}"
    );

    stage.platform.fault(Fault::EmptyBody { status: 200 });
    let outcomes = client.send_all([request]).await;
    assert_eq!(outcomes[0].as_ref().expect_err("no body").code(), "1005");
}

#[tokio::test]
async fn a_login_without_a_token_is_an_error() {
    let stage = Stage::new();
    for body in ["{}", r#"{"accessToken":""}"#] {
        stage.platform.fault(Fault::Status {
            status: 200,
            reason: None,
            content_type: Some("application/json".to_owned()),
            headers: serde_json::Map::new(),
            body: body.to_owned(),
        });
        let error = stage.client().log_in().await.expect_err("no token");
        assert_eq!((error.code(), error.kind()), ("1005", ErrorKind::Internal));
    }
}

/// Returns the next item of a stream.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|cx: &mut Context<'_>| Pin::new(&mut *stream).poll_next(cx)).await
}

#[tokio::test]
async fn lists_are_streams() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(250);
    let request = || query_upgrade_sub_task(&QueryUpgradeSubTaskInDto::default(), &task, &token);

    let mut expected = Vec::new();
    let mut paginator = client
        .paginate(request().expect("a request"))
        .expect("a list");
    while let Some(row) = paginator.next().await {
        expected.push(row.expect("a row"));
    }
    let mut stream = client
        .paginate(request().expect("a request"))
        .expect("a list");
    let mut rows: Vec<SubOperationInfo> = Vec::new();
    while let Some(row) = next(&mut stream).await {
        rows.push(row.expect("a row"));
    }
    assert_eq!((rows.len(), &rows), (250, &expected));

    let pages = northbound::client::Pages::new(&client, request().expect("a request"));
    let mut pages = pages.expect("a list");
    let mut count = 0;
    while let Some(page) = next(&mut pages).await {
        count += page.expect("a page").rows().len();
    }
    assert_eq!(count, 250);

    // After an error, the stream continues with the same page.
    let one = stage.config().with_max_attempts(1);
    let client = northbound::Client::new(one, &stage.tls()).expect("a client");
    let mut stream = client
        .paginate(request().expect("a request"))
        .expect("a list");
    stage.platform.fault(Fault::EmptyBody { status: 503 });
    let error = next(&mut stream)
        .await
        .expect("an outcome")
        .expect_err("a fault");
    assert_eq!(error.kind(), ErrorKind::ServerFault);
    let row = next(&mut stream).await.expect("an outcome").expect("a row");
    assert_eq!(row, expected[0]);
    assert_eq!(stream.page_no(), Some(0));
}

#[tokio::test]
async fn an_event_has_the_error() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let list = std::sync::Arc::clone(&seen);
    let client = client.with_observer(Observer::new(move |event: Event| {
        if event.kind == EventKind::Failure {
            list.lock().expect("no panic").extend(event.error);
        }
    }));
    let request = query_upgrade_task("nowhere", &token).expect("a request");
    let error: NorthApiError = client
        .send(request)
        .await
        .map(drop)
        .expect_err("no such task");
    let seen = seen.lock().expect("no panic");
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].kind(), seen[0].to_string()),
        (error.kind(), error.to_string())
    );
}

#[test]
fn a_store_is_open_once_in_a_process() {
    let open = || SharedStore::open(&StoreSettings::Process).expect("a store");
    let (one, other) = (open(), open());
    assert!(std::sync::Arc::ptr_eq(&one, &other));
    for url in ["http://localhost", "localhost:6379", "redis:localhost"] {
        let settings = StoreSettings::Redis {
            url: url.into(),
            ca_file: None,
            dir: None,
        };
        let error = SharedStore::open(&settings).expect_err("no address of Redis");
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    }
}

/// Types with secrets have a `Debug` of their own, which names the type and hides them.
#[tokio::test]
async fn debug_output_names_the_type_and_no_secret() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(5);
    let request = || query_upgrade_sub_task(&Default::default(), &task, &token).expect("a request");
    let response = client.execute(request()).await.expect("a response");
    let secret = northbound_platform::App::default().secret;
    for (name, text) in [
        ("Client", format!("{client:?}")),
        ("ClientConfig", format!("{:?}", stage.config())),
        ("Response", format!("{:?}", response.expect("a body"))),
        (
            "Pages",
            format!("{:?}", Pages::new(&client, request()).expect("pages")),
        ),
        (
            "Paginator",
            format!("{:?}", client.paginate(request()).expect("a paginator")),
        ),
        ("Observer", format!("{:?}", Observer::new(drop))),
        ("TlsSettings", format!("{:?}", stage.tls())),
        ("Files", format!("{:?}", StoreSettings::Files)),
        (
            "ConnectionPool",
            format!(
                "{:?}",
                ConnectionPools::default()
                    .get(&stage.tls())
                    .expect("a pool")
            ),
        ),
    ] {
        assert!(text.contains(name), "{name}: {text}");
        assert!(!text.contains(&secret), "{name}: {text}");
    }
}

#[test]
fn limits_are_what_was_set() {
    let second = Duration::from_secs(1);
    let timeouts = Timeouts::default()
        .with_connect(second)
        .with_call(2 * second);
    assert_eq!((timeouts.connect, timeouts.call), (second, 2 * second));
    let retries = Retries::default()
        .with_attempts(7)
        .with_pause(second)
        .with_pause_throttled(2 * second)
        .with_longest_pause(3 * second);
    assert_eq!((retries.attempts, retries.pause), (7, second));
    assert_eq!(
        (retries.pause_throttled, retries.longest_pause),
        (2 * second, 3 * second)
    );
}

#[tokio::test]
async fn an_error_has_its_cause() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = closed.local_addr().expect("an address").port();
    drop(closed);
    let config = ClientConfig::new("127.0.0.1", port, "app", "secret".into());
    let config = config.expect("a configuration").with_max_attempts(1);
    let client = Client::new(config, &TlsSettings::default()).expect("a client");
    let error = client.log_in().await.expect_err("nobody listens");
    let mut causes =
        std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
    assert!(
        causes.any(|cause| cause.is::<std::io::Error>()),
        "{error:?}"
    );
    assert!(!error.is_tls() && !error.is_still_running());
    assert!(format!("{error:?}").starts_with("NorthApiError"));
}
