//! What the stores of the managed token and the quota do alike: in memory, in files and
//! in Redis.

use std::fs::{self, Permissions};
use std::io::Read as _;
use std::num::NonZeroU32;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::support::Stage;
use crate::support::facts::{assert_error, shown};
use crate::support::redis::Redis;
use northbound::client::{SharedStore, SharedStores, StoreSettings, Timeouts};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound::{Client, ExposeSecret as _, NorthApiError};
use northbound_platform::{Fault, Rule, Shape};
use serde_json::{Value, json};

fn open(settings: &StoreSettings) -> Arc<SharedStore> {
    SharedStores::default().get(settings).expect("a store")
}

fn redis(server: &Redis, stage: &Stage) -> StoreSettings {
    StoreSettings::Redis {
        url: format!("redis://{}", server.at()).into(),
        ca_file: None,
        dir: Some(stage.files.path("beside-redis")),
    }
}

/// Opens a store of each kind.
fn all(server: &Redis, stage: &Stage) -> [Arc<SharedStore>; 3] {
    [
        StoreSettings::Process,
        StoreSettings::FilesIn(stage.files.path("state")),
        redis(server, stage),
    ]
    .each_ref()
    .map(open)
}

/// Queries a task that does not exist.
async fn call(client: &Client, token: &Token) -> Result<(), NorthApiError> {
    let request = query_upgrade_task("nowhere", token).expect("a request");
    match client.send(request).await {
        Err(error) if error.is_not_found() => Ok(()),
        other => other.map(drop),
    }
}

#[tokio::test]
async fn the_report_of_a_store() {
    let (stage, server) = (Stage::new(), Redis::new("--requirepass sesame"));
    let process = open(&StoreSettings::Process).check().await;
    assert_eq!(process.expect("memory").place, "the memory of this process");

    let dir = stage.files.path("state");
    let files = open(&StoreSettings::FilesIn(dir.clone()));
    let report = files.check().await.expect("a directory");
    assert_eq!(report.place, dir.display().to_string());
    assert_eq!(report.redis_version, None);
    assert_eq!(fs::read_dir(&dir).expect("the directory").count(), 0);

    let url = |password: &str| StoreSettings::Redis {
        url: format!("redis://:{password}@{}", server.at()).into(),
        ca_file: None,
        dir: None,
    };
    let report = open(&url("sesame")).check().await.expect("a server");
    assert!(report.place.ends_with(&server.at()), "{report:?}");
    assert!(!format!("{report:?}").contains("sesame"));
    let info = server.ask("-a sesame --no-auth-warning INFO server");
    let version = report.redis_version.expect("a version");
    assert!(info.contains(&format!("redis_version:{version}")), "{info}");

    let error = open(&url("other")).check().await.expect_err("no access");
    assert_error(&error, "1003", &["transport"], &["wrong user or password"]);
    drop(server);
}

#[tokio::test]
async fn a_directory_that_cannot_be_used() {
    let stage = Stage::new();
    let file = stage.files.write("file", "");
    let below = stage.files.path("missing/state");
    for (path, says) in [
        (&file, "it is not a directory"),
        (&below, "its parent does not exist"),
    ] {
        let store = open(&StoreSettings::FilesIn(path.clone()));
        let error = store.check().await.expect_err("no directory");
        assert_error(&error, "1003", &["configuration"], &[says]);
    }
}

/// Returns the only file in a directory whose name ends so.
fn file_in(dir: &Path, end: &str) -> PathBuf {
    let files = fs::read_dir(dir).expect("a directory");
    let paths = files.map(|file| file.expect("a file").path());
    let mut found = paths.filter(|path| path.to_string_lossy().ends_with(end));
    found.next().expect("a file of this name")
}

/// A process that has locked a file.
struct Locker(Child);

impl Locker {
    /// Locks a file for this number of seconds.
    fn of(file: &Path, seconds: &str) -> Self {
        let mut child = Command::new("flock")
            .arg("--no-fork")
            .arg(file)
            .args(["sh", "-c", "echo locked; exec sleep \"$0\"", seconds])
            .stdout(Stdio::piped())
            .spawn()
            .expect("util-linux");
        let mut says = [0; 7];
        let output = child.stdout.as_mut().expect("its output");
        output.read_exact(&mut says).expect("the file is locked");
        Self(child)
    }
}

