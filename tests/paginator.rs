//! Tests of the paginator: with the platform, and with a list that changes with
//! every request.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::lists::ListServer;
use crate::support::{Stage, dto, still, subtasks};
use northbound::client::{Pages, Paginator, SharedStores, StoreSettings, Timeouts};
use northbound::internal::PagesExt;
use northbound::sdk::device_upgrade::{
    QueryUpgradePackageListInDto, QueryUpgradeTaskListInDto, SubOperationInfo,
    query_upgrade_package_list, query_upgrade_sub_task, query_upgrade_task,
    query_upgrade_task_list,
};
use northbound::sdk::{Request, Token};
use northbound::{Client, NorthApiError};
use northbound_platform::{Config, Fault, Rule, Shape};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn request(
    query: Value,
    task: &str,
    token: &Token,
) -> Request<northbound::sdk::device_upgrade::QueryUpgradeSubTaskOutDto> {
    query_upgrade_sub_task(&dto(query), task, token).expect("a request")
}

fn paginator(
    client: &Client,
    query: Value,
    task: &str,
    token: &Token,
) -> Paginator<SubOperationInfo> {
    let request = request(query, task, token);
    client.paginate(request).expect("a paginator")
}

/// Returns all items until the end or the first error.
async fn rest<Row: DeserializeOwned>(rows: &mut Paginator<Row>) -> Result<Vec<Row>, NorthApiError> {
    let mut all = Vec::new();
    while let Some(row) = rows.next().await {
        all.push(row?);
    }
    Ok(all)
}

fn ids(rows: &[SubOperationInfo]) -> Vec<&str> {
    rows.iter()
        .map(|row| row.sub_operation_id.as_deref().expect("an id"))
        .collect()
}

/// Returns the requested pages, as `pageNo/pageSize`.
fn asked(stage: &Stage) -> Vec<String> {
    let targets = stage.targets();
    let pages = targets.iter().filter_map(|target| {
        let (_, query) = target.split_once("/subOperations?")?;
        let value = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(name));
            pair.expect("a page").to_owned()
        };
        Some(format!("{}/{}", value("pageNo="), value("pageSize=")))
    });
    pages.collect()
}

/// Maximum number of requests in flight on the platform.
fn most_in_flight(stage: &Stage) -> u64 {
    let requests = stage.platform.requests();
    let in_flight = requests.iter().map(|request| request.in_flight);
    in_flight.max().expect("a request")
}

/// Returns the subtasks of a task, from single calls.
async fn one_by_one(client: &Client, task: &str, token: &Token) -> Vec<String> {
    let mut all = Vec::new();
    for number in 0.. {
        let query = json!({ "pageNo": number, "pageSize": 100 });
        let page = subtasks(client, query, task, token).await.expect("a page");
        let rows = page.data.expect("rows");
        all.extend(ids(&rows).into_iter().map(str::to_owned));
        if all.len() as i64 >= page.total_count.expect("a total") {
            break;
        }
    }
    all
}

#[tokio::test]
async fn all_rows_in_order() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    for devices in [1, 99, 100, 101, 400, 1234] {
        let task = stage.task(devices);
        let expected = one_by_one(&client, &task, &token).await;
        stage.platform.clear_requests();
        let mut rows = paginator(&client, json!({}), &task, &token);
        assert_eq!((rows.total(), rows.page_no()), (None, None));
        let all = rest(&mut rows).await.expect("no error");
        assert_eq!(ids(&all), expected);
        assert_eq!(rows.total(), Some(devices.into()));
        assert!(rows.is_consistent());
        assert_eq!(rows.page_no(), Some(u64::from((devices - 1) / 100)));
        // No page beyond the end was requested, and none twice.
        let pages: BTreeSet<_> = asked(&stage).into_iter().collect();
        assert_eq!(pages.len(), devices.div_ceil(100) as usize);
        assert_eq!(asked(&stage).len(), pages.len());
        assert!(rows.next().await.is_none(), "it has ended");
    }
}

