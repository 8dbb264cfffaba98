//! A hostile platform: its responses are changed at random, from a seed. Whatever it
//! sends, each call, list and poll ends, with values or an error, after a limited number
//! of requests.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use fastrand::Rng;
use northbound::client::{Retries, SharedStores, StoreSettings, Timeouts, WaitOptions, Waiter};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{
    QueryUpgradeSubTaskInDto, query_upgrade_sub_task, query_upgrade_task,
};
use northbound::{Client, NorthApiError};
use serde_json::{Value, json};

use crate::support::Stage;
use crate::support::lists::number;
use crate::support::tls_server::{TlsServer, json_response};

const SEEDS: u64 = 1000;

/// The time limit of a call. Few responses are later than this.
const CALL: Duration = Duration::from_millis(300);

/// The number of items of the list. The changed ids are few, so that it ends.
const ITEMS: u64 = 7;

/// More requests than any run needs: the list has at most a hundred different items, and
/// its limit is `2 * pages + 16`, with two attempts each.
const MAX_REQUESTS: usize = 600;

/// A platform whose responses depend only on the seed, the target, and how often the
/// target was requested: not on the order of concurrent requests.
struct Hostile {
    seed: u64,
    seen: Mutex<HashMap<String, u64>>,
    requests: AtomicUsize,
}

impl Hostile {
    fn new(seed: u64) -> Self {
        Self {
            seed,
            seen: Mutex::default(),
            requests: AtomicUsize::new(0),
        }
    }

    fn respond(&self, target: &str) -> Vec<u8> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut hasher = DefaultHasher::new();
        {
            let mut seen = self.seen.lock().expect("a lock");
            let times = seen.entry(target.to_owned()).or_default();
            *times += 1;
            (self.seed, &target, *times).hash(&mut hasher);
        }
        let mut rng = Rng::with_seed(hasher.finish());
        let mut body = honest(target);
        // Without some logins there would be few other calls.
        let hostility = if target.contains("/login") { 4 } else { 2 };
        if self.seed == 0 || rng.u32(0..hostility) > 0 {
            return json_response(200, &body.to_string());
        }
        change(&mut body, &mut rng);
        respond_otherwise(&body, &mut rng)
    }
}

/// Returns the response of a platform that works.
fn honest(target: &str) -> Value {
    if target.contains("/login") || target.contains("/refreshToken") {
        let token = "0123456789abcdef";
        return json!({
            "accessToken": token, "refreshToken": token, "expiresIn": 3600,
            "tokenType": "bearer", "scope": "default",
        });
    }
    if target.contains("/subOperations") {
        let (page, size) = (number(target, "pageNo="), number(target, "pageSize="));
        let first = page.saturating_mul(size).min(ITEMS);
        let last = first.saturating_add(size).min(ITEMS);
        let items: Vec<Value> = (first..last)
            .map(|id| json!({ "subOperationId": id.to_string(), "deviceId": "d", "status": "success" }))
            .collect();
        return json!({ "data": items, "pageNo": page, "pageSize": size, "totalCount": ITEMS });
    }
    json!({
        "operationId": "task", "operationType": "firmware_upgrade", "status": "success",
        "staResult": {
            "total": ITEMS, "wait": 0, "processing": 0, "success": ITEMS, "fail": 0, "stop": 0,
            "timeout": 0,
        },
    })
}

/// Changes one to three values, or fields, anywhere in a document.
fn change(value: &mut Value, rng: &mut Rng) {
    for _ in 0..rng.usize(1..=3) {
        change_one(value, rng);
    }
}

fn change_one(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Object(fields) if !fields.is_empty() && rng.u32(0..5) > 0 => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = &names[rng.usize(0..names.len())];
            if rng.u32(0..4) == 0 {
                fields.remove(name);
            } else if let Some(value) = fields.get_mut(name) {
                change_one(value, rng);
            }
        }
        Value::Array(items) if !items.is_empty() && rng.u32(0..4) > 0 => {
            let index = rng.usize(0..items.len());
            match rng.u32(0..3) {
                0 => drop(items.remove(index)),
                1 => items.push(items[index].clone()),
                _ => change_one(&mut items[index], rng),
            }
        }
        other => *other = any_value(rng),
    }
}