impl Drop for Locker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_rate_limit_that_another_process_changes() {
    let stage = Stage::new();
    let dir = stage.files.path("state");
    let quota = NonZeroU32::new(600).expect("a limit");
    let (client, token) = stage.logged_in().await;
    let client = client.with_quota(&open(&StoreSettings::FilesIn(dir.clone())), quota);
    call(&client, &token).await.expect("a slot");
    let file = file_in(&dir, ".budget");
    let locker = Locker::of(&file, "0.2");
    call(&client, &token).await.expect("a slot, after a moment");
    drop(locker);

    let locker = Locker::of(&file, "600");
    let error = call(&client, &token).await.expect_err("no slot");
    let name = file.to_string_lossy();
    assert_error(&error, "1003", &["transport"], &[&*name]);
    drop(locker);
    call(&client, &token).await.expect("a slot");
}

/// A token is renewed before it ends. Until then, no failed refresh costs a login, which
/// would end it.
#[tokio::test]
async fn a_token_that_is_due_outlives_a_refresh_that_hangs() {
    let stage = Stage::new();
    let dir = stage.files.path("state");
    let managing = || {
        let store = open(&StoreSettings::FilesIn(dir.clone()));
        stage.client().with_managed_token(&store)
    };
    call(&managing(), &Token::Managed).await.expect("a login");
    let file = file_in(&dir, ".token");
    let stored = fs::read_to_string(&file).expect("a token");
    let mut stored: Value = serde_json::from_str(&stored).expect("JSON");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = u64::try_from(now.expect("a clock").as_millis()).expect("a time");
    stored["obtainedAt"] = json!(now - 985_000);
    stored["endsAt"] = json!(now + 15_000);
    fs::write(&file, stored.to_string()).expect("a file");

    let late = Fault::Latency { ms: 60_000 };
    let rule = Rule::from(late).path("/iocm/app/sec/v1.1.0/refreshToken");
    stage.platform.fault(rule.times(0));
    call(&managing(), &Token::Managed)
        .await
        .expect("the token is valid");
    let refreshes = stage.targets();
    let refreshes = refreshes
        .iter()
        .filter(|target| target.ends_with("/refreshToken"));
    assert_eq!((refreshes.count(), stage.platform.stats().logins), (1, 1));
}

#[tokio::test]
async fn the_stored_token_is_shown() {
    let (stage, server) = (Stage::new(), Redis::new(""));
    for store in all(&server, &stage) {
        let client = stage.client();
        let error = client.stored_token().await.expect_err("no store");
        assert_eq!(error.code(), "1009");
        let client = client.with_managed_token(&store);
        let token = client.stored_token().await.expect("an empty store");
        assert!(token.is_none(), "{token:?}");
        let before = SystemTime::now() - Duration::from_secs(1);
        call(&client, &Token::Managed).await.expect("a login");
        let token = client.stored_token().await.expect("a store");
        let token = token.expect("a token");
        assert!(token.obtained >= before && token.obtained <= SystemTime::now());
        let valid_for = token.expires.duration_since(token.obtained);
        assert_eq!(valid_for.expect("not negative"), Duration::from_secs(3600));
        let used = Token::from(token.access.expose_secret());
        call(&stage.client(), &used).await.expect("a valid token");
        assert!(!format!("{token:?}").contains(token.access.expose_secret()));
    }
    // Each store logged in once, since none knew the token of another.
    assert_eq!(stage.platform.stats().logins, 3);
}

fn refused_for_quota() -> Fault {
    let headers: Value = json!({ "Retry-After": "30" });
    Fault::Status {
        status: 429,
        reason: None,
        content_type: Some("application/json".to_owned()),
        headers: headers.as_object().cloned().expect("an object"),
        body: r#"{"error_code":"1010009","error_desc":"Throttled."}"#.to_owned(),
    }
}

