//! The managed token and the quota in Redis: its addresses, its refusals and its
//! failures. `php/tests` does the same with many processes.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::facts::assert_error;
use crate::support::redis::{Redis, cluster, wait};
use crate::support::{Scratch, Stage};
use northbound::client::{EventKind, Observer, SharedStores, StoreSettings};
use northbound::sdk::Token;
use northbound::sdk::authentication::get_auth_token;
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound::{Client, NorthApiError};

/// The rights of a user, as docs/shared-state.md says.
const RIGHTS: &str = "~northbound:* +get +set +eval +evalsha +select +time +hget +hset +del \
                      +pttl +pexpire";

/// One process: its client, its stores, and a directory of its own.
struct Process {
    client: Client,
    stores: SharedStores,
    /// The messages that the observer of the client got.
    heard: Arc<Mutex<Vec<String>>>,
    dir: PathBuf,
    _files: Scratch,
}

impl Process {
    fn new(stage: &Stage, url: &str) -> Self {
        Self::with_ca(stage, url, None)
    }

    fn with_ca(stage: &Stage, url: &str, ca_file: Option<PathBuf>) -> Self {
        let files = Scratch::new();
        let dir = files.path("state");
        let settings = StoreSettings::Redis {
            url: url.into(),
            ca_file,
            dir: Some(dir.clone()),
        };
        let mut stores = SharedStores::default();
        let store = stores.get(&settings).expect("a valid address");
        let limit = NonZeroU32::new(6000).expect("a limit");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&heard);
        let observer = Observer::new(move |event| {
            if event.kind == EventKind::StoreChanged {
                list.lock().expect("no panic").extend(event.message);
            }
        });
        let client = stage
            .client()
            .with_observer(observer)
            .with_managed_token(&store)
            .with_quota(&store, limit);
        Self {
            client,
            stores,
            heard,
            dir,
            _files: files,
        }
    }

    /// A call about a task that does not exist, which needs a token to find out.
    async fn call(&self) -> Result<(), NorthApiError> {
        let request = query_upgrade_task("nowhere", &Token::Managed).expect("a request");
        match self.client.send(request).await {
            Err(error) if error.is_not_found() => Ok(()),
            other => other.map(drop),
        }
    }

    /// A call that uses Redis. Nothing is written to files.
    async fn call_by_redis(&self) {
        self.call().await.expect("the call succeeds");
        assert_eq!(self.stores.take_changes(), Vec::<String>::new());
        assert!(!self.dir.exists(), "it uses Redis");
    }

    /// A call that uses files, and the message about that.
    async fn call_by_files(&self) -> String {
        self.call().await.expect("the call succeeds");
        assert!(self.dir.exists(), "it uses files");
        let changes = self.stores.take_changes();
        let heard = std::mem::take(&mut *self.heard.lock().expect("no panic"));
        assert_eq!(heard, changes);
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert!(changes[0].contains("cannot be used: "), "{changes:?}");
        assert!(!changes[0].contains("sesame"), "{changes:?}");
        assert!(!format!("{:?}", self.stores).contains("sesame"));
        changes[0].clone()
    }
}

#[tokio::test]
async fn user_password_database_and_socket() {
    let redis = Redis::new("--requirepass other --unixsocket r.sock");
    redis.ask(&format!("-a other ACL SETUSER worker on >sesame {RIGHTS}"));
    let socket = redis.files.path("r.sock");
    let socket = socket.display();
    for (url, database) in [
        (format!("redis://worker:sesame@{}/3", redis.at()), 3),
        (format!("redis://:other@{}", redis.at()), 0),
        (format!("unix://worker:sesame@{socket}?db=4"), 4),
        (format!("redis+unix://:other@{socket}?db=5"), 5),
    ] {
        let stage = Stage::new();
        for _ in 0..2 {
            Process::new(&stage, &url).call_by_redis().await;
        }
        assert_eq!(stage.platform.stats().logins, 1, "{url}");
        let keys = redis.ask(&format!("-a other -n {database} KEYS *"));
        assert_eq!(keys.lines().count(), 2, "{url}: token and budget: {keys}");
    }
}

#[tokio::test]
async fn a_scheme_that_is_not_of_redis() {
    for url in ["http://h", "h:6379", "sesame@h", "REDIS://:sesame@h"] {
        let settings = StoreSettings::Redis {
            url: url.into(),
            ca_file: None,
            dir: None,
        };
        let error = SharedStores::default().get(&settings);
        let error = error.expect_err("no address");
        let says = ["StoreSettings::Redis", "redis://", "rediss-sentinel://"];
        assert_error(&error, "1003", &["configuration"], &says);
        assert!(!format!("{error:?} {error}").contains("sesame"));
    }
}