#[tokio::test]
async fn a_list_without_rows() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(250);
    let query = json!({ "subOperationStatus": "fail" });
    let mut rows = paginator(&client, query, &task, &token);
    assert!(rows.next().await.is_none());
    assert_eq!((rows.total(), rows.page_no()), (Some(0), None));
    assert!(rows.is_consistent());
}

#[tokio::test]
async fn it_begins_at_the_given_page() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(250);
    let expected = one_by_one(&client, &task, &token).await;
    let query = json!({ "pageNo": 3, "pageSize": 60 });
    let mut rows = paginator(&client, query.clone(), &task, &token);
    let all = rest(&mut rows).await.expect("no error");
    assert_eq!(ids(&all), expected[180..]);
    assert_eq!(rows.page_no(), Some(4));
    assert!(rows.is_consistent());
    rows.restart();
    assert_eq!(rest(&mut rows).await.expect("no error").len(), 70);
    for (number, size) in [(-1, 10), (0, 0)] {
        let query = json!({ "pageNo": number, "pageSize": size });
        let request = query_upgrade_sub_task(&dto(query), &task, &token).expect("a request");
        let error = client.paginate(request).expect_err("no page");
        assert_eq!(error.code(), "1007");
    }
}

#[tokio::test]
async fn the_other_lists() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let tasks: Vec<_> = (0..80).map(|_| stage.task(1)).collect();
    let query: QueryUpgradeTaskListInDto = dto(json!({ "pageSize": 10 }));
    let request = query_upgrade_task_list(&query, &token).expect("a request");
    let mut rows = client.paginate(request).expect("a paginator");
    let mut found = Vec::new();
    while let Some(row) = rows.next().await {
        found.push(row.expect("a row").operation_id.expect("an id"));
        // New tasks are first in the list, so all others move.
        if found.len() == 5 {
            let _ = stage.task(1);
        }
    }
    found.reverse();
    assert_eq!(found, tasks);
    assert!(!rows.is_consistent());
    assert_eq!(rows.total(), Some(81));

    let query: QueryUpgradePackageListInDto = dto(json!({ "pageSize": 1 }));
    let request = query_upgrade_package_list(&query, &token).expect("a request");
    let mut rows = client.paginate(request).expect("a paginator");
    let packages = rest(&mut rows).await.expect("no error");
    assert!(packages.len() > 1);
    assert_eq!(rows.total(), Some(packages.len() as u64));
}

#[tokio::test]
async fn no_more_pages_than_may_be_in_flight() {
    let stage = Stage::new();
    let token = stage.logged_in().await.1;
    let task = stage.task(5000);
    for concurrency in [1, 4, 7] {
        let config = stage.config().with_concurrency(concurrency);
        let client = Client::new(config, &stage.tls()).expect("a client");
        let mut rows = paginator(&client, json!({}), &task, &token);
        stage.platform.clear_requests();
        for row in 0..1500 {
            rows.next().await.expect("a row").expect("no error");
            let consumed = row / 100 + 1;
            assert!(asked(&stage).len() <= consumed + concurrency);
        }
        let in_flight = most_in_flight(&stage);
        assert!(in_flight <= concurrency as u64, "{in_flight} in flight");
        drop(rows);
        thread::sleep(Duration::from_millis(20));
        assert!(asked(&stage).len() <= 15 + concurrency);
    }
}