#[tokio::test]
async fn a_refusal_for_the_quota_holds_all_calls_up() {
    let (stage, server) = (Stage::new(), Redis::new(""));
    let limit = NonZeroU32::new(6000).expect("a limit");
    for store in all(&server, &stage) {
        // Two clients, as of two programs.
        let timeouts = Timeouts::default().with_call(Duration::from_secs(2));
        let hasty = || {
            let config = stage.config().with_timeouts(timeouts);
            let client = Client::new(config, &stage.tls()).expect("a client");
            client.with_quota(&store, limit)
        };
        let (one, other) = (hasty(), hasty());
        let token = one.log_in().await.expect("a login");
        call(&other, &token).await.expect("within the quota");
        stage.platform.fault(Rule::from(refused_for_quota()));
        let sent = stage.platform.requests().len();
        let error = call(&one, &token).await.expect_err("refused");
        assert_error(&error, "1010009", &["throttled", "sent"], &[]);
        let error = call(&other, &token).await.expect_err("held up");
        assert_error(&error, "1010009", &["throttled"], &["was not sent"]);
        let wait = error.retry_after().expect("the time of the next slot");
        assert!(wait > Duration::from_secs(25), "{wait:?}");
        assert_eq!(stage.platform.requests().len(), sent + 1);
    }
}

#[tokio::test]
async fn the_managed_token_is_masked_in_errors() {
    let stage = Stage::new();
    let store = open(&StoreSettings::Process);
    let client = stage.client().with_managed_token(&store);
    call(&client, &Token::Managed).await.expect("a login");
    let token = client.stored_token().await.expect("a store");
    let token = token.expect("a token");
    let token = token.access.expose_secret();
    let fault = Fault::Error {
        status: 400,
        code: "100001".to_owned(),
        desc: format!("Bearer {token} is not liked."),
        shape: Shape::Error,
    };
    stage.platform.fault(Rule::from(fault));
    let error = call(&client, &Token::Managed).await.expect_err("refused");
    assert!(error.desc().contains("Bearer *** is not liked."), "{error}");
    assert!(!shown(&error).contains(token));
}

#[test]
fn each_runtime_has_its_own_connections_to_redis() {
    let (stage, server) = (Stage::new(), Redis::new(""));
    let settings = redis(&server, &stage);
    let files = StoreSettings::FilesIn(stage.files.path("state"));
    let runtime = || {
        let builder = &mut tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().expect("a runtime")
    };
    let (one, other) = (runtime(), runtime());
    let open = |runtime: &tokio::runtime::Runtime, settings: &StoreSettings| {
        runtime.block_on(async { SharedStore::open(settings).expect("a store") })
    };
    let first = open(&one, &settings);
    assert!(Arc::ptr_eq(&first, &open(&one, &settings)));
    assert!(!Arc::ptr_eq(&first, &open(&other, &settings)));
    let first = open(&one, &files);
    assert!(Arc::ptr_eq(&first, &open(&other, &files)));
}

/// Sets the permissions of a directory or file.
fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("own file");
}

#[tokio::test]
async fn a_directory_of_a_group() {
    let stage = Stage::new();
    let dir = stage.files.path("state");
    fs::create_dir(&dir).expect("a new directory");
    let use_it = async || {
        let store = open(&StoreSettings::FilesIn(dir.clone()));
        let client = stage.client().with_managed_token(&store);
        call(&client, &Token::Managed).await
    };
    for (mode, says) in [
        (0o770, "to share it with its group: chmod 2770"),
        (0o2775, "other users have access to it (mode 775)"),
        (0o705, "other users have access to it (mode 705)"),
    ] {
        set_mode(&dir, mode);
        let error = use_it().await.expect_err("refused");
        assert_error(&error, "1003", &["configuration"], &[says]);
        assert_eq!(fs::read_dir(&dir).expect("the directory").count(), 0);
    }

    set_mode(&dir, 0o2770);
    use_it().await.expect("a directory of the group");
    let group = fs::metadata(&dir).expect("the directory").gid();
    let files: Vec<_> = fs::read_dir(&dir)
        .expect("the directory")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert!(!files.is_empty());
    for file in &files {
        let metadata = fs::metadata(file).expect("a file");
        assert_eq!(metadata.mode() & 0o777, 0o660, "{}", file.display());
        assert_eq!(metadata.gid(), group);
    }
    use_it().await.expect("the same files");
    assert_eq!(stage.platform.stats().logins, 1);

    // Read by others, a token is no longer a secret.
    for file in &files {
        set_mode(file, 0o664);
    }
    let error = use_it().await.expect_err("refused");
    let says = ["users outside of the group have access to it (mode 664)"];
    assert_error(&error, "1003", &["configuration"], &says);
    for file in &files {
        set_mode(file, 0o640);
    }
    use_it().await.expect("nobody outside has access");
    assert_eq!(stage.platform.stats().logins, 1);
}