#[tokio::test]
async fn refusals_are_reported_without_secrets() {
    let stage = Stage::new();
    let redis = Redis::new("--requirepass other --rename-command SELECT sesame-select");
    redis.ask("-a other ACL SETUSER reader on >sesame ~northbound:* -@all +get");
    for (user, reason) in [
        (":sesame", "wrong user or password"),
        ("nobody:sesame", "wrong user or password"),
        ("", "NOAUTH"),
        ("reader:sesame", "NOPERM"),
    ] {
        let message = Process::new(&stage, &format!("redis://{user}@{}", redis.at()))
            .call_by_files()
            .await;
        assert!(message.contains(reason), "{message}");
    }
    let message = Process::new(&stage, &format!("redis://:other@{}/1", redis.at()));
    let message = message.call_by_files().await;
    assert!(message.contains("SELECT"), "{message}");
    // Redis repeats the arguments of a command that it does not know.
    let redis = Redis::new("--rename-command SET hidden");
    let process = Process::new(&stage, &format!("redis://{}", redis.at()));
    let login = get_auth_token().expect("a request");
    process.client.send(login).await.expect("a login");
    let message = process.stores.take_changes().concat();
    assert!(message.contains("unknown command"), "{message}");
    assert!(!message.contains("accessToken"), "{message}");
    let redis = Redis::new("--rename-command AUTH hidden");
    Process::new(&stage, &format!("redis://:sesame@{}", redis.at()))
        .call_by_files()
        .await;
    let at = stage.platform.https_addr();
    let message = Process::new(&stage, &format!("redis://:sesame@{at}"));
    message.call_by_files().await;
}

#[tokio::test]
async fn a_server_that_does_not_respond_costs_two_seconds_once() {
    let stage = Stage::new();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = silent.local_addr().expect("an address");
    for scheme in ["redis", "rediss", "redis-cluster"] {
        let process = Process::new(&stage, &format!("{scheme}://{at}"));
        let began = Instant::now();
        process.call_by_files().await;
        for _ in 0..5 {
            process.call().await.expect("the call succeeds");
        }
        let took = began.elapsed();
        // A second timeout would make it four seconds.
        assert!(took < Duration::from_millis(3900), "{scheme}: {took:?}");
    }
}

#[tokio::test]
async fn a_server_that_restarts_between_calls_is_not_noticed() {
    let stage = Stage::new();
    let mut redis = Redis::new("");
    let process = Process::new(&stage, &format!("redis://{}", redis.at()));
    for _ in 0..3 {
        process.call_by_redis().await;
        redis.kill();
        redis.start();
    }
    redis.ask("CLIENT KILL TYPE normal");
    redis.ask("SCRIPT FLUSH");
    process.call_by_redis().await;
}

#[test]
fn a_runtime_that_ended_is_not_needed() {
    let stage = Stage::new();
    let redis = Redis::new("");
    let nodes = cluster("");
    for url in [
        format!("redis://{}", redis.at()),
        format!("redis-cluster://{}", nodes[1].at()),
    ] {
        let process = Process::new(&stage, &url);
        for _ in 0..2 {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            let began = Instant::now();
            runtime.block_on(process.call_by_redis());
            // The connection of the other runtime would not respond for two seconds.
            assert!(began.elapsed() < Duration::from_millis(1900), "{url}");
        }
    }
}

#[tokio::test]
async fn many_calls_at_the_same_time_share_a_connection() {
    let stage = Stage::new();
    let redis = Redis::new("");
    let process = Process::new(&stage, &format!("redis://{}", redis.at()));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let client = process.client.clone();
        calls.spawn(async move {
            let request = query_upgrade_task("nowhere", &Token::Managed).expect("a request");
            client
                .send(request)
                .await
                .expect_err("no such task")
                .code()
                .to_owned()
        });
    }
    assert!(calls.join_all().await.iter().all(|code| code == "123009"));
    let clients = redis.ask("CLIENT LIST TYPE normal");
    // The other one is redis-cli itself.
    assert_eq!(clients.lines().count(), 2, "{clients}");
}

