//! Tests of the managed token and the quota in one process; `php/tests` tests them
//! with many processes.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::facts::assert_error;
use crate::support::{FIRMWARE, Stage, still, until, upgrade};
use northbound::client::{SharedStore, SharedStores, StoreSettings, Timeouts};
use northbound::sdk::Token;
use northbound::sdk::authentication::get_auth_token;
use northbound::sdk::device_upgrade::{create_firmware_upgrade_task, query_upgrade_task};
use northbound::{Client, NorthApiError};
use northbound_platform::{Config, Fault, Rule, Shape};

const LOGIN: &str = "/iocm/app/sec/v1.1.0/login";

fn state(settings: &StoreSettings) -> Arc<SharedStore> {
    SharedStores::default().get(settings).expect("a state")
}

/// Creates a client with a managed token that it does not share.
fn managing(stage: &Stage) -> Client {
    stage
        .client()
        .with_managed_token(&state(&StoreSettings::Process))
}

/// Creates a client with a short deadline.
fn hasty(stage: &Stage, call: Duration) -> Client {
    let timeouts = Timeouts::default().with_connect(call).with_call(call);
    let config = stage.config().with_timeouts(timeouts);
    Client::new(config, &stage.tls()).expect("a usable client")
}

/// Queries a task that does not exist, which needs a valid token.
async fn call(client: &Client) -> Result<(), NorthApiError> {
    let request = query_upgrade_task("nowhere", &Token::Managed).expect("a request");
    match client.send(request).await {
        Err(error) if error.is_not_found() => Ok(()),
        other => other.map(drop),
    }
}

#[tokio::test]
async fn calls_at_the_same_time_log_in_once() {
    let stage = Stage::new();
    let client = managing(&stage);
    let all = [(); 8].map(|()| client.clone());
    let calls = all
        .each_ref()
        .map(|client| client.clone())
        .map(|client| tokio::spawn(async move { call(&client).await }));
    for outcome in calls {
        outcome.await.unwrap().expect("the call succeeds");
    }
    assert_eq!(stage.platform.stats().logins, 1);
}

#[tokio::test]
async fn a_dropped_token_is_replaced_and_the_call_arrives_once() {
    let stage = Stage::new();
    let client = managing(&stage);
    call(&client).await.expect("the first call succeeds");
    stage.platform.drop_tokens(None);
    let wish = upgrade(FIRMWARE, &["all"]);
    let request = create_firmware_upgrade_task(&wish, &Token::Managed).expect("a request");
    client.send(request).await.expect("the task is made");
    assert_eq!(stage.platform.stats().logins, 2);
    assert_eq!(stage.platform.stats().rejected_tokens, 1);
}

#[tokio::test]
async fn a_platform_that_takes_no_token_is_asked_a_few_times_only() {
    let stage = Stage::new();
    let refusal = Fault::Error {
        status: 403,
        code: "1010005".to_owned(),
        desc: "Invalid access token or appId.".to_owned(),
        shape: Shape::Result,
    };
    let rule = Rule::from(refusal).path("/iodm/").times(0);
    stage.platform.fault(rule);
    let error = call(&managing(&stage))
        .await
        .expect_err("no token is taken");
    assert_error(&error, "1010005", &["not authenticated", "sent"], &[]);
    // The first login, and a second one after the refusal.
    assert_eq!(stage.platform.stats().logins, 2);
    assert_eq!(stage.platform.requests().len(), 4);
}

#[tokio::test]
async fn without_a_managed_token_it_is_1009() {
    let stage = Stage::new();
    let error = call(&stage.client()).await.expect_err("there is no token");
    let says = ["queryUpgradeTask", "Client::with_managed_token"];
    assert_error(&error, "1009", &["not authenticated"], &says);
    assert!(stage.targets().is_empty());
    let error = stage.client().start().await.expect_err("there is no token");
    assert_eq!(error.code(), "1009");
}

#[tokio::test]
async fn wrong_credentials_are_the_logins_error() {
    let stage = Stage::new();
    let config = stage.config_of("northbound-demo", "wrong");
    let client = Client::new(config, &stage.tls()).expect("a client");
    let client = client.with_managed_token(&state(&StoreSettings::Process));
    for error in [client.start().await, call(&client).await] {
        let error = error.expect_err("the secret is wrong");
        assert_error(&error, "100208", &["wrong credentials", "sent"], &[]);
    }
}

#[tokio::test]
async fn a_token_from_the_caller_is_not_replaced() {
    let stage = Stage::new();
    let client = managing(&stage);
    let request = query_upgrade_task("nowhere", &"mine".into()).expect("a request");
    let error = client.send(request).await.expect_err("the token is wrong");
    assert_eq!(error.code(), "1010005");
    assert_eq!(stage.platform.stats().logins, 0);
}

#[tokio::test]
async fn a_deadline_while_waiting_for_a_login_is_an_error() {
    let stage = Stage::new();
    let rule = Rule::from(Fault::Latency { ms: 60_000 }).path(LOGIN);
    stage.platform.fault(rule);
    let files = StoreSettings::FilesIn(stage.files.path("state"));
    // Two stores, as in two processes.
    let slow = stage.client().with_managed_token(&state(&files));
    let logging_in = tokio::spawn(async move { call(&slow).await });
    until(|| !stage.targets().is_empty()).await;
    let hasty = hasty(&stage, Duration::from_millis(300));
    let hasty = hasty.with_managed_token(&state(&files));
    let error = call(&hasty).await.expect_err("there is no time");
    assert_error(
        &error,
        "1003",
        &["transport", "timeout"],
        &["another call was logging in"],
    );
    // A cancelled login releases the lock.
    logging_in.abort();
    assert!(logging_in.await.is_err());
    call(&hasty).await.expect("the next one logs in");
    assert_eq!(stage.platform.stats().logins, 1);
}

