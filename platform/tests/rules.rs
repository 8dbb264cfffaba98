//! Tests of rules.

use crate::common::{Outcome, started, text};
use serde_json::{Value, json};

const RULES: &str = "/iocm/app/rule/v1.2.0/rules";

fn rule(name: &str) -> Value {
    let condition = json!({ "type": "DEVICE_DATA", "operator": "<", "value": "10" });
    let action = json!({ "type": "SMS", "msisdn": "100" });
    json!({
        "name": name, "author": "me", "logic": "or", "tags": [{ "tagName": "t", "tagValue": "v" }],
        "conditions": [condition], "actions": [action],
    })
}

#[tokio::test]
async fn rules_are_stored_unchanged() -> Outcome {
    let (_platform, caller) = started().await?;
    let made = caller.call("POST", RULES, Some(&rule("a"))).await?;
    let id = text(&made.body["ruleId"]);
    let list = caller
        .read(&format!("{RULES}?author=me&appId=northbound-demo"))
        .await?
        .body;
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&list[0]["ruleId"], &list[0]["status"]),
        (&json!(id), &json!("active"))
    );
    assert_eq!(list[0]["conditions"], rule("a")["conditions"]);
    assert!(list[0]["tags"].is_null());
    let tags = caller.read(&format!("{RULES}?select=tag")).await?.body;
    assert_eq!(tags[0]["tags"], rule("a")["tags"]);

    let mut change = rule("b");
    change["ruleId"] = json!(id);
    let changed = caller.call("PUT", RULES, Some(&change)).await?;
    assert_eq!(changed.body, json!({ "ruleId": id }));
    assert_eq!(
        caller.read(&format!("{RULES}?name=a")).await?.body,
        json!([])
    );

    let path = format!("{RULES}/{id}");
    assert_eq!(caller.call("DELETE", &path, None).await?.status, 204);
    let gone = caller.call("DELETE", &path, None).await?;
    assert_eq!(gone.refusal(), (404, "101403"));
    let gone = caller.call("PUT", RULES, Some(&change)).await?;
    assert_eq!(gone.refusal(), (404, "101403"));
    Ok(())
}

#[tokio::test]
async fn rules_are_switched_one_by_one_and_together() -> Outcome {
    let (_platform, caller) = started().await?;
    let mut ids = Vec::new();
    for name in ["a", "b"] {
        let made = caller.call("POST", RULES, Some(&rule(name))).await?;
        ids.push(text(&made.body["ruleId"]));
    }
    let status = async |name: &str| -> Outcome<Value> {
        let list = caller.read(&format!("{RULES}?name={name}")).await?.body;
        Ok(list[0]["status"].clone())
    };
    let path = format!("{RULES}/{}/status/inactive", ids[0]);
    assert_eq!(
        caller.call("PUT", &path, Some(&json!({}))).await?.status,
        200
    );
    assert_eq!(
        (status("a").await?, status("b").await?),
        (json!("inactive"), json!("active"))
    );

    let row = |id: &str, status: &str| json!({ "ruleId": id, "status": status });
    let body = json!({ "requests": [row(&ids[0], "active"), row("none", "active"), row(&ids[1], "inactive")] });
    let path = format!("{RULES}/status");
    let switched = caller.call("PUT", &path, Some(&body)).await?.body;
    assert_eq!(switched["result"]["result_code"], "101403");
    assert_eq!(switched["responses"][0]["response"]["result_code"], "0");
    assert_eq!(switched["responses"][1]["ruleId"], "none");
    assert_eq!(
        (status("a").await?, status("b").await?),
        (json!("active"), json!("inactive"))
    );

    let odd = format!("{RULES}/{}/status/asleep", ids[0]);
    assert_eq!(
        caller.call("PUT", &odd, None).await?.refusal(),
        (400, "101401")
    );
    let none = format!("{RULES}/none/status/active");
    assert_eq!(
        caller.call("PUT", &none, None).await?.refusal(),
        (404, "101403")
    );
    assert_eq!(
        caller.call("PUT", &path, None).await?.refusal(),
        (400, "101401")
    );
    Ok(())
}

#[tokio::test]
async fn rules_are_checked() -> Outcome {
    let (_platform, caller) = started().await?;
    caller.call("POST", RULES, Some(&rule("taken"))).await?;
    let with = |name: &str, value: Value| {
        let mut body = rule("new");
        body[name] = value;
        body
    };
    for (body, refusal) in [
        (rule("taken"), (400, "101402")),
        (with("name", Value::Null), (400, "101401")),
        (with("actions", Value::Null), (400, "101401")),
        (with("conditions", json!("all")), (400, "101401")),
        (with("status", json!("asleep")), (400, "101401")),
    ] {
        let refused = caller.call("POST", RULES, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{body}");
    }
    let unnamed = caller.call("PUT", RULES, Some(&rule("new"))).await?;
    assert_eq!(unnamed.refusal(), (400, "101401"));
    let refused = caller.read(&format!("{RULES}?appId=nobody")).await?;
    assert_eq!(refused.refusal(), (403, "100203"));
    Ok(())
}
