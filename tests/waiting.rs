//! Tests of waiting for the end of an upgrade task. The tests move the clocks of
//! tokio and of the platform, so hours pass quickly.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZeroU32;
use std::time::Duration;

use crate::support::{Stage, UPGRADE, still, subtasks};
use northbound::client::{
    Counts, Progress, Retries, SharedStores, StoreSettings, WaitOptions, Waiter,
};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{SubtaskStatus, TaskStatus, query_upgrade_task};
use northbound::{Client, NorthApiError};
use northbound_platform::{Config, Fault, Rule, Shape, TaskSpec};
use serde_json::{Map, json};
use tokio::time::{self, Instant};

const SECOND: Duration = Duration::from_secs(1);

/// A platform, a client without retries, and a task.
struct Scene {
    stage: Stage,
    client: Client,
    token: Token,
    task: String,
}

impl Scene {
    async fn new(devices: u32, retry_times: u8) -> Self {
        let stage = Stage::with(Config {
            expires_in: 1_000_000,
            ..still()
        });
        let once = Retries::default().with_attempts(1);
        let config = stage.config().with_retries(once);
        let client = Client::new(config, &stage.tls()).expect("a usable client");
        let token = crate::support::token(&client).await;
        let spec = TaskSpec {
            devices,
            retry_times,
            ..TaskSpec::default()
        };
        let task = stage.platform.task(&spec).expect("a task");
        stage.platform.clear_requests();
        Self {
            stage,
            client,
            token,
            task,
        }
    }

    fn waiter(&self, options: WaitOptions) -> Waiter {
        Waiter::new(&self.task, &self.token, options).expect("a waiter")
    }

    /// Moves all clocks.
    async fn pass(&self, time: Duration) {
        time::pause();
        time::advance(time).await;
        time::resume();
        self.stage.platform.advance(time);
    }

    /// Polls until the task has ended; returns all progress reports.
    async fn watch(&self, options: WaitOptions) -> Vec<Progress> {
        let mut waiter = self.waiter(options);
        let mut all = Vec::new();
        loop {
            let progress = waiter.poll(&self.client).await.expect("a poll");
            let delay = progress.next_delay;
            all.push(progress);
            let Some(delay) = delay else {
                return all;
            };
            self.pass(delay).await;
        }
    }

    /// Returns the counts of the platform.
    async fn counts(&self) -> Counts {
        let request = query_upgrade_task(&self.task, &self.token).expect("a request");
        let task = self.client.send(request).await.expect("the task is there");
        let sums = task.sta_result.expect("its counts");
        let count = |sum: Option<i64>| sum.expect("every sum").try_into().expect("a count");
        Counts {
            total: count(sums.total),
            wait: count(sums.wait),
            processing: count(sums.processing),
            success: count(sums.success),
            fail: count(sums.fail),
            stop: count(sums.stop),
            timeout: count(sums.timeout),
        }
    }

    async fn fails(&self, options: WaitOptions) -> NorthApiError {
        let error = self.waiter(options).wait(&self.client).await;
        error.expect_err("the waiting ends with an error")
    }
}

/// Options with minimal delays.
fn quickly() -> WaitOptions {
    WaitOptions::default()
        .with_min_delay(Duration::from_millis(1))
        .with_max_delay(Duration::from_millis(1))
}

fn changed_ids(progress: &[Progress], status: &str) -> Vec<String> {
    let rows = progress.iter().flat_map(Progress::changed);
    rows.filter(|row| row.status == Some(status.into()))
        .map(|row| row.sub_operation_id.expect("an id"))
        .collect()
}

