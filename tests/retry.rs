//! Tests of retries, by the number of requests on the platform.

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant, SystemTime};

use crate::support::facts::assert_error;
use crate::support::proxy::Proxy;
use crate::support::{FIRMWARE, Stage, UPGRADE, login, token, upgrade};
use northbound::client::{ConnectionPools, Retries, Timeouts};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{create_firmware_upgrade_task, query_upgrade_task};
use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
use northbound_platform::{Fault, Rule, Shape, When};
use serde_json::{Map, Value, json};

/// The default retries with short pauses.
fn quick() -> Retries {
    Retries::default()
        .with_pause(Duration::from_millis(1))
        .with_pause_throttled(Duration::from_millis(1))
}

/// A platform, a client that has logged in and retries quickly, and a task.
struct Scene {
    stage: Stage,
    client: Client,
    token: Token,
    task: String,
}

impl Scene {
    async fn new() -> Self {
        Self::with(quick()).await
    }

    async fn with(retries: Retries) -> Self {
        let stage = Stage::new();
        let config = stage.config().with_retries(retries);
        let client = Client::new(config, &stage.tls()).expect("a usable client");
        let token = token(&client).await;
        let task = stage.task(1);
        stage.platform.clear_requests();
        Self {
            stage,
            client,
            token,
            task,
        }
    }

    /// Creates a client of the same platform with other settings.
    fn client(&self, set: impl FnOnce(ClientConfig) -> ClientConfig) -> Client {
        let config = set(self.stage.config().with_retries(quick()));
        Client::new(config, &self.stage.tls()).expect("a usable client")
    }

    /// Sends a call that only reads.
    async fn read_by(&self, client: &Client) -> Result<(), NorthApiError> {
        let request = query_upgrade_task(&self.task, &self.token).expect("a request");
        client.send(request).await.map(drop)
    }

    async fn read(&self) -> Result<(), NorthApiError> {
        self.read_by(&self.client).await
    }

    /// Sends a call that changes something.
    async fn write(&self) -> Result<(), NorthApiError> {
        let task = upgrade(FIRMWARE, &["all"]);
        let request = create_firmware_upgrade_task(&task, &self.token).expect("a request");
        self.client.send(request).await.map(drop)
    }

    /// Number of requests since the last call of this method.
    fn requests(&self) -> usize {
        let count = self.stage.platform.requests().len();
        self.stage.platform.clear_requests();
        count
    }
}

fn raw_response(status: u16, body: &str) -> Fault {
    response_with_headers(status, body, json!({}))
}

fn response_with_headers(status: u16, body: &str, headers: Value) -> Fault {
    Fault::Status {
        status,
        reason: None,
        content_type: None,
        headers: headers.as_object().cloned().unwrap_or_else(Map::new),
        body: body.to_owned(),
    }
}

fn error(status: u16, code: &str) -> Fault {
    Fault::Error {
        status,
        code: code.to_owned(),
        desc: "in words".to_owned(),
        shape: Shape::Error,
    }
}

/// Responses of a platform whose quota is used up.
fn throttled() -> [Fault; 5] {
    [
        error(403, "1010009"),
        error(200, "1010009"),
        error(503, "100501"),
        raw_response(429, "slow down"),
        Fault::EmptyBody { status: 429 },
    ]
}

/// Temporary faults, for a call that only reads.
fn temporary() -> [Fault; 9] {
    [
        Fault::Reset { when: When::Before },
        Fault::Reset { when: When::After },
        Fault::Close,
        Fault::Truncate { bytes: 0 },
        Fault::Truncate { bytes: 20 },
        raw_response(502, "<h1>Bad Gateway</h1>"),
        Fault::EmptyBody { status: 503 },
        error(503, "50252"),
        raw_response(504, "{}"),
    ]
}

