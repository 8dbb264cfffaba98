//! Tests of the managed token after errors: a login follows, but not with every call.

use std::sync::Arc;
use std::time::Duration;

use northbound::client::{SharedStores, StoreSettings, Timeouts};
use northbound::sdk::Token;
use northbound::sdk::authentication::{AuthRefreshInDto, refresh_auth_token};
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound::{Client, NorthApiError, TlsSettings};
use northbound_platform::{App, Config, Fault, Rule, Shape};
use serde_json::{Map, Value, json};

use crate::support::{Stage, still};

const LOGIN: &str = "/iocm/app/sec/v1.1.0/login";
const REFRESH: &str = "/iocm/app/sec/v1.1.0/refreshToken";

fn managing(stage: &Stage) -> Client {
    let store = SharedStores::default().get(&StoreSettings::Process);
    stage.client().with_managed_token(&store.expect("a store"))
}

/// Queries a task that does not exist, which needs a valid token.
async fn call(client: &Client) -> Result<(), NorthApiError> {
    let request = query_upgrade_task("nowhere", &Token::Managed).expect("a request");
    match client.send(request).await {
        Err(error) if error.is_not_found() => Ok(()),
        other => other.map(drop),
    }
}

fn status(status: u16, body: &str) -> Fault {
    Fault::Status {
        status,
        reason: None,
        content_type: Some("application/json".to_owned()),
        headers: Map::new(),
        body: body.to_owned(),
    }
}

fn refusal(status: u16, code: &str) -> Fault {
    Fault::Error {
        status,
        code: code.to_owned(),
        desc: "No.".to_owned(),
        shape: Shape::Error,
    }
}

fn sent_to(stage: &Stage, path: &str) -> usize {
    let targets = stage.targets();
    targets
        .iter()
        .filter(|target| target.contains(path))
        .count()
}