/// Required case: a task with 10,000 devices, some with three retries, so that it
/// takes about an hour.
#[tokio::test]
async fn an_hour_of_ten_thousand_devices() {
    let scene = Scene::new(10_000, 3).await;
    let all = scene.watch(WaitOptions::default()).await;
    let last = all.last().expect("an end");
    let requests = scene.stage.targets();
    assert_eq!(requests.len(), last.calls as usize);
    assert!(requests.len() <= 120, "{} calls", requests.len());
    assert!(last.elapsed >= 3600 * SECOND, "{:?}", last.elapsed);
    // No delay is longer, so the end was seen within one delay.
    for progress in &all[..all.len() - 1] {
        let delay = progress.next_delay.expect("there is a next poll");
        assert!((5 * SECOND..=120 * SECOND).contains(&delay), "{delay:?}");
        assert!(!progress.is_ended && progress.counts.ended() < 10_000);
    }
    assert!(last.is_ended && last.left.is_none());
    assert_eq!(
        (last.status.clone(), last.counts),
        (Some(TaskStatus::Failed), scene.counts().await)
    );
    assert_eq!(last.percentage().to_bits(), 100f64.to_bits());

    // Every failure is reported once.
    let failures = changed_ids(&all, "fail");
    let different: HashSet<_> = failures.iter().collect();
    assert_eq!(failures.len() as u64, last.counts.fail);
    assert_eq!(different.len(), failures.len());

    assert_filters(&requests);
}

/// Asserts that all requests have documented parameters only.
fn assert_filters(requests: &[String]) {
    for request in requests {
        let Some((_, query)) = request.split_once('?') else {
            continue;
        };
        let parameters: BTreeMap<_, _> =
            query.split('&').filter_map(|m| m.split_once('=')).collect();
        assert_eq!(parameters.get("pageSize"), Some(&"100"), "{request}");
        assert!(parameters["pageNo"].parse::<u32>().is_ok(), "{request}");
        if let Some(status) = parameters.get("subOperationStatus") {
            assert!(
                ["processing", "fail", "success", "stop"].contains(status),
                "{request}"
            );
        }
    }
}

#[tokio::test]
async fn every_change_of_a_small_task() {
    let scene = Scene::new(60, 2).await;
    let mut waiter = scene.waiter(WaitOptions::default());
    let mut statuses: HashMap<String, Option<SubtaskStatus>> = HashMap::new();
    loop {
        let progress = waiter.poll(&scene.client).await.expect("a poll");
        assert_eq!(
            (progress.counts, progress.unread),
            (scene.counts().await, 0)
        );
        for row in progress.changed() {
            let id = row.sub_operation_id.clone().expect("an id");
            let before = statuses.insert(id, row.status.clone());
            assert_ne!(before, Some(row.status.clone()), "{row:?} has not changed");
        }
        let query = json!({ "pageNo": 0, "pageSize": 100 });
        let page = subtasks(&scene.client, query, &scene.task, &scene.token).await;
        for row in page.expect("a page").data.expect("rows") {
            let status = statuses.get(&row.sub_operation_id.expect("an id"));
            let waits = Some(SubtaskStatus::Wait);
            assert_eq!(&row.status, status.unwrap_or(&waits));
        }
        let Some(delay) = progress.next_delay else {
            break;
        };
        scene.pass(delay).await;
    }
}

#[tokio::test]
async fn a_small_task_is_read_when_it_has_changed() {
    for (pages_per_poll, pages) in [(Some(1), 1), (Some(0), 0)] {
        let scene = Scene::new(5, 0).await;
        scene.stage.platform.advance(100 * SECOND);
        let mut options = quickly();
        options.pages_per_poll = pages_per_poll;
        let mut waiter = scene.waiter(options);
        for _ in 0..4 {
            waiter.poll(&scene.client).await.expect("a poll");
        }
        let is_page = |target: &&String| target.contains("/subOperations");
        let targets = scene.stage.targets();
        let read = targets.iter().filter(is_page).count();
        assert_eq!((targets.len() - read, read), (4, pages), "{targets:?}");
    }
}

