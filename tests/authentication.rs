//! Tests of login and refresh, by the requests that the platform recorded.

use std::time::Duration;

use crate::support::facts::{assert_error, shown};
use crate::support::{Stage, dto, login, still, text_of, token};
use northbound::Client;
use northbound::NorthApiError;
use northbound::sdk::Token;
use northbound::sdk::authentication::{AuthRefreshOutDto, refresh_auth_token};
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound_platform::{App, Config, Recorded};
use serde_json::{Value, json};

/// Returns the latest recorded request.
fn last(stage: &Stage) -> Recorded {
    let mut requests = stage.platform.requests();
    requests.pop().expect("a request arrived")
}

async fn refresh(client: &Client, fields: Value) -> Result<AuthRefreshOutDto, NorthApiError> {
    let request = refresh_auth_token(&dto(fields))?;
    client.send(request).await
}

fn credentials(refresh_token: &str) -> Value {
    let App { id, secret } = App::default();
    json!({ "appId": id, "secret": secret, "refreshToken": refresh_token })
}

/// Tries a token; returns the error if the platform rejects it.
async fn try_token(client: &Client, token: &Token, id: &str) -> Result<(), NorthApiError> {
    let request = query_upgrade_task(id, token).expect("a token that can be sent");
    client.send(request).await.map(drop)
}

fn assert_rejected(outcome: Result<(), NorthApiError>) {
    let error = outcome.expect_err("the token has ended");
    assert_error(&error, "1010005", &["not authenticated", "sent"], &[]);
    assert_eq!(error.http_status(), Some(403));
}

#[tokio::test]
async fn a_login_is_a_form_and_nothing_else() {
    let stage = Stage::new();
    let login = login(&stage.client()).await.expect("a login");
    assert_eq!(login.expires_in, Some(3600));
    assert_eq!(login.token_type.as_deref(), Some("bearer"));
    assert_eq!(login.scope.as_deref(), Some("default"));
    assert!(login.access_token.is_some_and(|token| !token.is_empty()));
    assert!(login.refresh_token.is_some_and(|token| !token.is_empty()));
    assert!(login.extra.is_empty(), "{:?}", login.extra);

    let sent = last(&stage);
    assert_eq!(
        (sent.method.as_str(), sent.query.as_deref()),
        ("POST", None)
    );
    assert_eq!(sent.path, "/iocm/app/sec/v1.1.0/login");
    let form = "appId=northbound-demo&secret=demo-secret";
    assert_eq!(sent.body.as_deref(), Some(form));
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(sent.header("content-type"), Some(kind));
    assert_eq!(sent.header("app_key"), None);
    assert_eq!(sent.header("authorization"), None);
    assert_eq!(stage.platform.stats().logins, 1);
}

#[tokio::test]
async fn a_refresh_is_json_and_nothing_else() {
    let stage = Stage::new();
    let client = stage.client();
    let first = login(&client).await.expect("a login");
    let old = first.refresh_token.expect("a refresh token");
    let second = refresh(&client, credentials(&old))
        .await
        .expect("a refresh");
    assert_eq!(second.expires_in, Some(3600));
    assert_eq!(second.token_type.as_deref(), Some("bearer"));
    assert_eq!(second.scope.as_deref(), Some("default"));
    assert_ne!(second.access_token, first.access_token);
    assert_ne!(second.refresh_token.as_deref(), Some(old.as_str()));

    let sent = last(&stage);
    assert_eq!(
        (sent.method.as_str(), sent.query.as_deref()),
        ("POST", None)
    );
    assert_eq!(sent.path, "/iocm/app/sec/v1.1.0/refreshToken");
    let json =
        format!(r#"{{"appId":"northbound-demo","secret":"demo-secret","refreshToken":"{old}"}}"#);
    assert_eq!(sent.body, Some(json));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("app_key"), None);
    assert_eq!(sent.header("authorization"), None);
    assert_eq!(stage.platform.stats().refreshes, 1);
}

#[tokio::test]
async fn credentials_arrive_unchanged() {
    let app = App {
        id: "a+b&c=d%20/~!".to_owned(),
        secret: "p&s=s+w%rd#ü日\"\\".to_owned(),
    };
    let stage = Stage::with(Config {
        apps: vec![app.clone()],
        ..still()
    });
    let config = stage.config_of(&app.id, &app.secret);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let first = login(&client).await.expect("the form is encoded well");
    let fields = json!({
        "appId": app.id, "secret": app.secret, "refreshToken": first.refresh_token,
    });
    let second = refresh(&client, fields).await.expect("so is the JSON");

    let task = stage.task(1);
    let token = second.access_token.expect("a token").into();
    try_token(&client, &token, &task)
        .await
        .expect("a live token");
    let sent = last(&stage);
    assert_eq!(sent.header("app_key"), Some(app.id.as_str()));
}

#[tokio::test]
async fn other_calls_carry_the_application_and_its_token() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(1);
    try_token(&client, &token, &task)
        .await
        .expect("a live token");

    let sent = last(&stage);
    let bearer = format!("Bearer {}", text_of(&token));
    assert_eq!(sent.header("authorization"), Some(bearer.as_str()));
    assert_eq!(sent.header("app_key"), Some("northbound-demo"));
    let count = |name: &str| sent.headers.iter().filter(|(n, _)| n == name).count();
    assert_eq!((count("authorization"), count("app_key")), (1, 1));
    let agent = sent.header("user-agent").expect("a user agent");
    assert!(agent.starts_with("northbound/"), "{agent}");
    // A GET has no body, and no header about a body.
    assert_eq!(sent.body.as_deref(), Some(""));
    assert_eq!(sent.header("content-type"), None);
    assert_eq!(sent.header("content-length"), None);
    assert_eq!(sent.header("transfer-encoding"), None);
}