#[tokio::test]
async fn the_next_pages_are_requested_ahead() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(2000);
    let mut rows = paginator(&client, json!({}), &task, &token);
    for _ in 0..500 {
        rows.next().await.expect("a row").expect("no error");
    }
    stage.platform.clear_requests();
    // The first item of the next page starts the request of a further page. From
    // now on, no task polls the connections.
    rows.next().await.expect("a row").expect("no error");
    while asked(&stage).is_empty() {
        thread::sleep(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn a_slow_caller_loses_nothing() {
    let stage = Stage::new();
    let token = stage.logged_in().await.1;
    let task = stage.task(1000);
    let call = Duration::from_millis(400);
    let timeouts = Timeouts::default().with_connect(call).with_call(call);
    let config = stage.config().with_timeouts(timeouts).with_max_attempts(1);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let mut rows = paginator(&client, json!({}), &task, &token);
    let mut all = Vec::new();
    while let Some(row) = rows.next().await {
        all.push(row.expect("no error"));
        if all.len() % 250 == 1 {
            thread::sleep(Duration::from_millis(500));
        }
    }
    assert_eq!(all.len(), 1000);
    assert!(rows.is_consistent());
}

/// Faults, and true if a single call retries after them.
fn faults() -> Vec<(Fault, bool)> {
    let error = |status, code: &str| Fault::Error {
        status,
        code: code.to_owned(),
        desc: String::new(),
        shape: Shape::Result,
    };
    let page = |status| Fault::Status {
        status,
        reason: None,
        content_type: None,
        headers: serde_json::Map::new(),
        body: "<html>".to_owned(),
    };
    vec![
        (error(403, "1010009"), true),
        (error(401, "1010005"), true),
        (page(502), true),
        (
            Fault::Reset {
                when: northbound_platform::When::Before,
            },
            true,
        ),
        (Fault::Truncate { bytes: 1000 }, true),
        (Fault::BadJson, false),
    ]
}

fn on_page(fault: Fault, skip: u64) -> Rule {
    Rule::from(fault).path(crate::support::UPGRADE).skip(skip)
}

#[tokio::test]
async fn faults_on_the_way_lose_and_repeat_nothing() {
    let stage = Stage::new();
    let states = || {
        SharedStores::default()
            .get(&StoreSettings::Process)
            .expect("a state")
    };
    let client = stage.client().with_managed_token(&states());
    let task = stage.task(900);
    let mut expected = None;
    for (fault, is_mended) in faults() {
        for skip in [0, 1, 4] {
            stage.platform.clear_faults();
            let mut rows = paginator(&client, json!({}), &task, &Token::Managed);
            stage.platform.fault(on_page(fault.clone(), skip));
            let mut all = Vec::new();
            let mut errors = 0;
            while let Some(row) = rows.next().await {
                match row {
                    Ok(row) => all.push(row),
                    Err(_) => errors += 1,
                }
            }
            let found: Vec<_> = ids(&all).into_iter().map(str::to_owned).collect();
            assert_eq!(
                &found,
                expected.get_or_insert_with(|| found.clone()),
                "{fault:?}"
            );
            assert_eq!(found.len(), 900);
            assert_eq!(errors, usize::from(!is_mended), "{fault:?}");
            assert!(rows.is_consistent());
        }
    }
}

#[tokio::test]
async fn an_error_takes_the_place_of_its_page() {
    let stage = Stage::new();
    let token = stage.logged_in().await.1;
    let config = stage.config().with_max_attempts(1).with_concurrency(3);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let task = stage.task(950);
    let expected = one_by_one(&client, &task, &token).await;
    // A read retries after a reset of an idle connection.
    let faults = faults().into_iter().map(|(fault, _)| fault);
    for fault in faults.filter(|fault| !matches!(fault, Fault::Reset { .. })) {
        stage.platform.clear_faults();
        stage.platform.fault(on_page(fault.clone(), 7).times(2));
        let mut rows = paginator(&client, json!({ "pageSize": 50 }), &task, &token);
        let mut all = Vec::new();
        let mut errors = Vec::new();
        while let Some(row) = rows.next().await {
            match row {
                Ok(row) => all.push(row),
                Err(error) => {
                    let page = all.len() / 50;
                    let place = format!(
                        "queryUpgradeSubTask: page {page} (rows {} to {}): {}",
                        page * 50,
                        page * 50 + 49,
                        error.code()
                    );
                    assert!(error.to_string().starts_with(&place), "{error}");
                    assert_eq!(all.len() % 50, 0);
                    errors.push(page);
                }
            }
        }
        assert_eq!(errors.len(), 2, "{fault:?}");
        assert_eq!(ids(&all), expected, "{fault:?}");
    }
}

#[tokio::test]
async fn an_error_before_anything_else() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let mut rows = paginator(&client, json!({}), "nowhere", &token);
    for _ in 0..2 {
        let error = rows.next().await.expect("an error").expect_err("no task");
        assert!(error.is_not_found());
        assert!(
            error.to_string().contains("page 0 (rows 0 to 99)"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_filter_that_shrinks_meanwhile() {
    let stage = Stage::with(Config {
        expires_in: 1_000_000,
        ..still()
    });
    let (client, token) = stage.logged_in().await;
    for (concurrency, step) in [(1, 1), (4, 2), (4, 20), (8, 60)] {
        let task = stage.task(20_000);
        stage.platform.advance(Duration::from_secs(600));
        let config = stage.config().with_concurrency(concurrency);
        let own = Client::new(config, &stage.tls()).expect("a client");
        let query = json!({ "subOperationStatus": "processing" });
        let all = |client: &Client| {
            let mut rows = paginator(client, query.clone(), &task, &token);
            async move { rest(&mut rows).await.expect("no error") }
        };
        let before = all(&client).await;
        let mut rows = paginator(&own, query.clone(), &task, &token);
        let mut found = Vec::new();
        let mut pages = 0;
        while let Some(row) = rows.next().await {
            if found.len() % 100 == 50 && pages * step < 120 {
                stage.platform.advance(Duration::from_secs(step));
                pages += 1;
            }
            found.push(row.expect("no error"));
        }
        let after = all(&client).await;
        let (before, after) = (ids(&before), ids(&after));
        let after: BTreeSet<_> = after.into_iter().collect();
        let found = ids(&found);
        let once: BTreeSet<_> = found.iter().copied().collect();
        assert_eq!(found.len(), once.len(), "each row once");
        let lasting: Vec<_> = before.iter().filter(|id| after.contains(*id)).collect();
        assert!(lasting.len() < before.len());
        assert!(lasting.len() > 100, "{}", lasting.len());
        assert!(lasting.iter().all(|id| once.contains(**id)), "by {step} s");
        assert!(!rows.is_consistent());
    }
}

/// A pseudorandom number generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

fn page(rows: &[u64], number: u64, size: u64) -> String {
    let rows: Vec<_> = rows
        .iter()
        .skip((number * size) as usize)
        .take(size as usize)
        .map(|id| json!({ "subOperationId": id.to_string() }))
        .collect();
    json!(rows).to_string()
}

/// The change of a list from request to request.
#[derive(Debug, Clone, Copy)]
enum Movement {
    Shrinks,
    Grows,
    Both,
}

/// A sorted list of numbers that changes with every request.
struct Moving {
    rows: Vec<u64>,
    initially: usize,
    random: Random,
    movement: Movement,
    speed: usize,
}

impl Moving {
    fn new(seed: u64, size: usize, movement: Movement, speed: usize) -> Self {
        Self {
            // With space for other numbers between them.
            rows: (1..=size as u64).map(|number| number * 1_000_000).collect(),
            initially: size,
            random: Random(seed),
            movement,
            speed,
        }
    }

    fn step(&mut self) {
        let (go, come) = match self.movement {
            Movement::Shrinks => (1 + self.random.below(self.speed), 0),
            Movement::Grows => (0, 1 + self.random.below(self.speed)),
            Movement::Both => {
                let go = 1 + self.random.below(self.speed);
                let come = self.random.below(self.speed + 1);
                // So that it differs from the original list.
                (
                    go,
                    come.min(
                        (self.initially - 1)
                            .saturating_sub(self.rows.len() - go.min(self.rows.len())),
                    ),
                )
            }
        };
        for _ in 0..go {
            if !self.rows.is_empty() {
                let at = self.random.below(self.rows.len());
                self.rows.remove(at);
            }
        }
        for _ in 0..come {
            let new = self.random.below(self.initially * 1_000_000) as u64;
            if let Err(at) = self.rows.binary_search(&new) {
                self.rows.insert(at, new);
            }
        }
    }
}

/// Starts a platform with a list that changes with each request after the first.
fn moving(stage: &Stage, list: &Arc<Mutex<Moving>>) -> ListServer {
    let list = Arc::clone(list);
    let requests = AtomicUsize::new(0);
    ListServer::start(stage, move |number, size| {
        let request_number = requests.fetch_add(1, Ordering::Relaxed);
        // In another order than they were requested.
        thread::sleep(Duration::from_micros((request_number as u64 * 7919) % 700));
        let mut list = list.lock().expect("no panic");
        if request_number > 0 {
            list.step();
        }
        let data = page(&list.rows, number, size);
        let total = list.rows.len();
        format!(r#"{{"data":{data},"totalCount":{total},"pageNo":{number},"pageSize":{size}}}"#)
    })
}

#[tokio::test]
async fn lists_that_move_with_every_request() {
    let stage = Stage::new();
    for seed in 0..60_u64 {
        let mut random = Random(seed);
        let size = 1 + random.below(1500);
        let speed = [1, 3, 10, 40][random.below(4)];
        let movement = [Movement::Shrinks, Movement::Grows, Movement::Both][random.below(3)];
        let page_size = [100, 100, 30, 7, 1][random.below(5)];
        let size = if page_size < 30 { size / 5 + 1 } else { size };
        let concurrency = [1, 4, 4, 9][random.below(4)];
        let case = format!(
            "seed {seed}: {size} rows, {movement:?} by {speed}, {page_size} a page, {concurrency} concurrent"
        );
        // A list that grows faster than it is read would have no end.
        let speed = if matches!(movement, Movement::Grows) {
            speed.min(page_size as usize / 3 + 1)
        } else {
            speed
        };
        if page_size == 1 && matches!(movement, Movement::Grows) {
            continue;
        }
        let list = Arc::new(Mutex::new(Moving::new(seed, size, movement, speed)));
        let before = list.lock().expect("no panic").rows.clone();
        let server = moving(&stage, &list);
        let client = server.client(&stage, concurrency);
        let mut rows = paginator(
            &client,
            json!({ "pageSize": page_size }),
            "task",
            &"token".into(),
        );
        let found = rest(&mut rows).await.expect("no error");
        let found: Vec<u64> = ids(&found)
            .iter()
            .map(|id| id.parse().expect("a number"))
            .collect();
        let once: BTreeSet<_> = found.iter().copied().collect();
        assert_eq!(found.len(), once.len(), "{case}: each row once");
        let after: BTreeSet<_> = list
            .lock()
            .expect("no panic")
            .rows
            .iter()
            .copied()
            .collect();
        let lost: Vec<_> = before
            .iter()
            .filter(|id| after.contains(*id) && !once.contains(*id))
            .collect();
        assert_eq!(lost, Vec::<&u64>::new(), "{case}");
        assert_eq!(rows.is_consistent(), size <= page_size as usize, "{case}");
    }
}

/// Reads all items from a platform with these responses. Returns the items, true if
/// the list was consistent, and the number of requests.
async fn read_all(
    stage: &Stage,
    respond: impl Fn(u64, u64) -> String + Send + Sync + 'static,
) -> (Vec<Option<u64>>, bool, usize) {
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    let server = ListServer::start(stage, move |number, size| {
        counter.fetch_add(1, Ordering::Relaxed);
        respond(number, size)
    });
    let client = server.client(stage, 4);
    let mut rows = paginator(&client, json!({}), "task", &"token".into());
    let found = rest(&mut rows).await.expect("no error");
    let found = found
        .iter()
        .map(|row| row.sub_operation_id.as_ref()?.parse().ok());
    (
        found.collect(),
        rows.is_consistent(),
        requests.load(Ordering::Relaxed),
    )
}

fn numbers(count: u64) -> Vec<Option<u64>> {
    (0..count).map(Some).collect()
}

#[tokio::test]
async fn platforms_without_a_total() {
    let stage = Stage::new();
    // A short page may be all, or as much as the platform gives: the next one tells.
    for (size, requests) in [(0, 1), (30, 2), (250, 3), (300, 4)] {
        let rows: Vec<u64> = (0..size).collect();
        let respond = move |number, size| {
            format!(
                r#"{{"data":{},"totalCount":null}}"#,
                page(&rows, number, size)
            )
        };
        assert_eq!(
            read_all(&stage, respond).await,
            (numbers(size), true, requests)
        );
    }
}

#[tokio::test]
async fn without_a_total_the_rows_so_far_are_counted() {
    let stage = Stage::new();
    let rows: Vec<u64> = (0..250).collect();
    let server = ListServer::start(&stage, move |number, size| {
        format!(r#"{{"data":{}}}"#, page(&rows, number, size))
    });
    let client = server.client(&stage, 1);
    let pages = Pages::new(&client, request(json!({}), "task", &"token".into()));
    let mut pages = pages.expect("pages");
    assert_eq!(pages.total(), None);
    for total in [100, 200, 250] {
        pages.next().await.expect("a page").expect("no error");
        assert_eq!(pages.total(), Some(total));
    }
}

#[tokio::test]
async fn platforms_with_a_wrong_total() {
    let stage = Stage::new();
    let rows: Vec<u64> = (0..250).collect();
    let list = |total: &'static str| {
        let rows = rows.clone();
        move |number, size| {
            format!(
                r#"{{"data":{},"totalCount":{total}}}"#,
                page(&rows, number, size)
            )
        }
    };
    // Less than the items of the first page.
    let (found, _, requests) = read_all(&stage, list("7")).await;
    assert_eq!((found, requests), (numbers(250), 3));
    // More than all items: the empty page is the end.
    let (found, is_consistent, requests) = read_all(&stage, list("1000")).await;
    assert_eq!((found, is_consistent), (numbers(250), false));
    assert!(requests <= 7, "{requests}");
    // The largest possible number.
    let (found, _, _) = read_all(&stage, list("18446744073709551615")).await;
    assert_eq!(found, numbers(250));
}

#[tokio::test]
async fn platforms_with_smaller_pages() {
    let stage = Stage::new();
    let rows: Vec<u64> = (0..470).collect();
    let respond = move |number, size: u64| {
        let size = size.min(50);
        let data = page(&rows, number, size);
        format!(r#"{{"data":{data},"totalCount":470,"pageNo":{number},"pageSize":{size}}}"#)
    };
    assert_eq!(read_all(&stage, respond).await, (numbers(470), true, 10));
}

#[tokio::test]
async fn rows_that_nothing_identifies_are_passed_on() {
    let stage = Stage::new();
    let respond = |number: u64, _| {
        let rows = vec!["{\"deviceId\":\"d\"}"; if number < 2 { 100 } else { 50 }].join(",");
        format!(r#"{{"data":[{rows}],"totalCount":250}}"#)
    };
    assert_eq!(read_all(&stage, respond).await, (vec![None; 250], true, 3));
}

#[tokio::test]
async fn platforms_without_an_order_give_inconsistent_lists() {
    let stage = Stage::new();
    let request_number = AtomicUsize::new(1);
    // A different order in each response.
    let respond = move |number, size| {
        let mut rows: Vec<u64> = (0..1000).collect();
        let mut random = Random(request_number.fetch_add(1, Ordering::Relaxed) as u64);
        for at in (1..rows.len()).rev() {
            rows.swap(at, random.below(at + 1));
        }
        format!(
            r#"{{"data":{},"totalCount":1000}}"#,
            page(&rows, number, size)
        )
    };
    let (found, is_consistent, _) = read_all(&stage, respond).await;
    let once: BTreeSet<_> = found.iter().collect();
    assert_eq!(once.len(), found.len(), "each row once");
    assert!(found.len() > 500, "{}", found.len());
    assert!(!is_consistent);
}

#[tokio::test]
async fn a_login_is_not_left_half_done() {
    let stage = Stage::new();
    let state = SharedStores::default()
        .get(&StoreSettings::Process)
        .expect("a state");
    let client = stage.client().with_managed_token(&state);
    let task = stage.task(3000);
    let mut rows = paginator(&client, json!({}), &task, &Token::Managed);
    for round in 0..2900 {
        rows.next().await.expect("a row").expect("no error");
        // Rarely enough that no page in flight loses its token twice.
        if round % 1000 == 150 {
            stage.platform.drop_tokens(None);
            // Another call needs the token while pages are in flight.
            let request = query_upgrade_task(&task, &Token::Managed).expect("a request");
            client.send(request).await.expect("a task");
        }
    }
}

#[tokio::test]
async fn many_paginators() {
    let stage = Stage::new();
    let token = stage.logged_in().await.1;
    let config = stage.config().with_concurrency(3);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let tasks: Vec<_> = (1..=20).map(|devices| stage.task(devices)).collect();
    let mut requests: Vec<_> = tasks
        .iter()
        .map(|task| request(json!({}), task, &token))
        .collect();
    requests.insert(7, request(json!({}), "nowhere", &token));
    let late = Rule::from(Fault::Latency { ms: 20 }).times(0);
    stage.platform.fault(late);
    let outcomes = client.send_all(requests).await;
    assert_eq!(outcomes.len(), 21);
    for (at, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok(page) => {
                let devices = if at < 7 { at + 1 } else { at };
                assert_eq!(page.total_count, Some(devices as i64));
            }
            Err(error) => assert!(at == 7 && error.is_not_found(), "{error}"),
        }
    }
    assert_eq!(most_in_flight(&stage), 3);
    let none: [Request<Value>; 0] = [];
    assert!(client.send_all(none).await.is_empty());
}

#[tokio::test]
async fn a_new_token_in_the_middle_of_a_list() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(1000);
    let expected = one_by_one(&client, &task, &token).await;
    let mut rows = paginator(&client, json!({}), &task, &token);
    let mut found = Vec::new();
    for _ in 0..150 {
        found.push(rows.next().await.expect("a row").expect("no error"));
    }
    stage.platform.drop_tokens(None);
    let error = loop {
        match rows.next().await.expect("an error comes first") {
            Ok(row) => found.push(row),
            Err(error) => break error,
        }
    };
    assert!(error.is_not_authenticated(), "{error}");
    assert!(rows.next().await.expect("no end").is_err(), "the old token");
    assert_eq!(rows.renew_token(&"".into()).unwrap_err().code(), "1009");
    let token = client.log_in().await.expect("a login");
    rows.renew_token(&token).expect("a valid token");
    found.extend(rest(&mut rows).await.expect("no error"));
    assert_eq!(ids(&found), expected);
}

#[tokio::test]
async fn whole_pages() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(250);
    let query = json!({ "pageNo": 1, "pageSize": 60 });
    let mut pages = Pages::new(&client, request(query, &task, &token)).expect("pages");
    assert_eq!((pages.total(), PagesExt::first_row(&pages)), (None, 60));
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("no error");
        let new: Vec<usize> = (0..page.rows().len()).collect();
        assert_eq!(page.rows(), new, "every row is new");
        seen.push((page.first_row(), page.rows().len()));
    }
    assert_eq!(seen, [(60, 60), (120, 60), (180, 60), (240, 10)]);
    assert_eq!(pages.total(), Some(250));
    assert!(pages.is_consistent());
    assert_eq!((pages.page_of(59), pages.page_of(60)), (0, 1));
    pages.restart();
    let first = pages.next().await.expect("a page").expect("no error");
    assert_eq!(first.first_row(), 60);
}

#[tokio::test]
async fn a_batch_beyond_the_quota_waits_for_its_turn() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = stage.task(5);
    let store = SharedStores::default()
        .get(&StoreSettings::Process)
        .expect("a store");
    let client = client.with_quota(&store, NonZeroU32::new(600).expect("a limit"));
    let began = Instant::now();
    let requests = (0..125).map(|_| request(json!({}), &task, &token));
    for page in client.send_all(requests).await {
        assert_eq!(page.expect("no error").total_count, Some(5));
    }
    // A fifth of the quota goes at once, and the other five calls evenly.
    assert!(began.elapsed() >= Duration::from_millis(400));
}