#[tokio::test]
async fn the_master_of_sentinels_is_found_and_found_again() {
    let stage = Stage::new();
    let mut master = Redis::new("--requirepass sesame --masterauth sesame");
    let follow = format!(
        "--requirepass sesame --masterauth sesame --replicaof 127.0.0.1 {}",
        master.port
    );
    let replica = Redis::new(&follow);
    wait("the replica follows", || {
        replica
            .ask("-a sesame INFO replication")
            .contains("master_link_status:up")
    });
    // One of them requires a password.
    let auth = "sentinel auth-pass main sesame";
    let locked = format!("{auth}\nrequirepass sesame\nsentinel sentinel-pass sesame");
    let sentinels = [locked.clone(), locked.clone(), locked]
        .map(|options| Redis::sentinel(master.port, &options));
    let [a, b, c] = sentinels.each_ref().map(Redis::at);
    let url = format!("redis-sentinel://:sesame@127.0.0.1:1,{a},{b},{c}/0?master=main");
    let process = Process::new(&stage, &url);
    process.call_by_redis().await;
    wait("the sentinels know each other", || {
        let known = sentinels[0].ask("-a sesame SENTINEL MASTER main");
        known.contains("num-other-sentinels\n2") && known.contains("num-slaves\n1")
    });

    master.kill();
    let message = process.call_by_files().await;
    assert!(
        message.contains("Redis at main (sentinels 127.0.0.1:1,"),
        "{message}"
    );
    wait("the replica is promoted", || {
        replica.ask("-a sesame ROLE").starts_with("master")
    });
    let began = Instant::now();
    while process.stores.take_changes().is_empty() {
        process.call().await.expect("the call succeeds");
        assert!(began.elapsed() < Duration::from_secs(15), "it is back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The token came along.
    Process::new(&stage, &url).call_by_redis().await;
    assert_eq!(stage.platform.stats().logins, 1);

    let wrong = format!("redis-sentinel://:sesame@{a}?master=other");
    let message = Process::new(&stage, &wrong).call_by_files().await;
    assert!(message.contains("know no master"), "{message}");
}

#[tokio::test]
async fn a_slot_of_a_cluster_moves() {
    let stage = Stage::new();
    let nodes = cluster("");
    for node in &nodes {
        let user = format!("ACL SETUSER worker on >sesame {RIGHTS} +cluster|slots +asking");
        assert_eq!(node.ask(&user), "OK");
    }
    // One node of the address is away.
    let url = format!(
        "redis-cluster://worker:sesame@127.0.0.1:1,{}",
        nodes[2].at()
    );
    let processes = [Process::new(&stage, &url), Process::new(&stage, &url)];
    for process in &processes {
        process.call_by_redis().await;
    }
    let holds = |node: &&Redis| !node.ask("KEYS *").is_empty();
    let source = nodes
        .iter()
        .find(holds)
        .expect("the keys of the application");
    let keys = source.ask("KEYS *");
    let mut keys: Vec<&str> = keys.lines().collect();
    keys.sort_unstable();
    assert_eq!(keys.len(), 2, "token and budget: {keys:?}");
    let slot = source.ask(&format!("CLUSTER KEYSLOT {}", keys[0]));
    let target = nodes
        .iter()
        .find(|node| node.port != source.port)
        .expect("another");
    let (from, to) = (source.ask("CLUSTER MYID"), target.ask("CLUSTER MYID"));

    target.ask(&format!("CLUSTER SETSLOT {slot} IMPORTING {from}"));
    source.ask(&format!("CLUSTER SETSLOT {slot} MIGRATING {to}"));
    processes[0].call_by_redis().await;
    // ASK: the slot is still the source's, and the key is no longer there.
    for key in keys {
        source.ask(&format!("MIGRATE 127.0.0.1 {} {key} 0 1000", target.port));
        for process in &processes {
            process.call_by_redis().await;
        }
    }
    for node in &nodes {
        node.ask(&format!("CLUSTER SETSLOT {slot} NODE {to}"));
    }
    // MOVED.
    for process in &processes {
        process.call_by_redis().await;
    }
    Process::new(&stage, &url).call_by_redis().await;
    assert_eq!(stage.platform.stats().logins, 1);
    assert_eq!(source.ask("KEYS *"), "");

    let wrong = url.replace("worker", "nobody");
    let message = Process::new(&stage, &wrong).call_by_files().await;
    assert!(message.contains("authentication failed"), "{message}");
}

#[tokio::test]
async fn tls_to_a_server_to_sentinels_and_to_a_cluster() {
    let stage = Stage::new();
    let pem = |name: &str| stage.pem(name).display().to_string();
    // The nodes of a cluster are clients of each other.
    let files = format!(
        "--tls-auth-clients no --tls-cert-file {} --tls-key-file {} --tls-ca-cert-file {} \
         --tls-client-cert-file {} --tls-client-key-file {}",
        pem("server.pem"),
        pem("server.key"),
        pem("ca.pem"),
        pem("client.pem"),
        pem("client.key")
    );
    let nodes = cluster(&format!("--tls-cluster yes {files}"));
    let url = format!("rediss-cluster://{}", nodes[0].at());
    for ca_file in [Some(stage.pem("ca.pem")), Some(stage.pem("server.pem"))] {
        Process::with_ca(&stage, &url, ca_file)
            .call_by_redis()
            .await;
    }
    let message = Process::new(&stage, &url).call_by_files().await;
    assert!(
        message.contains("is not signed by a trusted CA"),
        "{message}"
    );
    assert_eq!(stage.platform.stats().logins, 2, "Redis, and files");

    let master = Redis::new(&files);
    let secure = files.replace("--tls", "\ntls");
    let sentinel = Redis::sentinel(master.port, &format!("{secure}\ntls-replication yes"));
    let url = format!("rediss-sentinel://{}?master=main", sentinel.at());
    let ca_file = Some(stage.pem("ca.pem"));
    Process::with_ca(&stage, &url, ca_file)
        .call_by_redis()
        .await;
}