#[tokio::test]
async fn pages_are_read_while_there_is_time_and_all_of_them_at_the_end() {
    let over = Some(Duration::from_nanos(1));
    for (passed, timeout, reads) in [
        (300, None, true),
        (300, Some(3600 * SECOND), true),
        (300, over, false),
        (3000, over, true),
    ] {
        let scene = Scene::new(1500, 0).await;
        scene.stage.platform.advance(passed * SECOND);
        let mut options = WaitOptions::default().with_pages_per_poll(None);
        options.timeout = timeout;
        let first = scene.waiter(options).poll(&scene.client).await;
        let first = first.expect("a poll");
        assert_eq!(first.is_ended, passed == 3000);
        assert_eq!(first.calls > 1, reads, "{passed} s, {timeout:?}");
        assert_eq!(first.changed().count() > 0, reads);
    }
}

#[tokio::test]
async fn as_many_pages_as_it_may() {
    let scene = Scene::new(1500, 0).await;
    for (pages_per_poll, pages, unread) in [(Some(0), 0, 1500), (None, 17, 0), (Some(1), 10, 600)] {
        scene.stage.platform.advance(3000 * SECOND);
        scene.stage.platform.clear_requests();
        let mut options = WaitOptions::default();
        options.pages_per_poll = pages_per_poll;
        let all = scene.watch(options).await;
        // The task has ended: one poll, no sleep.
        assert_eq!((all.len(), scene.stage.targets().len()), (1, 1 + pages));
        assert_eq!(all[0].unread.abs_diff(unread) / 100, 0, "{}", all[0].unread);
        assert_eq!(all[0].changed().count() as u64, 1500 - all[0].unread);
        let failures = changed_ids(&all, "fail").len() as u64;
        assert_eq!(failures, if pages > 0 { all[0].counts.fail } else { 0 });
        assert_filters(&scene.stage.targets());
    }
}

#[tokio::test]
async fn waiting_collects_all_changes() {
    let scene = Scene::new(80, 0).await;
    scene
        .stage
        .platform
        .change(northbound_platform::SettingsChange {
            speed: Some(3000.0),
            ..Default::default()
        });
    let options = WaitOptions::default()
        .with_min_delay(Duration::from_millis(10))
        .with_max_delay(Duration::from_millis(20));
    let end = scene
        .waiter(options)
        .wait(&scene.client)
        .await
        .expect("the end");
    assert!(end.polls > 2);
    let last_of: HashMap<_, _> = end
        .changed()
        .map(|row| (row.device_id, row.status))
        .collect();
    assert_eq!(last_of.len(), 80);
    assert!(
        last_of
            .values()
            .all(|status| *status != Some(SubtaskStatus::Processing))
    );
}

fn throttle() -> Fault {
    Fault::Error {
        status: 403,
        code: "1010009".to_owned(),
        desc: String::new(),
        shape: Shape::Error,
    }
}

/// Temporary faults, which may be gone at the next poll.
fn temporary() -> [Fault; 4] {
    let bad_gateway = Fault::Status {
        status: 502,
        reason: None,
        content_type: Some("text/html".to_owned()),
        headers: Map::new(),
        body: "<html>".to_owned(),
    };
    // No fault after which the connection is reused: hyper silently sends a request
    // again if its idle connection is closed.
    let cut_off = Fault::Truncate { bytes: 10 };
    [throttle(), bad_gateway, cut_off, Fault::BadJson]
}

#[tokio::test]
async fn five_faults_in_a_row_are_tolerated() {
    for fault in temporary() {
        let scene = Scene::new(30, 0).await;
        scene.stage.platform.advance(3000 * SECOND);
        scene
            .stage
            .platform
            .fault(Rule::from(fault.clone()).times(5));
        let end = scene.waiter(quickly()).wait(&scene.client).await;
        let end = end.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!((end.polls, end.calls, end.changed().count()), (6, 7, 30));

        scene
            .stage
            .platform
            .fault(Rule::from(fault.clone()).times(6));
        let error = scene.fails(quickly()).await;
        assert!(error.is_throttled() || error.is_server_fault() || error.is_transport());
        assert!(scene.stage.platform.faults().is_empty(), "{fault:?}");
    }
}

