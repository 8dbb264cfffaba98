//! Tests of device queries, data history and capabilities.

use std::collections::HashSet;

use crate::common::{Outcome, pass, started, text};
use serde_json::{Value, json};

const DEVICES: &str = "/iocm/app/dm/v1.4.0/devices";
const HISTORY: &str = "/iocm/app/data/v1.2.0/deviceDataHistory";

fn rows(body: &Value, name: &str) -> Vec<Value> {
    body[name].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_device_is_shown_with_its_latest_report() -> Outcome {
    let (platform, caller) = started().await?;
    let id = caller.register("a").await?;
    let path = format!("{DEVICES}/{id}");
    let before = caller.read(&path).await?.body;
    assert_eq!(before["deviceId"], json!(id));
    assert_eq!(before["deviceInfo"]["status"], "OFFLINE");
    assert_eq!(before["services"], json!([]));
    pass(&platform, 60);
    let after = caller.read(&path).await?.body;
    assert_eq!(after["deviceInfo"]["status"], "ONLINE");
    assert_eq!(after["services"][0]["serviceId"], "WaterMeter");
    assert!(after["services"][0]["data"]["currentReading"].is_u64());
    Ok(())
}

#[tokio::test]
async fn hidden_fields_are_returned_on_select() -> Outcome {
    let (_platform, caller) = started().await?;
    let id = caller.register("a").await?;
    let path = format!("{DEVICES}/{id}");
    caller
        .call("PUT", &path, Some(&json!({ "imsi": "4600" })))
        .await?;
    assert!(caller.read(&path).await?.body["deviceInfo"]["imsi"].is_null());
    let selected = caller.read(&format!("{path}?select=imsi")).await?.body;
    assert_eq!(selected["deviceInfo"]["imsi"], "4600");
    Ok(())
}

#[tokio::test]
async fn devices_are_filtered_and_paged() -> Outcome {
    let (platform, caller) = started().await?;
    for node in 0..5 {
        caller.register(&node.to_string()).await?;
    }
    pass(&platform, 60);
    let newest = platform.clock().now;
    let late = caller.register("late").await?;
    let count = async |query: &str| -> Outcome<(Value, usize)> {
        let body = caller.read(&format!("{DEVICES}?{query}")).await?.body;
        Ok((body["totalCount"].clone(), rows(&body, "devices").len()))
    };
    assert_eq!(count("appId=northbound-demo").await?, (json!(6), 6));
    assert_eq!(count("pageNo=1&pageSize=4").await?, (json!(6), 2));
    assert_eq!(count("pageNo=9&pageSize=4").await?, (json!(6), 0));
    assert_eq!(count("status=ONLINE").await?, (json!(5), 5));
    assert_eq!(count("status=OFFLINE").await?, (json!(1), 1));
    assert_eq!(count("deviceType=StreetLight").await?, (json!(0), 0));
    assert_eq!(count("nodeType=ENDPOINT").await?, (json!(0), 0));
    assert_eq!(count(&format!("gatewayId={late}")).await?, (json!(1), 1));
    assert_eq!(count(&format!("startTime={newest}")).await?, (json!(1), 1));
    let sorted = caller.read(&format!("{DEVICES}?sort=ASC")).await?.body;
    assert_eq!(sorted["devices"][0]["deviceInfo"]["nodeId"], "0");
    for (query, refusal) in [
        ("pageSize=251", (400, "100022")),
        ("pageNo=-1", (400, "100022")),
        ("pageNo=x", (400, "100405")),
        ("status=ASLEEP", (400, "100405")),
        ("startTime=yesterday", (400, "100022")),
        ("appId=nobody", (403, "100203")),
    ] {
        let refused = caller.read(&format!("{DEVICES}?{query}")).await?;
        assert_eq!(refused.refusal(), refusal, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn another_applications_devices_are_refused() -> Outcome {
    let other = northbound_platform::App {
        id: "other".into(),
        secret: "s".into(),
    };
    let platform = northbound_platform::Platform::start(northbound_platform::Config {
        apps: vec![northbound_platform::App::default(), other],
        ..crate::common::still()
    })
    .await?;
    let caller = crate::common::Caller::new(&platform).await?;
    let refused = caller.read(&format!("{DEVICES}?appId=other")).await?;
    assert_eq!(refused.refusal(), (403, "100217"));
    Ok(())
}

#[tokio::test]
async fn data_history_is_the_same_on_every_page() -> Outcome {
    let (platform, caller) = started().await?;
    let id = caller.register("a").await?;
    let path = format!("{HISTORY}?deviceId={id}&gatewayId={id}");
    assert_eq!(caller.read(&path).await?.body["totalCount"], json!(0));
    pass(&platform, 24 * 3600);
    let all = caller.read(&format!("{path}&pageSize=250")).await?.body;
    let total = all["totalCount"].as_u64().ok_or("no total")?;
    assert!(
        (285..=288).contains(&total),
        "96 reports of 3 services: {total}"
    );

    let mut seen = HashSet::new();
    for page in 0.. {
        let part = caller
            .read(&format!("{path}&pageNo={page}&pageSize=70"))
            .await?
            .body;
        let part = rows(&part, "deviceDataHistoryDTOs");
        if part.is_empty() {
            break;
        }
        let keys = part
            .iter()
            .map(|row| (text(&row["serviceId"]), text(&row["timestamp"])));
        seen.extend(keys);
    }
    assert_eq!(seen.len() as u64, total);

    let flow = format!("{path}&serviceId=WaterMeter&property=waterFlow");
    let flow = caller.read(&flow).await?.body;
    let first = &rows(&flow, "deviceDataHistoryDTOs")[0];
    assert_eq!(first["data"].as_object().map(serde_json::Map::len), Some(1));
    let latest = text(&first["timestamp"]);
    let only = format!("{path}&serviceId=Battery&startTime={latest}");
    assert_eq!(caller.read(&only).await?.body["totalCount"], json!(1));
    Ok(())
}

#[tokio::test]
async fn data_history_needs_a_device_and_a_span() -> Outcome {
    let (_platform, caller) = started().await?;
    let id = caller.register("a").await?;
    for (query, refusal) in [
        (String::new(), (400, "100419")),
        ("deviceId=none".into(), (404, "100403")),
        (
            format!("deviceId={id}&startTime=20260102T000000Z&endTime=20260101T000000Z"),
            (400, "100022"),
        ),
    ] {
        let refused = caller.read(&format!("{HISTORY}?{query}")).await?;
        assert_eq!(refused.refusal(), refusal, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn capabilities_list_the_reported_properties() -> Outcome {
    let (_platform, caller) = started().await?;
    let id = caller.register("a").await?;
    caller.register("b").await?;
    let path = "/iocm/app/data/v1.1.0/deviceCapabilities";
    let one = caller.read(&format!("{path}?deviceId={id}")).await?.body;
    let one = rows(&one, "deviceCapabilities");
    assert_eq!(one.len(), 1);
    let service = &one[0]["serviceCapabilities"][0];
    assert_eq!(service["commands"][0]["commandName"], "SET_VALVE");
    assert_eq!(service["properties"][0]["propertyName"], "currentReading");
    let all = caller.read(path).await?.body;
    assert_eq!(rows(&all, "deviceCapabilities").len(), 2);
    let none = caller.read(&format!("{path}?deviceId=none")).await?;
    assert_eq!(none.refusal(), (404, "100403"));
    Ok(())
}
