//! Tests of the events of a call, and of the counters.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Stage, text_of};
use northbound::client::{ConnectionPools, Event, EventKind, Observer, Retries};
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound::{Client, NorthApiError};
use northbound_platform::{Fault, Rule, Shape};

/// Creates a client that appends its events to a list.
fn watched(stage: &Stage, connections: &mut ConnectionPools) -> (Client, Arc<Mutex<Vec<Event>>>) {
    let events = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&events);
    let observer = Observer::new(move |event| list.lock().expect("no panic").push(event));
    let retries = Retries::default().with_pause(Duration::from_millis(1));
    let config = stage.config().with_retries(retries);
    let connection = connections.get(&stage.tls()).expect("a connection");
    let client = Client::with_pool(config, connection).with_observer(observer);
    (client, events)
}

/// Kind, attempt, status, code, and true if a connection was opened.
type Row = (EventKind, u32, Option<u16>, Option<String>, bool);

fn rows(events: &Mutex<Vec<Event>>) -> Vec<Row> {
    let events = std::mem::take(&mut *events.lock().expect("no panic"));
    let row = |e: Event| {
        (
            e.kind,
            e.attempt,
            e.status,
            e.error.map(|error| error.code().to_owned()),
            e.opened,
        )
    };
    events.into_iter().map(row).collect()
}

#[tokio::test]
async fn every_step_is_reported() {
    let stage = Stage::new();
    let mut connections = ConnectionPools::default();
    let (client, events) = watched(&stage, &mut connections);
    let token = crate::support::token(&client).await;
    let success = (EventKind::Success, 1, Some(200), None, true);
    let opened = (EventKind::Attempt, 1, Some(200), None, true);
    assert_eq!(rows(&events), [opened, success]);

    let id = stage.task(1);
    let unwell = Fault::EmptyBody { status: 503 };
    stage.platform.fault(Fault::Reset {
        when: northbound_platform::When::After,
    });
    stage.platform.fault(unwell.clone());
    let ask = || query_upgrade_task(&id, &token).expect("a request");
    client.send(ask()).await.expect("the second attempt works");
    // A connection that broke before its first byte is replaced immediately.
    // One that brought a 503 is not used again.
    let code = || Some("1005".to_owned());
    assert_eq!(
        rows(&events),
        [
            (EventKind::Attempt, 1, Some(503), code(), true),
            (EventKind::Retry, 1, Some(503), code(), false),
            (EventKind::Attempt, 2, Some(200), None, true),
            (EventKind::Success, 2, Some(200), None, true),
        ]
    );

    stage.platform.fault(Rule::from(unwell).times(0));
    client.send(ask()).await.expect_err("every attempt fails");
    let what: Vec<_> = rows(&events)
        .into_iter()
        .map(|row| (row.0, row.1))
        .collect();
    use EventKind::{Attempt, Failure, Retry};
    let expected = [
        (Attempt, 1),
        (Retry, 1),
        (Attempt, 2),
        (Retry, 2),
        (Attempt, 3),
        (Failure, 3),
    ];
    assert_eq!(what, expected);

    let stats = connections.stats();
    assert_eq!((stats.calls, stats.failures, stats.retries), (3, 1, 3));
    assert_eq!((stats.connections, stats.reused), (5, 1));
}

#[tokio::test]
async fn an_event_has_its_times_and_no_secret() {
    let stage = Stage::new();
    let (client, events) = watched(&stage, &mut ConnectionPools::default());
    let token = crate::support::token(&client).await;
    rows(&events);
    stage.platform.fault(Fault::Error {
        status: 429,
        code: "1010009".to_owned(),
        desc: format!("{} calls too often", text_of(&token)),
        shape: Shape::Error,
    });
    let request = query_upgrade_task(&stage.task(1), &token).expect("a request");
    client
        .send(request)
        .await
        .expect("the second attempt works");
    let events = events.lock().expect("no panic").clone();
    assert!(!format!("{events:?}").contains(text_of(&token)));
    let [first, retry, second, call] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(first.operation, "queryUpgradeTask");
    assert_eq!(
        first.error.as_ref().map(NorthApiError::desc),
        Some("*** calls too often")
    );
    assert!(retry.pause.expect("a pause") <= Duration::from_secs(1));
    assert_eq!([first.pause, second.pause, call.pause], [None; 3]);
    let whole = first.duration + retry.pause.expect("a pause") + second.duration;
    assert!(call.duration >= whole, "{events:?}");
}