#[tokio::test]
async fn a_refusal_of_the_token_with_an_old_record_of_it() {
    let (stage, server) = (Stage::new(), Redis::new(""));
    let refusal = || Fault::Error {
        status: 403,
        code: "1010005".to_owned(),
        desc: "Invalid access token or appId.".to_owned(),
        shape: Shape::Result,
    };
    for store in all(&server, &stage) {
        let clients = [(); 2].map(|()| stage.client().with_managed_token(&store));
        for client in &clients {
            call(client, &Token::Managed).await.expect("a token");
        }
        let before = stage.platform.stats().logins;
        stage.platform.fault(Rule::from(refusal()));
        call(&clients[0], &Token::Managed).await.expect("a new one");
        call(&clients[1], &Token::Managed)
            .await
            .expect("the new one");
        assert_eq!(stage.platform.stats().logins, before + 1);
    }
}

#[tokio::test]
async fn a_login_that_takes_long_is_not_repeated() {
    let (stage, server) = (Stage::new(), Redis::new(""));
    // Longer than a process may be silent.
    let slow = Rule::from(Fault::Latency { ms: 5000 }).path("/iocm/app/sec/v1.1.0/login");
    for settings in [
        StoreSettings::FilesIn(stage.files.path("state")),
        redis(&server, &stage),
    ] {
        let before = stage.platform.stats().logins;
        stage.platform.fault(slow.clone());
        // Each with a store of its own, as two processes.
        let calls = [(); 2].map(|()| {
            let client = stage.client().with_managed_token(&open(&settings));
            tokio::spawn(async move { call(&client, &Token::Managed).await })
        });
        for outcome in calls {
            outcome.await.expect("no panic").expect("a token");
        }
        assert_eq!(stage.platform.stats().logins, before + 1);
    }
}

#[tokio::test]
async fn wrong_credentials_are_remembered_for_others() {
    let (stage, server) = (Stage::new(), Redis::new(""));
    for settings in [
        StoreSettings::FilesIn(stage.files.path("state")),
        redis(&server, &stage),
    ] {
        stage.platform.clear_requests();
        // Each with a store of its own, as two processes.
        for _ in 0..2 {
            let config = stage.config_of("northbound-demo", "wrong");
            let client = Client::new(config, &stage.tls()).expect("a client");
            let client = client.with_managed_token(&open(&settings));
            let error = call(&client, &Token::Managed).await.expect_err("no login");
            assert!(error.is_wrong_credentials(), "{error}");
        }
        assert_eq!(stage.platform.requests().len(), 1, "{settings:?}");
    }
}

#[tokio::test]
async fn a_login_counts_against_the_quota() {
    let stage = Stage::new();
    let store = open(&StoreSettings::Process);
    let limit = NonZeroU32::new(5).expect("a limit");
    let timeouts = Timeouts::default().with_call(Duration::from_secs(3));
    let config = stage.config().with_timeouts(timeouts);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let client = client.with_quota(&store, limit);
    let token = client.log_in().await.expect("within the quota");
    let error = call(&client, &token).await.expect_err("the quota is used");
    assert_error(&error, "1010009", &["throttled"], &["was not sent"]);
}