#[tokio::test]
async fn tokens_of_two_applications_and_of_two_secrets_are_apart() {
    let apps = ["one:s", "two:s"].map(|app| app.parse().expect("an application"));
    let stage = Stage::with(Config {
        apps: apps.to_vec(),
        ..still()
    });
    let files = state(&StoreSettings::FilesIn(stage.files.path("state")));
    for app in ["one", "two", "one"] {
        let client = Client::new(stage.config_of(app, "s"), &stage.tls()).expect("a client");
        call(&client.with_managed_token(&files))
            .await
            .expect("its own token");
    }
    assert_eq!(stage.platform.stats().logins, 2);
    assert_eq!(stage.platform.stats().rejected_tokens, 0);
    let client = Client::new(stage.config_of("one", "t"), &stage.tls()).expect("a client");
    let error = call(&client.with_managed_token(&files))
        .await
        .expect_err("no token");
    assert_eq!(error.code(), "100208");
}

#[tokio::test]
async fn a_slot_beyond_the_deadline_is_not_taken() {
    let stage = Stage::new();
    let quota = state(&StoreSettings::Process);
    let limit = NonZeroU32::new(5).expect("a limit");
    let client = hasty(&stage, Duration::from_secs(3)).with_quota(&quota, limit);
    let request = || query_upgrade_task("nowhere", &"mine".into()).expect("a request");
    let error = client
        .send(request())
        .await
        .expect_err("the token is wrong");
    assert_eq!(error.code(), "1010005");
    let began = Instant::now();
    for _ in 0..3 {
        let error = client.send(request()).await.expect_err("there is no slot");
        let says = ["queryUpgradeTask", "5 calls per minute", "was not sent"];
        assert_error(&error, "1010009", &["throttled"], &says);
        assert_eq!(error.http_status(), None);
        let wait = error.retry_after().expect("the time of the next slot");
        assert!(wait > Duration::from_secs(3), "{wait:?}");
    }
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "they fail immediately"
    );
    assert_eq!(stage.platform.requests().len(), 1);
}

#[tokio::test]
async fn calls_wait_for_their_slot() {
    let stage = Stage::new();
    let quota = state(&StoreSettings::FilesIn(stage.files.path("state")));
    let limit = NonZeroU32::new(600).expect("a limit");
    let client = stage.client().with_quota(&quota, limit);
    let began = Instant::now();
    for _ in 0..125 {
        let request = query_upgrade_task("nowhere", &"mine".into()).expect("a request");
        assert!(client.send(request).await.is_err());
    }
    // A fifth of the quota immediately, and five more at intervals of 125 ms: the rest of
    // the quota must last for a minute. What the first ones took may be recovered meanwhile.
    assert!(began.elapsed() >= Duration::from_millis(510));
    assert_eq!(stage.platform.requests().len(), 125);
}

#[tokio::test]
async fn an_invalid_address_of_redis() {
    for url in [
        "redis://host:port/",
        "rediss://:sesame@/0",
        "redis://h/0?x=1",
        "redis://h/db",
    ] {
        let settings = StoreSettings::Redis {
            url: url.into(),
            ca_file: None,
            dir: None,
        };
        let error = SharedStores::default()
            .get(&settings)
            .expect_err("no address");
        assert_error(
            &error,
            "1003",
            &["configuration"],
            &["StoreSettings::Redis"],
        );
        assert!(
            !format!("{error:?} {settings:?}").contains("sesame"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn files_replace_redis_while_it_is_down() {
    let stage = Stage::new();
    let dir = stage.files.path("state");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = nobody.local_addr().expect("an address").port();
    drop(nobody);
    let settings = StoreSettings::Redis {
        url: format!("redis://:sesame@127.0.0.1:{port}").into(),
        ca_file: None,
        dir: Some(dir.clone()),
    };
    let mut stores = SharedStores::default();
    let redis = stores.get(&settings).expect("a state");
    call(&stage.client().with_managed_token(&redis))
        .await
        .expect("it goes on");
    let changes = stores.take_changes();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(
        changes[0].contains("cannot be used") && !changes[0].contains("sesame"),
        "{changes:?}"
    );
    let files = state(&StoreSettings::FilesIn(dir));
    call(&stage.client().with_managed_token(&files))
        .await
        .expect("the same token");
    assert_eq!(stage.platform.stats().logins, 1);
    assert_eq!(stores.take_changes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_login_of_the_application_replaces_the_managed_one() {
    let stage = Stage::new();
    let client = managing(&stage);
    call(&client).await.expect("the first call succeeds");
    let login = get_auth_token().expect("a request");
    client.send(login).await.expect("a login");
    call(&client).await.expect("with the token of that login");
    assert_eq!(stage.platform.stats().logins, 2);
    assert_eq!(stage.platform.stats().rejected_tokens, 0);
}
