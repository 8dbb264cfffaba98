//! Tests of device groups.

use crate::common::{Outcome, started, text};
use serde_json::{Value, json};

const GROUPS: &str = "/iocm/app/devgroup/v1.3.0/devGroups";
const ADD: &str = "/iocm/app/dm/v1.1.0/devices/addDevGroupTagToDevices";
const REMOVE: &str = "/iocm/app/dm/v1.1.0/devices/deleteDevGroupTagFromDevices";
const MEMBERS: &str = "/iocm/app/dm/v1.2.0/devices/ids";

#[tokio::test]
async fn a_group_is_created_changed_and_deleted() -> Outcome {
    let (_platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let body =
        json!({ "name": "meters", "description": "All", "maxDevNum": 2, "deviceIds": [device] });
    let made = caller.call("POST", GROUPS, Some(&body)).await?.body;
    let path = format!("{GROUPS}/{}", text(&made["id"]));
    assert_eq!(
        (&made["curDevNum"], &made["deviceIds"]),
        (&json!(1), &json!([device]))
    );
    assert_eq!(made["appId"], "northbound-demo");

    let change = json!({ "name": "flats", "maxDevNum": 5 });
    let sure = format!("{path}?accessAppId=northbound-demo");
    let changed = caller.call("PUT", &sure, Some(&change)).await?.body;
    assert_eq!(
        (&changed["name"], &changed["description"]),
        (&json!("flats"), &json!("All"))
    );
    let shown = caller.read(&path).await?.body;
    assert_eq!(
        (&shown["maxDevNum"], &shown["creator"]),
        (&json!(5), &json!("northbound-demo"))
    );

    assert_eq!(caller.call("DELETE", &path, None).await?.status, 200);
    for method in ["GET", "DELETE", "PUT"] {
        let body = (method == "PUT").then_some(&change);
        let gone = caller.call(method, &path, body).await?;
        assert_eq!(gone.refusal(), (404, "100603"), "{method}");
    }
    Ok(())
}

#[tokio::test]
async fn names_are_unique() -> Outcome {
    let (_platform, caller) = started().await?;
    let mut ids = Vec::new();
    for name in ["a", "b"] {
        let made = caller
            .call("POST", GROUPS, Some(&json!({ "name": name })))
            .await?;
        ids.push(text(&made.body["id"]));
    }
    let again = caller
        .call("POST", GROUPS, Some(&json!({ "name": "a" })))
        .await?;
    assert_eq!(again.refusal(), (400, "100602"));
    let path = format!("{GROUPS}/{}", ids[1]);
    let renamed = caller
        .call("PUT", &path, Some(&json!({ "name": "a" })))
        .await?;
    assert_eq!(renamed.refusal(), (400, "100602"));
    let same = caller
        .call("PUT", &path, Some(&json!({ "name": "b" })))
        .await?;
    assert_eq!(same.status, 200);
    let nameless = caller.call("POST", GROUPS, None).await?;
    assert_eq!(nameless.refusal(), (400, "100604"));
    Ok(())
}

#[tokio::test]
async fn groups_are_listed_in_pages() -> Outcome {
    let (_platform, caller) = started().await?;
    for number in 0..5 {
        let body = json!({ "name": format!("group {number}") });
        caller.call("POST", GROUPS, Some(&body)).await?;
    }
    let page = caller
        .read(&format!("{GROUPS}?pageNo=1&pageSize=2"))
        .await?
        .body;
    assert_eq!(
        (&page["totalCount"], &page["pageNo"]),
        (&json!(5), &json!(1))
    );
    assert_eq!(page["list"][0]["name"], "group 2");
    let named = caller.read(&format!("{GROUPS}?name=group%204")).await?.body;
    assert_eq!(named["totalCount"], json!(1));
    let refused = caller.read(&format!("{GROUPS}?accessAppId=nobody")).await?;
    assert_eq!(refused.refusal(), (403, "100203"));
    Ok(())
}

#[tokio::test]
async fn devices_are_added_and_removed() -> Outcome {
    let (_platform, caller) = started().await?;
    let mut devices = Vec::new();
    for node in ["a", "b", "c"] {
        devices.push(caller.register(node).await?);
    }
    let body = json!({ "name": "two at most", "maxDevNum": 2 });
    let id = text(&caller.call("POST", GROUPS, Some(&body)).await?.body["id"]);
    let add = |devices: &[String]| json!({ "devGroupId": id, "deviceIds": devices });
    let added = caller.call("POST", ADD, Some(&add(&devices[..2]))).await?;
    assert_eq!((added.status, &added.body), (200, &add(&devices[..2])));
    let again = caller.call("POST", ADD, Some(&add(&devices[..1]))).await?;
    assert_eq!(
        again.status, 200,
        "a device of the group is not added again"
    );
    let full = caller.call("POST", ADD, Some(&add(&devices[2..]))).await?;
    assert_eq!(full.refusal(), (400, "100601"));

    let devices_path = format!("{MEMBERS}?devGroupId={id}");
    let list = caller.read(&devices_path).await?.body;
    assert_eq!(
        (&list["totalCount"], &list["deviceIds"]),
        (&json!(2), &json!(devices[..2]))
    );
    let removed = caller
        .call("POST", REMOVE, Some(&add(&devices[..1])))
        .await?;
    assert_eq!((removed.status, removed.body), (200, Value::Null));
    let path = format!("/iocm/app/dm/v1.4.0/devices/{}", devices[1]);
    caller.call("DELETE", &path, None).await?;
    assert_eq!(
        caller.read(&devices_path).await?.body["totalCount"],
        json!(0)
    );
    Ok(())
}

#[tokio::test]
async fn unknown_devices_are_refused() -> Outcome {
    let (_platform, caller) = started().await?;
    let made = caller
        .call("POST", GROUPS, Some(&json!({ "name": "a" })))
        .await?;
    let id = text(&made.body["id"]);
    for (path, body, refusal) in [
        (
            GROUPS,
            json!({ "name": "b", "deviceIds": ["none"] }),
            (404, "100403"),
        ),
        (
            ADD,
            json!({ "devGroupId": id, "deviceIds": ["none"] }),
            (404, "100403"),
        ),
        (
            ADD,
            json!({ "devGroupId": "none", "deviceIds": [] }),
            (404, "100603"),
        ),
        (ADD, json!({ "devGroupId": id }), (400, "100604")),
        (
            ADD,
            json!({ "devGroupId": id, "deviceIds": vec!["x"; 1001] }),
            (400, "100609"),
        ),
        (
            REMOVE,
            json!({ "devGroupId": "none", "deviceIds": [] }),
            (404, "100603"),
        ),
    ] {
        let refused = caller.call("POST", path, Some(&body)).await?;
        assert_eq!(refused.refusal(), refusal, "{path}");
    }
    assert_eq!(caller.read(MEMBERS).await?.refusal(), (400, "100604"));
    Ok(())
}

#[tokio::test]
async fn a_group_is_upgraded_by_its_name() -> Outcome {
    let (_platform, caller) = started().await?;
    let device = caller.register("a").await?;
    let group = json!({ "name": "my meters", "deviceIds": [device] });
    caller.call("POST", GROUPS, Some(&group)).await?;
    let wish = crate::common::for_groups(&["my meters", "all"]);
    let made = caller.post("/operations/firmwareUpgrade", &wish).await?;
    let rows = format!(
        "/operations/{}/subOperations",
        text(&made.body["operationId"])
    );
    let rows = caller.get(&rows).await?.body;
    assert_eq!(
        (&rows["totalCount"], &rows["data"][0]["deviceId"]),
        (&json!(1001), &json!(device))
    );
    Ok(())
}