#[tokio::test]
async fn a_read_survives_temporary_faults() {
    let scene = Scene::new().await;
    for fault in temporary().into_iter().chain(throttled()) {
        scene
            .stage
            .platform
            .fault(Rule::from(fault.clone()).times(2));
        scene
            .read()
            .await
            .unwrap_or_else(|e| panic!("{fault:?}: {e}"));
        assert_eq!(scene.requests(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn the_last_attempts_error_is_thrown() {
    let scene = Scene::new().await;
    for fault in temporary().into_iter().skip(3).chain(throttled()) {
        scene
            .stage
            .platform
            .fault(Rule::from(fault.clone()).times(0));
        let error = scene.read().await.expect_err("every attempt fails");
        scene.stage.platform.clear_faults();
        assert_eq!(error.attempts(), 3, "{fault:?}: {error}");
        let text = error.to_string();
        assert!(text.ends_with(" (after 3 attempts)"), "{text}");
        assert_eq!(scene.requests(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn permanent_errors_are_not_tried_again() {
    let scene = Scene::new().await;
    for fault in [
        error(404, "123009"),
        // The platform's code has priority over the status.
        error(503, "123009"),
        error(502, "1010005"),
        error(400, "123029"),
        raw_response(500, "{}"),
        raw_response(500, "<h1>Internal Server Error</h1>"),
        raw_response(501, "{}"),
        raw_response(401, "{}"),
        raw_response(200, "<h1>Welcome</h1>"),
        Fault::BadJson,
        Fault::Garbage,
    ] {
        scene.stage.platform.fault(fault.clone());
        let error = scene.read().await.expect_err("a fault");
        assert_eq!(error.attempts(), 1, "{fault:?}: {error}");
        assert!(!error.to_string().contains("attempt"), "{error}");
        assert_eq!(scene.requests(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_write_is_repeated_only_if_it_was_refused_for_the_quota() {
    let scene = Scene::new().await;
    for fault in throttled() {
        scene
            .stage
            .platform
            .fault(Rule::from(fault.clone()).times(2));
        scene
            .write()
            .await
            .unwrap_or_else(|e| panic!("{fault:?}: {e}"));
        assert_eq!(scene.requests(), 3, "{fault:?}");
    }
    for fault in temporary() {
        scene.stage.platform.fault(fault.clone());
        let error = scene
            .write()
            .await
            .expect_err("the platform may have processed it");
        assert_eq!(error.attempts(), 1, "{fault:?}: {error}");
        assert!(error.may_have_reached_platform(), "{fault:?}: {error}");
        assert_eq!(scene.requests(), 1, "{fault:?}");
    }
}

/// Creates a client of the server at this address.
fn client_at(at: SocketAddr, tls: &TlsSettings, timeouts: Timeouts) -> Client {
    let ip = at.ip().to_string();
    let config = ClientConfig::new(&ip, at.port(), "northbound-demo", "demo-secret".into());
    let config = config.expect("a configuration").with_retries(quick());
    Client::new(config.with_timeouts(timeouts), tls).expect("a usable client")
}

#[tokio::test]
async fn what_was_not_sent_is_tried_again_whatever_it_is() {
    let stage = Stage::new();
    let proxy = Proxy::hanging_up(2, stage.platform.https_addr());
    let client = client_at(proxy.addr(), &stage.tls(), Timeouts::default());
    login(&client).await.expect("the third connection works");
    let stats = stage.platform.stats();
    assert_eq!((stats.requests, stats.logins), (1, 1));
}

#[tokio::test]
async fn three_refused_connections() {
    let stage = Stage::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    drop(listener);
    let client = client_at(at, &stage.tls(), Timeouts::default());
    let error = login(&client).await.expect_err("nobody is there");
    let says = ["1003", "refused", "(after 3 attempts)"];
    assert_error(&error, "1003", &["transport"], &says);
}

#[tokio::test]
async fn three_connection_timeouts() {
    let stage = Stage::new();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = silent.local_addr().expect("an address");
    let mut timeouts = Timeouts::default()
        .with_connect(Duration::from_millis(50))
        .with_call(Duration::from_secs(600));
    let client = client_at(at, &stage.tls(), timeouts);
    let error = login(&client).await.expect_err("no response");
    let says = ["timed out after 50 ms", "(after 3 attempts)"];
    assert_error(&error, "1003", &["transport", "timeout"], &says);

    // The last attempt has less time left than the limit, and still has not sent
    // anything.
    timeouts.call = Duration::from_millis(120);
    timeouts.connect = Duration::from_millis(80);
    let client = client_at(at, &stage.tls(), timeouts);
    let error = login(&client).await.expect_err("no response");
    assert_error(&error, "1003", &["transport", "timeout"], &[]);
}

#[tokio::test]
async fn a_missing_trust_is_not_tried_again() {
    let (stage, other) = (Stage::new(), Stage::new());
    let at = stage.platform.https_addr();
    let client = client_at(at, &other.tls(), Timeouts::default());
    let error = login(&client).await.expect_err("an unknown CA");
    assert_eq!(error.attempts(), 1, "{error}");
    crate::support::until(|| stage.platform.stats().handshake_failures == 1).await;
}

#[tokio::test]
async fn retry_after_is_respected() {
    let scene = Scene::new().await;
    let retry_after = |value: &str| response_with_headers(503, "", json!({ "Retry-After": value }));
    scene.stage.platform.fault(retry_after("1"));
    let start = Instant::now();
    scene.read().await.expect("the second attempt works");
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(scene.requests(), 2);

    let later = SystemTime::now() + Duration::from_secs(7200);
    let later = httpdate::fmt_http_date(later);
    // Beyond the deadline of the call, so the client does not wait.
    for (value, at_least) in [("3600", 3600), (later.as_str(), 7000)] {
        scene.stage.platform.fault(retry_after(value));
        let start = Instant::now();
        let error = scene.read().await.expect_err("no time for that");
        assert!(start.elapsed() < Duration::from_secs(30));
        assert_eq!(error.attempts(), 1);
        assert!(
            error.retry_after() >= Some(Duration::from_secs(at_least)),
            "{error:?}"
        );
        assert_eq!(scene.requests(), 1);
    }
}

#[tokio::test]
async fn all_attempts_share_one_deadline() {
    let scene = Scene::new().await;
    let call = |call| Timeouts::default().with_call(Duration::from_millis(call));
    // It ends with the platform's response when there is no time for a retry.
    let pause = quick()
        .with_attempts(1000)
        .with_pause(Duration::from_millis(200))
        .with_longest_pause(Duration::from_millis(200));
    let client = scene.client(|config| config.with_retries(pause).with_timeouts(call(2000)));
    let unwell = Fault::EmptyBody { status: 503 };
    scene.stage.platform.fault(Rule::from(unwell).times(0));
    let error = scene.read_by(&client).await.expect_err("never well");
    assert!(error.attempts() > 1, "{error}");
    assert!(error.attempts() < 1000, "{error}");
    scene.stage.platform.clear_faults();
    scene.stage.platform.clear_requests();

    // An attempt does not restart the deadline, and the deadline ends the call.
    scene.stage.platform.fault(Fault::EmptyBody { status: 503 });
    scene.stage.platform.fault(Fault::Latency { ms: 600_000 });
    let client = scene.client(|config| config.with_timeouts(call(2000)));
    let error = scene.read_by(&client).await.expect_err("no time left");
    let says = ["timed out after 2000 ms", "(after 2 attempts)"];
    assert_error(&error, "1004", &["transport", "timeout", "sent"], &says);
    assert_eq!(scene.requests(), 2);
}

#[tokio::test]
async fn retries_do_not_multiply_an_outage() {
    let scene = Scene::with(
        quick()
            .with_attempts(60)
            .with_longest_pause(Duration::from_millis(1)),
    )
    .await;
    let outage = || Rule::from(Fault::EmptyBody { status: 503 }).times(0);
    scene.stage.platform.fault(outage());
    // The budget is for 100 retries.
    for attempts in [60, 42, 1, 1] {
        let error = scene.read().await.expect_err("an outage");
        assert_eq!(error.attempts(), attempts);
        assert_eq!(scene.requests(), attempts as usize);
    }
    // Five successful calls add one retry to the budget.
    scene.stage.platform.clear_faults();
    for _ in 0..5 {
        scene.read().await.expect("the outage is over");
    }
    scene.stage.platform.fault(outage());
    for attempts in [2, 1] {
        let error = scene.read().await.expect_err("the next outage");
        assert_eq!(error.attempts(), attempts);
    }
    // A successful retry does not use the budget.
    scene.stage.platform.clear_faults();
    for _ in 0..5 {
        scene.read().await.expect("the outage is over");
    }
    for _ in 0..10 {
        scene.stage.platform.fault(Fault::EmptyBody { status: 503 });
        scene.read().await.expect("the second attempt works");
    }
}

#[tokio::test]
async fn each_platform_has_a_separate_retry_budget() {
    let (sick, well) = (Scene::new().await, Stage::new());
    let mut connections = ConnectionPools::default();
    // Both with one TLS identity and without verification, because their CAs differ.
    let tls = TlsSettings::default().with_verify(northbound::client::Verify::None);
    let mut client = |stage: &Stage, attempts| {
        let retries = quick()
            .with_attempts(attempts)
            .with_longest_pause(Duration::from_millis(1));
        let config = stage.config().with_retries(retries);
        Client::with_pool(config, connections.get(&tls).expect("a connection"))
    };
    let (of_sick, of_well) = (client(&sick.stage, 1000), client(&well, 2));
    let outage = Rule::from(Fault::EmptyBody { status: 503 }).times(0);
    sick.stage.platform.fault(outage);
    let error = sick.read_by(&of_sick).await.expect_err("an outage");
    assert_eq!(error.attempts(), 101);

    let path = format!("{UPGRADE}/operations");
    well.platform
        .fault(Rule::from(Fault::EmptyBody { status: 503 }).path(&path));
    let token = token(&of_well).await;
    let request = query_upgrade_task(&well.task(1), &token).expect("a request");
    of_well
        .send(request)
        .await
        .expect("the second attempt works");

    let stats = connections.stats();
    assert_eq!((stats.calls, stats.failures, stats.retries), (3, 1, 101));
    // Each 503 costs its connection.
    assert_eq!((stats.connections, stats.reused), (103, 1));
}

#[tokio::test]
async fn one_attempt_if_configured() {
    let scene = Scene::new().await;
    for attempts in [0, 1] {
        let client = scene.client(|config| config.with_max_attempts(attempts));
        scene.stage.platform.fault(Fault::EmptyBody { status: 503 });
        let error = scene.read_by(&client).await.expect_err("a fault");
        assert_eq!((error.attempts(), scene.requests()), (1, 1));
    }
}
