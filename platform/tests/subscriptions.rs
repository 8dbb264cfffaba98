//! Tests of subscriptions; `pushes` tests their notifications.

use crate::common::{Outcome, started, text};
use serde_json::{Value, json};

const SUBSCRIPTIONS: &str = "/iocm/app/sub/v1.2.0/subscriptions";
const SUBSCRIBE: &str = "/iodm/app/sub/v1.1.0/subscribe";
const CALLBACK: &str = "http://127.0.0.1:9/callback";

fn subscription_body(kind: &str, url: &str) -> Value {
    json!({ "appId": "northbound-demo", "notifyType": kind, "callbackUrl": url })
}

#[tokio::test]
async fn a_subscription_is_created_shown_and_deleted() -> Outcome {
    let (_platform, caller) = started().await?;
    let path = format!("{SUBSCRIPTIONS}?ownerFlag=false");
    let made = caller
        .call(
            "POST",
            &path,
            Some(&subscription_body("deviceAdded", CALLBACK)),
        )
        .await?;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["callbackUrl"], CALLBACK);
    let path = format!("{SUBSCRIPTIONS}/{}", text(&made.body["subscriptionId"]));
    assert_eq!(caller.read(&path).await?.body, made.body);
    let again = caller
        .call(
            "POST",
            SUBSCRIPTIONS,
            Some(&subscription_body("deviceAdded", CALLBACK)),
        )
        .await?;
    assert_eq!(again.refusal(), (409, "200002"));

    let path = format!("{path}?appId=northbound-demo");
    assert_eq!(caller.call("DELETE", &path, None).await?.status, 204);
    assert_eq!(
        caller.call("DELETE", &path, None).await?.refusal(),
        (404, "200001")
    );
    assert_eq!(caller.read(&path).await?.refusal(), (404, "200001"));
    Ok(())
}

#[tokio::test]
async fn subscriptions_are_listed_and_deleted_by_filter() -> Outcome {
    let (_platform, caller) = started().await?;
    for kind in ["deviceAdded", "deviceDeleted", "ruleEvent"] {
        for path in ["a", "b"] {
            let url = format!("https://localhost:9/{path}");
            caller
                .call("POST", SUBSCRIPTIONS, Some(&subscription_body(kind, &url)))
                .await?;
        }
    }
    let count = async |query: &str| -> Outcome<Value> {
        let list = caller.read(&format!("{SUBSCRIPTIONS}?{query}")).await?.body;
        Ok(list["totalCount"].clone())
    };
    assert_eq!(count("notifyType=ruleEvent").await?, json!(2));
    let page = caller
        .read(&format!("{SUBSCRIPTIONS}?pageNo=1&pageSize=4"))
        .await?
        .body;
    assert_eq!(page["subscriptions"].as_array().map(Vec::len), Some(2));
    for (filter, left) in [
        (
            "notifyType=deviceAdded&callbackUrl=https%3A%2F%2Flocalhost%3A9%2Fa",
            5,
        ),
        ("notifyType=deviceAdded", 4),
        ("callbackUrl=https%3A%2F%2Flocalhost%3A9%2Fb", 2),
        ("notifyType=bindDevice", 2),
        ("", 0),
    ] {
        let path = format!("{SUBSCRIPTIONS}?{filter}");
        assert_eq!(caller.call("DELETE", &path, None).await?.status, 204);
        assert_eq!(count("").await?, json!(left), "{filter}");
    }
    Ok(())
}

#[tokio::test]
async fn subscriptions_are_checked() -> Outcome {
    let (_platform, caller) = started().await?;
    let kind = "deviceAdded";
    for (query, body, refusal) in [
        (
            "",
            subscription_body("fwUpgradeResultNotify", CALLBACK),
            (400, "100022"),
        ),
        (
            "",
            subscription_body("deviceExploded", CALLBACK),
            (400, "100022"),
        ),
        ("", subscription_body(kind, ""), (400, "102202")),
        (
            "",
            subscription_body(kind, "https://192.168.1.5:443/"),
            (400, "100222"),
        ),
        (
            "",
            subscription_body(kind, "https://localhost/no-port"),
            (400, "100222"),
        ),
        (
            "?ownerFlag=maybe",
            subscription_body(kind, CALLBACK),
            (400, "100405"),
        ),
        (
            "",
            json!({ "appId": "nobody", "notifyType": kind, "callbackUrl": CALLBACK }),
            (403, "100203"),
        ),
    ] {
        let path = format!("{SUBSCRIPTIONS}{query}");
        let refused = caller.call("POST", &path, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{query} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn upgrades_have_separate_subscriptions() -> Outcome {
    let (_platform, caller) = started().await?;
    let body = json!({ "notifyType": "fwUpgradeResultNotify", "callbackurl": CALLBACK });
    for _ in 0..2 {
        let made = caller.call("POST", SUBSCRIBE, Some(&body)).await?;
        assert_eq!((made.status, made.body), (200, Value::Null));
    }
    assert_eq!(
        caller.read(SUBSCRIPTIONS).await?.body["totalCount"],
        json!(0)
    );
    for (body, refusal) in [
        (
            json!({ "notifyType": "deviceAdded", "callbackurl": CALLBACK }),
            (400, "120015"),
        ),
        (
            json!({ "notifyType": "fwUpgradeResultNotify", "callbackUrl": CALLBACK }),
            (400, "120015"),
        ),
        (
            json!({ "notifyType": "fwUpgradeResultNotify", "callbackurl": "http://10.0.0.1:80/" }),
            (400, "100222"),
        ),
    ] {
        let refused = caller.call("POST", SUBSCRIBE, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{body}");
    }
    Ok(())
}
