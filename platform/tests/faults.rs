//! Every kind of fault, as a caller sees it.

use std::error::Error as _;
use std::time::Duration;

use crate::common::{Caller, Outcome, UPGRADE, for_groups, still};
use northbound_platform::{End, Fault, Part, Platform, Rule, Shape, When, Wire};
use reqwest::{Method, Response};
use serde_json::{Value, json};

struct Bench {
    platform: Platform,
    caller: Caller,
}

impl Bench {
    async fn new() -> Outcome<Self> {
        let platform = Platform::start(still()).await?;
        let caller = Caller::new(&platform).await?;
        platform.clear_requests();
        Ok(Self { platform, caller })
    }

    async fn get(&self, fault: Fault) -> reqwest::Result<Response> {
        self.platform.fault(fault);
        self.caller
            .request(Method::GET, &format!("{UPGRADE}/category"))
            .send()
            .await
    }

    fn connections(&self) -> Vec<u64> {
        self.platform
            .requests()
            .iter()
            .map(|request| request.connection)
            .collect()
    }
}

/// The causes of an error, outermost first, in one line.
fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn latency_delays_the_normal_answer() -> Outcome {
    let bench = Bench::new().await?;
    bench.platform.fault(Fault::Latency { ms: 60_000 });
    let request = bench
        .caller
        .request(Method::GET, &format!("{UPGRADE}/category"));
    let late = request.timeout(Duration::from_millis(200)).send().await;
    assert!(late.is_err_and(|error| error.is_timeout()));
    assert_eq!(bench.get(Fault::Latency { ms: 1 }).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn a_raw_status_comes_as_ordered() -> Outcome {
    let bench = Bench::new().await?;
    let headers = json!({ "Retry-After": 7, "X-A": "b" });
    let answer = bench
        .get(Fault::Status {
            status: 502,
            reason: Some("Bad Gateway".into()),
            content_type: None,
            headers: headers.as_object().cloned().unwrap_or_default(),
            body: "<h1>Bad Gateway</h1>".into(),
        })
        .await?;
    assert_eq!(answer.status(), 502);
    assert_eq!(answer.headers()["content-type"], "text/html");
    assert_eq!(answer.headers()["retry-after"], "7");
    assert_eq!(answer.text().await?, "<h1>Bad Gateway</h1>");
    let none = bench.get(Fault::EmptyBody { status: 204 }).await?;
    assert_eq!(
        (none.status().as_u16(), none.content_length().unwrap_or(0)),
        (204, 0)
    );
    let moved = bench
        .get(Fault::Redirect {
            location: "https://x.example/".into(),
            status: 302,
        })
        .await?;
    assert_eq!(
        (moved.status().as_u16(), &moved.headers()["location"]),
        (302, &"https://x.example/".parse()?)
    );
    Ok(())
}

#[tokio::test]
async fn both_shapes_of_error_at_any_status() -> Outcome {
    let bench = Bench::new().await?;
    for (status, shape, member) in [
        (200, Shape::Error, "error_code"),
        (403, Shape::Result, "resultcode"),
    ] {
        let fault = Fault::Error {
            status,
            code: "1010009".into(),
            desc: "d".into(),
            shape,
        };
        let answer = bench.get(fault).await?;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.json::<Value>().await?[member], "1010009");
    }
    Ok(())
}

#[tokio::test]
async fn a_truncated_answer_ends_after_its_bytes() -> Outcome {
    let bench = Bench::new().await?;
    for bytes in [0, 20] {
        let mut answer = bench.get(Fault::Truncate { bytes }).await?;
        let promised = answer.content_length().ok_or("no length")?;
        let mut received = 0;
        let error = loop {
            match answer.chunk().await {
                Ok(Some(chunk)) => received += chunk.len(),
                Ok(None) => return Err("the answer was complete".into()),
                Err(error) => break error,
            }
        };
        assert_eq!(received, bytes);
        assert!(promised > 100, "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_reset_is_a_reset_and_may_come_after_the_deed() -> Outcome {
    let bench = Bench::new().await?;
    for (when, tasks) in [(When::Before, 0), (When::After, 1)] {
        bench.platform.fault(Fault::Reset { when });
        let path = format!("{UPGRADE}/operations/firmwareUpgrade");
        let request = bench
            .caller
            .request(Method::POST, &path)
            .json(&for_groups(&["all"]));
        let error = request.send().await.err().ok_or("an answer")?;
        assert!(causes(&error).contains("reset"), "{}", causes(&error));
        let list = bench.caller.get("/operations").await?.body;
        assert_eq!(list["totalCount"], json!(tasks));
    }
    let statuses: Vec<_> = bench
        .platform
        .requests()
        .iter()
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [None, Some(200), None, Some(200)]);
    Ok(())
}

#[tokio::test]
async fn a_close_or_garbage_in_place_of_an_answer() -> Outcome {
    let bench = Bench::new().await?;
    for fault in [Fault::Close, Fault::Garbage] {
        let error = bench.get(fault.clone()).await.err().ok_or("an answer")?;
        assert!(
            !causes(&error).contains("reset"),
            "{fault:?}: {}",
            causes(&error)
        );
    }
    Ok(())
}

#[tokio::test]
async fn any_bytes_in_place_of_an_answer() -> Outcome {
    let bench = Bench::new().await?;
    let parts = vec![
        // Or the connection that is held would be used for the next request.
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 6\r\n\r\n".into(),
        Part {
            bytes: vec![0xff],
            times: 3,
            ms: 1,
            ..Part::from("a")
        },
    ];
    for end in [End::Close, End::Reset, End::Hold] {
        let parts = parts.clone();
        let answer = bench.get(Fault::Wire(Wire { parts, end })).await?;
        assert_eq!(&answer.bytes().await?[..], b"a\xffa\xffa\xff", "{end:?}");
    }
    let parts = parts[..1].to_vec();
    let end = End::Reset;
    let cut = bench.get(Fault::Wire(Wire { parts, end })).await?;
    let error = cut.bytes().await.err().ok_or("a body")?;
    assert!(causes(&error).contains("reset"), "{}", causes(&error));
    Ok(())
}

#[tokio::test]
async fn any_bytes_in_place_of_a_handshake() -> Outcome {
    let bench = Bench::new().await?;
    for (end, says) in [(End::Close, "eof"), (End::Reset, "reset")] {
        // The connection of the login is there still, and no new one.
        bench.get(Fault::CloseIdle).await?.bytes().await?;
        while bench.platform.stats().open_connections > 0 {
            tokio::task::yield_now().await;
        }
        let parts = Vec::new();
        let fault = Fault::Handshake(Wire { parts, end });
        let error = bench.get(fault).await.err().ok_or("an answer")?;
        assert!(causes(&error).contains(says), "{}", causes(&error));
    }
    assert_eq!(bench.platform.stats().handshake_failures, 2);
    assert_eq!(bench.platform.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_slow_answer_is_whole_in_the_end() -> Outcome {
    let bench = Bench::new().await?;
    let answer = bench.get(Fault::Slow { bytes: 100, ms: 1 }).await?;
    assert_eq!(answer.json::<Value>().await?["totalCount"], json!(6));
    Ok(())
}

#[tokio::test]
async fn damaged_and_extended_json() -> Outcome {
    let bench = Bench::new().await?;
    let broken = bench.get(Fault::BadJson).await?.text().await?;
    assert!(broken.starts_with('{') && serde_json::from_str::<Value>(&broken).is_err());
    let fields = json!({ "addedLater": [1] })
        .as_object()
        .cloned()
        .unwrap_or_default();
    let body: Value = bench.get(Fault::Extra { fields }).await?.json().await?;
    assert_eq!(
        (&body["addedLater"], &body["data"][5]["addedLater"]),
        (&json!([1]), &json!([1]))
    );
    Ok(())
}

#[tokio::test]
async fn an_idle_close_is_not_announced() -> Outcome {
    let bench = Bench::new().await?;
    let answer = bench.get(Fault::CloseIdle).await?;
    assert!(answer.headers().get("connection").is_none());
    assert_eq!(answer.json::<Value>().await?["totalCount"], json!(6));
    while bench.platform.stats().open_connections > 0 {
        tokio::task::yield_now().await;
    }
    bench.caller.get("/category").await?;
    assert_eq!(bench.connections(), [1, 2]);
    Ok(())
}

#[tokio::test]
async fn rules_pick_their_requests_and_run_out() -> Outcome {
    let bench = Bench::new().await?;
    let fault = Fault::EmptyBody { status: 503 };
    bench.platform.fault(
        Rule::from(fault)
            .method("GET")
            .path("/iodm/northbound/v1.5.0/category$")
            .skip(1)
            .times(2),
    );
    let mut statuses = Vec::new();
    for path in [
        "/category",
        "/category",
        "/operations",
        "/category",
        "/category",
    ] {
        statuses.push(bench.caller.get(path).await?.status);
    }
    assert_eq!(statuses, [200, 503, 200, 503, 200]);
    assert_eq!(bench.connections(), [1; 5], "an error keeps the connection");
    Ok(())
}

#[tokio::test]
async fn idle_connections_close_when_told() -> Outcome {
    let bench = Bench::new().await?;
    bench.caller.get("/category").await?;
    assert_eq!(bench.platform.close_idle(), 1);
    while bench.platform.stats().open_connections > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(bench.platform.close_idle(), 0);
    // One that is busy answers first.
    bench.platform.fault(Fault::Latency { ms: 50 });
    let answer = bench.caller.get("/category");
    let close = async {
        while bench.platform.requests().len() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bench.platform.close_idle()
    };
    let (answer, closed) = tokio::join!(answer, close);
    assert_eq!((answer?.status, closed), (200, 1));
    bench.caller.get("/category").await?;
    assert_eq!(bench.connections(), [1, 2, 3]);
    Ok(())
}