#[tokio::test]
async fn a_refresh_that_fails_by_anything_ends_in_a_login() {
    for fault in [
        status(404, "{}"),
        status(405, ""),
        status(500, "{}"),
        status(204, ""),
        status(200, "{}"),
        status(200, r#"{"accessToken":""}"#),
        refusal(403, "1010009"),
    ] {
        let stage = Stage::with(Config {
            expires_in: 1,
            ..still()
        });
        let client = managing(&stage);
        call(&client).await.expect("the first call succeeds");
        stage
            .platform
            .fault(Rule::from(fault.clone()).path(REFRESH).times(0));
        // The client uses the clock of the process, not the platform's clock.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        stage.platform.drop_tokens(None);
        call(&client)
            .await
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
    }
}

/// Returns the JSON bodies of the requests to a path.
fn bodies_to(stage: &Stage, path: &str) -> Vec<Value> {
    let requests = stage.platform.requests();
    let requests = requests.iter().filter(|sent| sent.target.contains(path));
    let bodies = requests.filter_map(|sent| serde_json::from_str(sent.body.as_deref()?).ok());
    bodies.collect()
}

#[tokio::test]
async fn a_refresh_names_the_application_and_the_token_that_it_replaces() {
    let stage = Stage::with(Config {
        expires_in: 1,
        ..still()
    });
    let client = managing(&stage);
    call(&client).await.expect("the first call succeeds");
    // What the platform returns, so that the test knows each refresh token.
    for number in 1..=2 {
        let body = json!({
            "accessToken": format!("access-{number}"),
            "refreshToken": format!("refresh-{number}"),
            "expiresIn": 1,
        });
        let fault = Rule::from(status(200, &body.to_string()));
        stage.platform.fault(fault.path(REFRESH));
        // The client uses the clock of the process, not the platform's clock.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        stage
            .platform
            .fault(Rule::from(status(404, "{}")).path("/iodm/"));
        let error = client.send(query_upgrade_task("nowhere", &Token::Managed).expect("a request"));
        let error = error.await.expect_err("no such task");
        assert!(
            error.is_not_found() || error.http_status() == Some(404),
            "{error}"
        );
    }
    let App { id, secret } = App::default();
    let [first, second] = bodies_to(&stage, REFRESH)
        .try_into()
        .expect("two refreshes");
    for body in [&first, &second] {
        assert_eq!(
            (&body["appId"], &body["secret"]),
            (&json!(id), &json!(secret))
        );
    }
    let token = first["refreshToken"].as_str().expect("a refresh token");
    assert!(!token.is_empty() && token != "refresh-1");
    assert_eq!(second["refreshToken"], "refresh-1");
    let calls = stage.platform.requests();
    let calls = calls.iter().filter(|sent| sent.target.contains("/iodm/"));
    let tokens: Vec<_> = calls
        .filter_map(|sent| sent.header("authorization"))
        .collect();
    assert_eq!(
        tokens[tokens.len() - 2..],
        ["Bearer access-1", "Bearer access-2"]
    );
    assert_eq!(sent_to(&stage, LOGIN), 1);
}

#[tokio::test]
async fn wrong_credentials_are_tried_once_in_a_minute() {
    let stage = Stage::new();
    let fault = refusal(401, "100208");
    stage.platform.fault(Rule::from(fault).path(LOGIN).times(0));
    let client = managing(&stage);
    for _ in 0..10 {
        let error = call(&client).await.expect_err("no login");
        assert_eq!(error.code(), "100208");
        assert!(error.is_wrong_credentials(), "{error}");
    }
    assert_eq!(sent_to(&stage, LOGIN), 1);
}

#[tokio::test]
async fn a_login_that_fails_is_not_repeated_with_each_call() {
    let stage = Stage::new();
    stage
        .platform
        .fault(Rule::from(refusal(500, "50252")).path(LOGIN).times(0));
    let client = managing(&stage);
    for _ in 0..20 {
        let error = call(&client).await.expect_err("no login");
        assert!(error.is_server_fault(), "{error}");
    }
    let logins = sent_to(&stage, LOGIN);
    assert!(logins <= 3, "{logins}");
    stage.platform.clear_faults();
    tokio::time::sleep(Duration::from_millis(4100)).await;
    call(&client).await.expect("the platform is well again");
}

#[tokio::test]
async fn the_settings_of_one_process_hold_up_no_other() {
    let stage = Stage::new();
    let store = SharedStores::default().get(&StoreSettings::Process);
    let store = store.expect("a store");
    let of = |ca: &str| {
        let tls = TlsSettings::default().with_ca_file(stage.pem(ca));
        let client = stage.client_with(&tls).expect("a usable client");
        client.with_managed_token(&store)
    };
    let (wrong, right) = (of("other-ca.pem"), of("ca.pem"));
    let error = call(&wrong).await.expect_err("not trusted");
    assert!(error.desc().contains("not signed"), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    let again = call(&wrong).await.expect_err("too soon");
    assert!(again.desc().starts_with("the last login failed"), "{again}");
    assert!(error.is_tls() && again.is_tls(), "{again}");
    assert!(again.retry_after() <= Some(Duration::from_secs(1)) && again.retry_after().is_some());
    call(&right).await.expect("its settings are right");
}

#[tokio::test]
async fn a_refresh_that_takes_too_long_leaves_time_for_a_login() {
    let stage = Stage::with(Config {
        expires_in: 1,
        ..still()
    });
    let limit = Timeouts::default().with_call(Duration::from_secs(3));
    let config = stage.config().with_timeouts(limit);
    let store = SharedStores::default().get(&StoreSettings::Process);
    let client = Client::new(config, &stage.tls()).expect("a usable client");
    let client = client.with_managed_token(&store.expect("a store"));
    call(&client).await.expect("the first call succeeds");
    let late = Fault::Latency { ms: 60_000 };
    stage
        .platform
        .fault(Rule::from(late).path(REFRESH).times(0));
    tokio::time::sleep(Duration::from_millis(1100)).await;
    stage.platform.drop_tokens(None);
    call(&client).await.expect("a login in the other half");
    assert_eq!((sent_to(&stage, REFRESH), sent_to(&stage, LOGIN)), (1, 2));
}

/// The text has the limit that passed, and the error stays a timeout while nobody logs in.
#[tokio::test]
async fn a_login_that_times_out() {
    for (limit, text) in [
        (Duration::from_millis(300), "timed out after 300 ms ("),
        (
            Duration::from_secs(20),
            "timed out after 9.0 s, the time for a login: ",
        ),
    ] {
        let stage = Stage::new();
        let late = Fault::Latency { ms: 60_000 };
        stage.platform.fault(Rule::from(late).path(LOGIN).times(0));
        let config = stage.config();
        let config = config.with_timeouts(Timeouts::default().with_call(limit));
        let store = SharedStores::default().get(&StoreSettings::Process);
        let client = Client::new(config, &stage.tls()).expect("a usable client");
        let client = client.with_managed_token(&store.expect("a store"));
        let error = call(&client).await.expect_err("no login");
        assert!(error.desc().starts_with(text), "{error}");
        let again = call(&client).await.expect_err("too soon");
        assert!(again.desc().starts_with("the last login failed"), "{again}");
        assert!(error.is_timeout() && again.is_timeout(), "{error}, {again}");
    }
}

#[tokio::test]
async fn numbers_as_text_are_numbers() {
    for expires_in in [json!("3600"), json!(3600.0), json!("3600.0")] {
        let stage = Stage::new();
        let body = json!({
            "accessToken": "sesame-sesame",
            "expiresIn": expires_in,
            "scope": ["default"],
            "tokenType": 7,
        });
        let fault = status(200, &body.to_string());
        stage.platform.fault(Rule::from(fault).path(LOGIN).times(0));
        stage
            .platform
            .fault(Rule::from(status(404, "{}")).path("/iodm/").times(0));
        let client = managing(&stage);
        for _ in 0..3 {
            let _ = call(&client).await;
        }
        assert_eq!(sent_to(&stage, LOGIN), 1, "{expires_in}");
    }
}

#[tokio::test]
async fn a_refresh_of_another_application_is_not_this_ones() {
    let other = App {
        id: "another".to_owned(),
        secret: "another-secret".to_owned(),
    };
    let stage = Stage::with(Config {
        apps: vec![App::default(), other],
        ..still()
    });
    let client = managing(&stage);
    call(&client).await.expect("the first call succeeds");
    let body = r#"{"accessToken":"of-another-application","expiresIn":3600}"#;
    stage
        .platform
        .fault(Rule::from(status(200, body)).path(REFRESH));
    let refresh = AuthRefreshInDto::default()
        .app_id("another")
        .secret("another-secret")
        .refresh_token("some-refresh-token");
    let request = refresh_auth_token(&refresh).expect("a request");
    client
        .send(request)
        .await
        .expect("a new token for another application");
    call(&client).await.expect("its own token is still there");
    assert_eq!(stage.platform.stats().rejected_tokens, 0);
    drop(Arc::new(client));
}
