//! Tests of devices, from registration to deletion, and of their shadows.

use crate::common::{CREDENTIALS, Outcome, pass, started, text};
use serde_json::{Value, json};

const DEVICES: &str = "/iocm/app/dm/v1.4.0/devices";
const SHADOWS: &str = "/iocm/app/shadow/v1.5.0";

#[tokio::test]
async fn a_device_is_registered_and_comes_online() -> Outcome {
    let (platform, caller) = started().await?;
    let body = json!({ "nodeId": "n1", "verifyCode": "v1", "timeout": "0" });
    let registered = caller.call("POST", CREDENTIALS, Some(&body)).await?;
    assert_eq!(registered.status, 200);
    assert_eq!(registered.body["verifyCode"], "v1");
    assert_eq!(registered.body["timeout"], json!(0));
    assert_eq!(text(&registered.body["psk"]).len(), 32);
    let path = format!("{CREDENTIALS}/{}", text(&registered.body["deviceId"]));

    assert_eq!(caller.read(&path).await?.body["activated"], json!(false));
    pass(&platform, 30);
    let status = caller.read(&path).await?.body;
    assert_eq!(status["activated"], json!(true));
    assert_eq!(status["name"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn a_short_timeout_leaves_it_offline() -> Outcome {
    let (platform, caller) = started().await?;
    let body = json!({ "nodeId": "n1", "timeout": 1 });
    let registered = caller.call("POST", CREDENTIALS, Some(&body)).await?.body;
    pass(&platform, 1_000_000);
    let path = format!("{CREDENTIALS}/{}", text(&registered["deviceId"]));
    assert_eq!(caller.read(&path).await?.body["activated"], json!(false));
    Ok(())
}

#[tokio::test]
async fn registrations_are_checked() -> Outcome {
    let (_platform, caller) = started().await?;
    caller.register("taken").await?;
    for (query, body, refusal) in [
        ("", json!({}), (400, "102202")),
        ("", json!({ "nodeId": "" }), (400, "102202")),
        ("", json!({ "nodeId": "taken" }), (400, "100426")),
        ("", json!({ "nodeId": "n", "timeout": -1 }), (400, "100405")),
        ("", json!({ "nodeId": ["n"] }), (400, "100405")),
        (
            "",
            json!({ "nodeId": "n", "deviceInfo": 1 }),
            (400, "100405"),
        ),
        ("", json!([]), (400, "100007")),
        ("?appId=nobody", json!({ "nodeId": "n" }), (403, "100203")),
    ] {
        let path = format!("{CREDENTIALS}{query}");
        let refused = caller.call("POST", &path, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{query} {body}");
    }
    let own = format!("{CREDENTIALS}?appId=northbound-demo");
    let body = json!({ "nodeId": "n" });
    assert_eq!(caller.call("POST", &own, Some(&body)).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn its_key_is_refreshed() -> Outcome {
    let (_platform, caller) = started().await?;
    let path = format!("{CREDENTIALS}/{}", caller.register("a").await?);
    caller.register("b").await?;
    let body = json!({ "verifyCode": "new", "nodeId": "c", "timeout": 600 });
    let refreshed = caller.call("PUT", &path, Some(&body)).await?;
    assert_eq!(
        refreshed.body,
        json!({ "verifyCode": "new", "timeout": 600 })
    );
    let generated = caller.call("PUT", &path, None).await?.body;
    assert!(!text(&generated["verifyCode"]).is_empty());
    let taken = caller
        .call("PUT", &path, Some(&json!({ "nodeId": "b" })))
        .await?;
    assert_eq!(taken.refusal(), (400, "100426"));
    Ok(())
}

#[tokio::test]
async fn it_is_changed_and_deleted() -> Outcome {
    let (_platform, caller) = started().await?;
    let id = caller.register("a").await?;
    let path = format!("{DEVICES}/{id}");
    let change = json!({ "name": "Cellar", "mute": "TRUE", "psk": "0123", "unknown": 1 });
    assert_eq!(caller.call("PUT", &path, Some(&change)).await?.status, 204);
    let info = caller.read(&path).await?.body["deviceInfo"].clone();
    assert_eq!(
        (&info["name"], &info["mute"]),
        (&json!("Cellar"), &json!("TRUE"))
    );
    assert_eq!(
        info["deviceType"], "WaterMeter",
        "what was not changed stays"
    );
    assert!(info["psk"].is_null() && info["unknown"].is_null());
    let status = caller.read(&format!("{CREDENTIALS}/{id}")).await?.body;
    assert_eq!(status["name"], "Cellar");

    let odd = format!("{path}?cascade=perhaps");
    assert_eq!(
        caller.call("DELETE", &odd, None).await?.refusal(),
        (400, "100405")
    );
    let sure = format!("{path}?cascade=true&appId=northbound-demo");
    assert_eq!(caller.call("DELETE", &sure, None).await?.status, 204);
    assert_eq!(
        caller.call("DELETE", &path, None).await?.refusal(),
        (404, "100403")
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_device_is_refused_everywhere() -> Outcome {
    let (_platform, caller) = started().await?;
    let credentials = format!("{CREDENTIALS}/none");
    let device = format!("{DEVICES}/none");
    let shadow = format!("{SHADOWS}/devices/none");
    let desired = json!({ "serviceDesireds": [{ "serviceId": "s", "desired": {} }] });
    let nothing = json!({ "serviceDesireds": [] });
    for (method, path, body) in [
        ("GET", credentials.as_str(), None),
        ("PUT", &credentials, None),
        ("PUT", &device, Some(&json!({ "name": "x" }))),
        ("GET", &device, None),
        ("GET", &shadow, None),
        ("PUT", &shadow, Some(&desired)),
        ("PUT", &shadow, Some(&nothing)),
        (
            "POST",
            "/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation",
            Some(&json!({ "deviceId": "none", "horAcc": 100 })),
        ),
    ] {
        let refused = caller.call(method, path, body).await?;
        assert_eq!(refused.refusal(), (404, "100403"), "{method} {path}");
    }
    Ok(())
}

#[tokio::test]
async fn it_has_a_location() -> Outcome {
    let (_platform, caller) = started().await?;
    let id = caller.register("a").await?;
    let path = "/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation";
    let body = json!({ "deviceId": id, "horAcc": 1000 });
    let place = caller.call("POST", path, Some(&body)).await?.body;
    assert_eq!(place["deviceId"], json!(id));
    assert_eq!(place["pd"]["radius"], "1000");
    assert_eq!(place, caller.call("POST", path, Some(&body)).await?.body);
    Ok(())
}

#[tokio::test]
async fn desired_values_are_applied_and_recorded() -> Outcome {
    let (platform, caller) = started().await?;
    let id = caller.register("a").await?;
    let path = format!("{SHADOWS}/devices/{id}");
    for level in [1, 2] {
        let row = json!({ "serviceId": "Valve", "desired": { "open": level } });
        let body = json!({ "serviceDesireds": [row] });
        assert_eq!(caller.call("PUT", &path, Some(&body)).await?.status, 200);
        pass(&platform, 1);
    }
    let valve = |shadow: &Value| {
        let rows = shadow["services"].as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|row| row["serviceId"] == "Valve")
    };
    let before = valve(&caller.read(&path).await?.body).ok_or("no shadow")?;
    assert_eq!(before["desiredProps"], json!({ "open": 2 }));
    assert_eq!(before["reportedProps"], json!({}));
    pass(&platform, 60);
    let after = valve(&caller.read(&path).await?.body).ok_or("no shadow")?;
    assert_eq!(after["reportedProps"], json!({ "open": 2 }));

    let history = format!("{SHADOWS}/deviceDesiredHistory?deviceId={id}&gatewayId={id}");
    let rows = caller.read(&history).await?.body;
    assert_eq!(rows["totalCount"], json!(2));
    assert_eq!(
        rows["deviceDesiredHistory"][0]["data"],
        json!({ "open": 2 })
    );
    let none = caller
        .read(&format!("{history}&property=closed"))
        .await?
        .body;
    assert_eq!(none["totalCount"], json!(0));
    let refused = caller.call("PUT", &path, Some(&json!({}))).await?;
    assert_eq!(refused.refusal(), (400, "102202"));
    Ok(())
}
