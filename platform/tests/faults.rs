//! Tests of every kind of fault.

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

/// Joins the causes of an error, outermost first, in one line.
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
async fn latency_delays_the_normal_response() -> Outcome {
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
async fn a_raw_status_is_sent_as_requested() -> Outcome {
    let bench = Bench::new().await?;
    let headers = json!({ "Retry-After": 7, "X-A": "b" });
    let response = bench
        .get(Fault::Status {
            status: 502,
            reason: Some("Bad Gateway".into()),
            content_type: None,
            headers: headers.as_object().cloned().unwrap_or_default(),
            body: "<h1>Bad Gateway</h1>".into(),
        })
        .await?;
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.text().await?, "<h1>Bad Gateway</h1>");
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
    for (status, shape, field) in [
        (200, Shape::Error, "error_code"),
        (403, Shape::Result, "resultcode"),
    ] {
        let fault = Fault::Error {
            status,
            code: "1010009".into(),
            desc: "d".into(),
            shape,
        };
        let response = bench.get(fault).await?;
        assert_eq!(response.status(), status);
        assert_eq!(response.json::<Value>().await?[field], "1010009");
    }
    Ok(())
}

#[tokio::test]
async fn a_truncated_response_ends_after_its_bytes() -> Outcome {
    let bench = Bench::new().await?;
    for bytes in [0, 20] {
        let mut response = bench.get(Fault::Truncate { bytes }).await?;
        let promised = response.content_length().ok_or("no length")?;
        let mut received = 0;
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => received += chunk.len(),
                Ok(None) => return Err("the response was complete".into()),
                Err(error) => break error,
            }
        };
        assert_eq!(received, bytes);
        assert!(promised > 100, "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_reset_comes_before_or_after_processing() -> Outcome {
    let bench = Bench::new().await?;
    for (when, tasks) in [(When::Before, 0), (When::After, 1)] {
        bench.platform.fault(Fault::Reset { when });
        let path = format!("{UPGRADE}/operations/firmwareUpgrade");
        let request = bench
            .caller
            .request(Method::POST, &path)
            .json(&for_groups(&["all"]));
        let error = request.send().await.err().ok_or("a response")?;
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
async fn a_close_or_garbage_instead_of_a_response() -> Outcome {
    let bench = Bench::new().await?;
    for fault in [Fault::Close, Fault::Garbage] {
        let error = bench.get(fault.clone()).await.err().ok_or("a response")?;
        assert!(
            !causes(&error).contains("reset"),
            "{fault:?}: {}",
            causes(&error)
        );
    }
    Ok(())
}

#[tokio::test]
async fn any_bytes_instead_of_a_response() -> Outcome {
    let bench = Bench::new().await?;
    let parts = vec![
        // Otherwise the next request would use the held connection.
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
        let response = bench.get(Fault::Wire(Wire { parts, end })).await?;
        assert_eq!(&response.bytes().await?[..], b"a\xffa\xffa\xff", "{end:?}");
    }
    let parts = parts[..1].to_vec();
    let end = End::Reset;
    let cut = bench.get(Fault::Wire(Wire { parts, end })).await?;
    let error = cut.bytes().await.err().ok_or("a body")?;
    assert!(causes(&error).contains("reset"), "{}", causes(&error));
    Ok(())
}

#[tokio::test]
async fn any_bytes_instead_of_a_handshake() -> Outcome {
    let bench = Bench::new().await?;
    for (end, says) in [(End::Close, "eof"), (End::Reset, "reset")] {
        // Closes the connection of the login, so that a new handshake follows.
        bench.get(Fault::CloseIdle).await?.bytes().await?;
        while bench.platform.stats().open_connections > 0 {
            tokio::task::yield_now().await;
        }
        let parts = Vec::new();
        let fault = Fault::Handshake(Wire { parts, end });
        let error = bench.get(fault).await.err().ok_or("a response")?;
        assert!(causes(&error).contains(says), "{}", causes(&error));
    }
    assert_eq!(bench.platform.stats().handshake_failures, 2);
    assert_eq!(bench.platform.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_slow_response_is_complete() -> Outcome {
    let bench = Bench::new().await?;
    let response = bench.get(Fault::Slow { bytes: 100, ms: 1 }).await?;
    assert_eq!(response.json::<Value>().await?["totalCount"], json!(6));
    Ok(())
}

#[tokio::test]
async fn broken_and_extended_json() -> Outcome {
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
async fn an_idle_close_has_no_notice() -> Outcome {
    let bench = Bench::new().await?;
    let response = bench.get(Fault::CloseIdle).await?;
    assert!(response.headers().get("connection").is_none());
    assert_eq!(response.json::<Value>().await?["totalCount"], json!(6));
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
async fn idle_connections_close_on_request() -> Outcome {
    let bench = Bench::new().await?;
    bench.caller.get("/category").await?;
    assert_eq!(bench.platform.close_idle(), 1);
    while bench.platform.stats().open_connections > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(bench.platform.close_idle(), 0);
    // A busy connection sends its response first.
    bench.platform.fault(Fault::Latency { ms: 50 });
    let response = bench.caller.get("/category");
    let close = async {
        while bench.platform.requests().len() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bench.platform.close_idle()
    };
    let (response, closed) = tokio::join!(response, close);
    assert_eq!((response?.status, closed), (200, 1));
    bench.caller.get("/category").await?;
    assert_eq!(bench.connections(), [1, 2, 3]);
    Ok(())
}