#[tokio::test]
async fn a_login_ends_the_token_before() {
    let stage = Stage::new();
    let (client, old) = stage.logged_in().await;
    let task = stage.task(1);
    try_token(&client, &old, &task).await.expect("alive");

    let new = token(&client).await;
    assert_ne!(text_of(&new), text_of(&old));
    assert_rejected(try_token(&client, &old, &task).await);
    try_token(&client, &new, &task).await.expect("alive");
    assert_eq!(stage.platform.stats().rejected_tokens, 1);
}

#[tokio::test]
async fn a_refresh_ends_the_tokens_before() {
    let stage = Stage::new();
    let client = stage.client();
    let first = login(&client).await.expect("a login");
    let old_access = first.access_token.expect("a token").into();
    let old_refresh = first.refresh_token.expect("a refresh token");
    let second = refresh(&client, credentials(&old_refresh)).await;
    let second = second.expect("a refresh");

    let task = stage.task(1);
    assert_rejected(try_token(&client, &old_access, &task).await);
    let new = second.access_token.expect("a token").into();
    try_token(&client, &new, &task).await.expect("alive");

    let error = refresh(&client, credentials(&old_refresh)).await;
    let error = error.expect_err("a refresh token works once");
    let says = ["refreshAuthToken: 100208", "(HTTP 401 Unauthorized)"];
    assert_error(&error, "100208", &["not authenticated", "sent"], &says);
}

#[tokio::test]
async fn a_token_ends_by_the_platforms_clock() {
    let stage = Stage::with(Config {
        expires_in: 90,
        ..still()
    });
    let client = stage.client();
    let login = login(&client).await.expect("a login");
    assert_eq!(login.expires_in, Some(90));
    let token = login.access_token.expect("a token").into();
    let task = stage.task(1);

    stage.platform.advance(Duration::from_secs(89));
    try_token(&client, &token, &task).await.expect("alive");
    stage.platform.advance(Duration::from_secs(1));
    assert_rejected(try_token(&client, &token, &task).await);

    // The refresh token is still valid.
    let old = login.refresh_token.expect("a refresh token");
    let new = refresh(&client, credentials(&old))
        .await
        .expect("a refresh");
    let new = new.access_token.expect("a token").into();
    try_token(&client, &new, &task).await.expect("alive");
}

#[tokio::test]
async fn wrong_credentials_are_a_caller_error() {
    let stage = Stage::new();
    for (id, secret) in [
        ("northbound-demo", "wrong-sesame"),
        ("nobody", "wrong-sesame"),
    ] {
        let client = Client::new(stage.config_of(id, secret), &stage.tls()).expect("a client");
        let error = login(&client).await.expect_err("no such application");
        let says = ["getAuthToken: 100208", "AppId or secret", "(HTTP 401"];
        assert_error(&error, "100208", &["wrong credentials", "sent"], &says);
        assert!(!shown(&error).contains("wrong-sesame"));
    }

    let error = refresh(&stage.client(), json!({ "appId": "northbound-demo" })).await;
    let error = error.expect_err("fields are missing");
    let says = ["refreshAuthToken: 102202"];
    assert_error(&error, "102202", &["refused", "sent"], &says);
}

#[tokio::test]
async fn applications_do_not_share_tokens() {
    let apps = ["one", "two"].map(|id| App {
        id: id.to_owned(),
        secret: format!("secret-of-{id}"),
    });
    let stage = Stage::with(Config {
        apps: apps.to_vec(),
        ..still()
    });
    let client = |app: &App| {
        let config = stage.config_of(&app.id, &app.secret);
        Client::new(config, &stage.tls()).expect("a client")
    };
    let [one, two] = [client(&apps[0]), client(&apps[1])];
    let (token_of_one, token_of_two) = (token(&one).await, token(&two).await);
    let task = stage.task(1);
    try_token(&one, &token_of_one, &task).await.expect("alive");
    assert_rejected(try_token(&two, &token_of_one, &task).await);

    // The task belongs to the first application, so the second one cannot see it.
    let error = try_token(&two, &token_of_two, &task).await;
    let error = error.expect_err("another application's task");
    assert_error(&error, "123009", &["not found", "sent"], &[]);
}

#[tokio::test]
async fn responses_and_clients_do_not_print_their_secrets() {
    let stage = Stage::new();
    let client = stage.client();
    let login = login(&client).await.expect("a login");
    let mut printed = format!("{login:?} {client:?} {:?}", stage.config());
    let access = login.access_token.clone().expect("a token");
    let refresh_token = login.refresh_token.expect("a refresh token");
    let new = refresh(&client, credentials(&refresh_token)).await;
    let new = new.expect("a refresh");
    printed.push_str(&format!("{new:?}"));

    let new_access = new.access_token.expect("a token");
    for secret in [&access, &refresh_token, &new_access, "demo-secret"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(printed.contains("northbound-demo"), "{printed}");
}
