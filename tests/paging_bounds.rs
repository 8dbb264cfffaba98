//! Tests of platforms with wrong paging: each list ends, and its length limits the calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use northbound::sdk::device_upgrade::{QueryUpgradeSubTaskInDto, query_upgrade_sub_task};

use crate::support::Stage;
use crate::support::lists::ListServer;

/// The result of reading a list to its end.
struct Reading {
    items: usize,
    is_consistent: bool,
    calls: usize,
}

/// Reads all items from a platform that responds like this to a page and its size.
async fn read(response: impl Fn(u64, u64) -> String + Send + Sync + 'static) -> Reading {
    let stage = Stage::new();
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let server = ListServer::start(&stage, move |number, size| {
        counter.fetch_add(1, Ordering::Relaxed);
        response(number, size)
    });
    let client = server.client(&stage, 4);
    let request = query_upgrade_sub_task(
        &QueryUpgradeSubTaskInDto::default(),
        "task",
        &"token".into(),
    );
    let mut items = client
        .paginate(request.expect("a request"))
        .expect("a paginator");
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.expect("an item");
        count += 1;
    }
    Reading {
        items: count,
        is_consistent: items.is_consistent(),
        calls: calls.load(Ordering::Relaxed),
    }
}

/// The JSON of a page with the items from one number to another.
fn page(items: std::ops::Range<u64>, total: Option<u64>) -> String {
    let items: Vec<String> = items
        .map(|id| format!(r#"{{"subOperationId":"{id}"}}"#))
        .collect();
    let total = total.map_or("null".to_owned(), |total| total.to_string());
    format!(r#"{{"data":[{}],"totalCount":{total}}}"#, items.join(","))
}

#[tokio::test]
async fn a_page_number_that_is_ignored() {
    for total in [None, Some(250), Some(100), Some(1_000_000)] {
        let reading = read(move |_, size| page(0..size, total)).await;
        assert_eq!(reading.items, 100, "{total:?}");
        assert!(
            reading.calls <= 2 + 16 + 6,
            "{total:?}: {} calls",
            reading.calls
        );
        assert_eq!(reading.is_consistent, total == Some(100), "{total:?}");
    }
}

#[tokio::test]
async fn the_whole_list_whatever_page_is_requested() {
    for total in [None, Some(250)] {
        let reading = read(move |_, _| page(0..250, total)).await;
        assert_eq!(reading.items, 250, "{total:?}");
        assert!(
            reading.calls <= 2 * 3 + 16 + 6,
            "{total:?}: {} calls",
            reading.calls
        );
    }
}

#[tokio::test]
async fn the_same_items_without_ids_for_ever() {
    let reading = read(|_, _| {
        let items = vec!["{}"; 100].join(",");
        format!(r#"{{"data":[{items}]}}"#)
    })
    .await;
    assert_eq!(reading.items, 100);
    assert!(!reading.is_consistent);
    assert!(reading.calls <= 2 + 16 + 6, "{} calls", reading.calls);
}

#[tokio::test]
async fn a_page_size_that_is_limited_without_a_word() {
    for total in [None, Some(250)] {
        let reading = read(move |number, size| {
            let size = size.min(30);
            page(
                (number * size).min(250)..((number + 1) * size).min(250),
                total,
            )
        })
        .await;
        assert_eq!(
            (reading.items, reading.is_consistent),
            (250, true),
            "{total:?}"
        );
        assert!(reading.calls <= 10, "{total:?}: {} calls", reading.calls);
    }
}

#[tokio::test]
async fn a_page_that_is_empty_by_mistake() {
    for empty in [0, 1, 2] {
        let reading = read(move |number, size| match number == empty {
            true => r#"{"data":[],"totalCount":null}"#.to_owned(),
            false => page(
                (number * size).min(250)..((number + 1) * size).min(250),
                Some(250),
            ),
        })
        .await;
        assert!(
            reading.calls <= 2 * 3 + 16,
            "{empty}: {} calls",
            reading.calls
        );
    }
}