/// Returns a value that belongs nowhere in particular.
fn any_value(rng: &mut Rng) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("7"),
        json!("\u{0}\u{1f600}"),
        json!("success"),
        json!([]),
        json!([[], {}]),
        json!({}),
        json!({ "error_code": "1010009" }),
    ];
    values[rng.usize(0..values.len())].clone()
}

/// Sends a body with another status or other headers, late, cut off, or not at all.
fn respond_otherwise(body: &Value, rng: &mut Rng) -> Vec<u8> {
    let statuses = [
        200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503, 999,
    ];
    let status = statuses[rng.usize(0..statuses.len())];
    let text = body.to_string();
    match rng.u32(0..40) {
        0 => thread::sleep(CALL + Duration::from_millis(50)),
        1 => return Vec::new(),
        2 => return json_response(status, &text)[..20].to_vec(),
        3 => return json_response(status, &text[..text.len() / 2]),
        4 => return json_response(status, ""),
        5 => return b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n".to_vec(),
        6 => return b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
        7 => {
            let error = json!({ "error_code": "1010005", "error_desc": "no" });
            return json_response(status, &error.to_string());
        }
        8 => return json_response(status, "<html>"),
        9 => {
            let mut response = json_response(status, &text);
            let end = response.len();
            response[end - 2] = 0xff;
            return response;
        }
        _ => {}
    }
    json_response(status, &text)
}

/// Calls, lists and waits once, and returns the number of values.
async fn run(client: &Client) -> Result<usize, NorthApiError> {
    let mut values = 0;
    let request = query_upgrade_task("task", &Token::Managed)?;
    if client.send(request).await.is_ok() {
        values += 1;
    }
    let fields = QueryUpgradeSubTaskInDto::default();
    let mut items = client.paginate(query_upgrade_sub_task(&fields, "task", &Token::Managed)?)?;
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => values += 1,
            Err(_) => break,
        }
    }
    let mut waiter = Waiter::new("task", &Token::Managed, WaitOptions::default())?;
    for _ in 0..3 {
        match waiter.poll(client).await {
            Ok(progress) if progress.next_delay.is_some() => {}
            Ok(_) => {
                values += 1;
                break;
            }
            Err(_) => break,
        }
    }
    Ok(values)
}

/// Runs one seed; returns the number of values and of requests.
async fn run_seed(stage: &Stage, seed: u64) -> (usize, usize) {
    let platform = Arc::new(Hostile::new(seed));
    let server = {
        let platform = Arc::clone(&platform);
        TlsServer::start(stage, move |target| platform.respond(target))
    };
    let retries = Retries::default()
        .with_attempts(2)
        .with_pause(Duration::from_millis(1))
        .with_pause_throttled(Duration::from_millis(1))
        .with_longest_pause(Duration::from_millis(1));
    let timeouts = Timeouts::default().with_connect(CALL).with_call(CALL);
    let config = server
        .config()
        .with_retries(retries)
        .with_timeouts(timeouts);
    let store = SharedStores::default().get(&StoreSettings::Process);
    let client = Client::new(config, &stage.tls())
        .expect("a usable client")
        .with_managed_token(&store.expect("a store"));
    // The time limits of the client are far below this one, which ends a run that hangs.
    let values = tokio::time::timeout(Duration::from_secs(60), run(&client)).await;
    let values = values.unwrap_or_else(|_| panic!("seed {seed} hangs"));
    let values = values.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    (values, platform.requests.load(Ordering::Relaxed))
}

/// Runs one seed to its end; returns the number of values and of requests.
fn result_of(stage: &Stage, seed: u64) -> (usize, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let (values, requests) = runtime.expect("a runtime").block_on(run_seed(stage, seed));
    assert!(requests <= MAX_REQUESTS, "seed {seed}: {requests} requests");
    (values, requests)
}

#[test]
fn whatever_it_sends_everything_ends() {
    let stage = Stage::new();
    // Unchanged, all is there: the task, the items, the end of the wait.
    assert_eq!(result_of(&stage, 0).0, 1 + 7 + 1);
    // Mostly they wait for late responses.
    const THREADS: u64 = 8;
    let values: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let seeds = (1..=SEEDS).filter(move |seed| seed % THREADS == thread);
                let stage = &stage;
                scope.spawn(move || seeds.map(|seed| result_of(stage, seed).0).sum::<usize>())
            })
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|values| values.expect("no panic")).sum()
    });
    // Half of the responses are honest, so that runs get beyond their first call.
    assert!(values > 2000, "{values} values");
}