/// A fault of a page leaves subtasks unread, but is no failed poll; the last poll
/// reads them again.
#[tokio::test]
async fn faults_of_pages() {
    let pages = |fault: Fault, times| {
        Rule::from(fault)
            .path(&format!("{UPGRADE}/operations/"))
            .times(times)
    };
    for fault in temporary() {
        let scene = Scene::new(30, 0).await;
        scene.stage.platform.advance(100 * SECOND);
        let mut waiter = scene.waiter(quickly());
        scene.stage.platform.fault(pages(fault.clone(), 1).skip(1));
        let first = waiter.poll(&scene.client).await.expect("a poll");
        assert!(
            first.changed().next().is_none() && first.unread > 0,
            "{fault:?}"
        );
        let second = waiter.poll(&scene.client).await.expect("a poll");
        assert_eq!(
            (second.changed().count() as u64, second.unread),
            (first.unread, 0)
        );

        scene.stage.platform.advance(3000 * SECOND);
        scene.stage.platform.fault(pages(fault.clone(), 1).skip(1));
        let end = waiter.wait(&scene.client).await.expect("the end");
        assert_eq!((end.polls, end.unread), (4, 0), "{fault:?}");
        assert!(scene.stage.platform.faults().is_empty());
    }
}

#[tokio::test]
async fn permanent_errors_end_it_immediately() {
    let scene = Scene::new(30, 0).await;
    let error = Waiter::new("no-such-task", &scene.token, quickly())
        .expect("a waiter")
        .wait(&scene.client)
        .await
        .expect_err("there is no such task");
    assert!(error.is_not_found(), "{error}");
    scene.stage.platform.drop_tokens(None);
    assert!(scene.fails(quickly()).await.is_not_authenticated());
    assert_eq!(scene.stage.targets().len(), 2);
}

/// Waits as long as the platform asks, and at most a day.
#[tokio::test]
async fn a_platform_with_retry_after() {
    let scene = Scene::new(30, 0).await;
    for (asked, waited) in [("1", SECOND), ("18446744073709551615", 24 * 3600 * SECOND)] {
        scene.stage.platform.fault(Fault::Status {
            status: 429,
            reason: None,
            content_type: None,
            headers: Map::from_iter([("Retry-After".to_owned(), json!(asked))]),
            body: String::new(),
        });
        let mut waiter = scene.waiter(quickly());
        let began = Instant::now();
        let step = time::timeout(Duration::from_millis(50), waiter.step(&scene.client));
        assert!(step.await.is_err(), "it waits");
        scene.pass(waited).await;
        // Only the second poll is due.
        let step = time::timeout(60 * SECOND, waiter.step(&scene.client)).await;
        assert_eq!(step.expect("in time").expect("a poll").polls, 2);
        assert!(began.elapsed() >= waited);
    }
}

#[tokio::test]
async fn an_address_without_a_server() {
    let scene = Scene::new(30, 0).await;
    let mut waiter = scene.waiter(quickly());
    let Scene { stage, client, .. } = scene;
    waiter.poll(&client).await.expect("a poll");
    drop(stage.platform);
    let error = waiter.wait(&client).await.expect_err("it is gone");
    assert!(
        error.is_transport() && !error.may_have_reached_platform(),
        "{error}"
    );
    let shown = format!("{waiter:?}");
    assert!(shown.contains("polls: 7"), "{shown}");

    let mut waiter = Waiter::new("id", &"token".into(), quickly()).expect("a waiter");
    waiter.wait(&client).await.expect_err("it is gone");
    let shown = format!("{waiter:?}");
    assert!(shown.contains("polls: 1,"), "{shown}");
}

#[tokio::test]
async fn the_time_is_up() {
    let scene = Scene::new(30, 0).await;
    let options = WaitOptions::default()
        .with_timeout(Duration::from_millis(30))
        .with_min_delay(10 * SECOND)
        .with_max_delay(20 * SECOND);
    let error = scene.fails(options).await;
    assert!(error.is_still_running(), "{error}");
    assert_eq!(error.operation(), Some("Waiter"));
    assert!(
        error.desc().contains(&scene.task) && error.desc().contains("0.03 s"),
        "{error}"
    );
    // The first poll, and a last one when the time was up.
    let polls = |targets: Vec<String>| targets.iter().filter(|line| !line.contains("sub")).count();
    assert_eq!(polls(scene.stage.targets()), 2);

    // If the platform does not respond then, its error is the result.
    scene
        .stage
        .platform
        .fault(Rule::from(Fault::Close).times(0));
    assert!(scene.fails(options).await.is_transport());
}

#[tokio::test]
async fn the_time_is_up_within_a_poll() {
    let scene = Scene::new(1500, 0).await;
    scene.pass(1000 * SECOND).await;
    let slow = Fault::Latency { ms: 100 };
    scene.stage.platform.fault(Rule::from(slow).times(0));
    let options = quickly().with_timeout(Duration::from_millis(250));
    assert!(scene.fails(options).await.is_still_running());
    let targets = scene.stage.targets();
    let pages = targets.iter().filter(|line| line.contains("sub")).count();
    assert!(pages < 10, "{pages} of 17 pages");
}

#[tokio::test]
async fn a_share_of_the_quota() {
    let scene = Scene::new(30, 0).await;
    let state = SharedStores::default().get(&StoreSettings::Process);
    let state = state.expect("a state");
    let quota = NonZeroU32::new(30).expect("a quota");
    let client = scene.client.clone().with_quota(&state, quota);
    scene.stage.platform.advance(100 * SECOND);
    let mut waiter = scene.waiter(quickly());
    let first = waiter.poll(&client).await.expect("a poll");
    // Two calls, 7.5 in a minute.
    assert_eq!((first.calls, first.next_delay), (2, Some(16 * SECOND)));
}

#[tokio::test]
async fn what_cannot_be_waited_for() {
    let base = WaitOptions::default();
    for options in [
        base.with_timeout(Duration::ZERO),
        base.with_min_delay(Duration::ZERO),
        base.with_min_delay(121 * SECOND),
        base.with_max_delay(86_401 * SECOND),
    ] {
        let error = Waiter::new("id", &"token".into(), options).expect_err("it is refused");
        assert_eq!((error.code(), error.operation()), ("1007", Some("Waiter")));
    }
    for (id, token, code) in [
        ("", "token", "1007"),
        ("..", "token", "1007"),
        ("id", "", "1009"),
    ] {
        let error = Waiter::new(id, &token.into(), base).expect_err("it is refused");
        assert_eq!(error.code(), code);
    }
    let shown = format!(
        "{:?}",
        Waiter::new("id", &"a-secret-token".into(), base).expect("a waiter")
    );
    assert!(shown.contains("id") && !shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn a_new_token_while_waiting() {
    let scene = Scene::new(20, 0).await;
    let mut waiter = scene.waiter(WaitOptions::default());
    waiter.step(&scene.client).await.expect("a first poll");
    scene.stage.platform.drop_tokens(None);
    scene.pass(3600 * SECOND).await;
    let error = waiter.step(&scene.client).await.expect_err("an old token");
    assert!(error.is_not_authenticated(), "{error}");
    let token = scene.client.log_in().await.expect("a login");
    waiter.renew_token(&token).expect("a valid token");
    let progress = waiter.step(&scene.client).await.expect("a poll");
    assert!(progress.is_ended, "{progress}");
    assert_eq!(waiter.renew_token(&"".into()).unwrap_err().code(), "1009");
}

#[test]
fn options_are_what_was_set() {
    let options = WaitOptions::default()
        .with_timeout(7 * SECOND)
        .with_min_delay(2 * SECOND)
        .with_max_delay(3 * SECOND)
        .with_pages_per_poll(4);
    assert_eq!(options.timeout, Some(7 * SECOND));
    assert_eq!(
        (options.min_delay, options.max_delay),
        (2 * SECOND, 3 * SECOND)
    );
    assert_eq!(options.pages_per_poll, Some(4));
    assert_eq!(options.with_pages_per_poll(None).pages_per_poll, None);
}
