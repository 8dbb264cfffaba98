//! Tests of the errors for all kinds of responses: code, predicates, text.

use crate::support::facts::{assert_error, facts, shown};
use crate::support::{FIRMWARE, Stage, dto, subtasks, text_of};
use northbound::sdk::Token;
use northbound::sdk::authentication::get_auth_token;
use northbound::sdk::device_upgrade::{
    QueryUpgradeSubTaskOutDto, delete_upgrade_package, query_upgrade_sub_task,
};
use northbound::{Client, NorthApiError};
use northbound_platform::{End, Fault, Part, Rule, Shape, Wire};
use serde_json::{Map, Value, json};

const JSON: &str = "application/json;charset=utf-8";

/// A fault with a raw response.
fn raw_response(status: u16, content_type: &str, body: impl Into<String>) -> Fault {
    Fault::Status {
        status,
        reason: None,
        content_type: Some(content_type.to_owned()),
        headers: Map::new(),
        body: body.into(),
    }
}

/// A stage, a client that has logged in, and a task to query.
struct Scene {
    stage: Stage,
    client: Client,
    token: Token,
    task: String,
}

impl Scene {
    async fn new() -> Self {
        let stage = Stage::new();
        // One attempt, because these tests are about the response, not about retries.
        let config = stage.config().with_max_attempts(1);
        let client = Client::new(config, &stage.tls()).expect("a usable client");
        let token = crate::support::token(&client).await;
        let task = stage.task(3);
        Self {
            stage,
            client,
            token,
            task,
        }
    }

    /// Queries subtasks with a fault; returns `None` for no body.
    async fn ask(&self, fault: impl Into<Rule>) -> Result<Option<Value>, NorthApiError> {
        self.stage.platform.fault(fault);
        let query = dto(json!({ "pageNo": 0, "pageSize": 10 }));
        let request = query_upgrade_sub_task(&query, &self.task, &self.token);
        let response = self.client.execute(request.expect("a request")).await?;
        assert_eq!(self.stage.platform.faults(), [], "the fault was not used");
        let page = response.map(|page| page.decode::<QueryUpgradeSubTaskOutDto>());
        let page = page.transpose()?;
        Ok(page.map(|page| serde_json::to_value(page).expect("JSON")))
    }

    async fn error(&self, fault: impl Into<Rule>) -> NorthApiError {
        match self.ask(fault).await {
            Ok(page) => panic!("no error: {page:?}"),
            Err(error) => error,
        }
    }
}

#[tokio::test]
async fn documented_codes_mean_the_same_in_both_shapes_at_any_status() {
    let scene = Scene::new().await;
    for (code, fact) in [
        ("120015", "refused"),
        ("123029", "refused"),
        ("1010009", "throttled"),
        ("1010005", "not authenticated"),
        ("123009", "not found"),
    ] {
        for shape in [Shape::Error, Shape::Result] {
            for status in [200, 400, 401, 403, 404, 500, 503] {
                let fault = Fault::Error {
                    status,
                    code: code.to_owned(),
                    desc: "said the platform – ü".to_owned(),
                    shape,
                };
                let error = scene.error(fault).await;
                assert_error(&error, code, &[fact, "sent"], &[]);
                assert_eq!(error.desc(), "said the platform – ü");
                assert_eq!(error.http_status(), Some(status));
                assert_eq!(error.operation(), Some("queryUpgradeSubTask"));
                let body: Value = serde_json::from_slice(error.http_body().expect("a body"))
                    .expect("the body as it was sent");
                assert!(body.as_object().is_some_and(|body| body.len() == 2));
            }
        }
    }
    let stats = scene.stage.platform.stats();
    assert_eq!((stats.requests, stats.connections), (71, 1));
}

#[tokio::test]
async fn an_error_reads_as_one_sentence() {
    let scene = Scene::new().await;
    let error = |status, desc: &str| Fault::Error {
        status,
        code: "123009".to_owned(),
        desc: desc.to_owned(),
        shape: Shape::Error,
    };
    let text = scene.error(error(404, "The operation is not found.")).await;
    assert_eq!(
        text.to_string(),
        "queryUpgradeSubTask: 123009 The operation is not found. (HTTP 404 Not Found)"
    );
    let text = scene.error(error(200, "gone")).await;
    assert_eq!(
        text.to_string(),
        "queryUpgradeSubTask: 123009 gone (HTTP 200 OK)"
    );

    // The platform's reason phrase replaces the standard one.
    let mut fault = raw_response(499, JSON, r#"{"error_code":"7","error_desc":"odd"}"#);
    if let Fault::Status { reason, .. } = &mut fault {
        *reason = Some("Sonderfall".to_owned());
    }
    let error = scene.error(fault).await;
    assert_eq!(error.http_reason(), Some("Sonderfall"));
    assert_eq!(
        error.to_string(),
        "queryUpgradeSubTask: 7 odd (HTTP 499 Sonderfall)"
    );
}

#[tokio::test]
async fn unknown_codes_are_classified_by_the_status() {
    let scene = Scene::new().await;
    for (status, fact) in [
        (200, "refused"),
        (400, "refused"),
        (401, "not authenticated"),
        (403, "refused"),
        (404, "not found"),
        (409, "refused"),
        (429, "throttled"),
        (500, "server fault"),
        (503, "server fault"),
    ] {
        let error = scene
            .error(raw_response(status, JSON, r#"{"error_code":424242}"#))
            .await;
        assert_error(&error, "424242", &[fact, "sent"], &[]);
        assert_eq!(error.desc(), "");
    }
}

#[tokio::test]
async fn no_body_is_no_error_unless_the_status_says_so() {
    let scene = Scene::new().await;
    for status in [200, 201, 204] {
        let page = scene.ask(Fault::EmptyBody { status }).await;
        assert_eq!(page.expect("a success"), None, "{status}");
    }
    for (status, code, fact, says) in [
        (400, "1011", "transport", "platform_port"),
        (502, "1005", "server fault", "gateway"),
    ] {
        let error = scene.error(Fault::EmptyBody { status }).await;
        assert_error(&error, code, &[fact, "sent"], &[says]);
        assert_eq!(error.http_body(), Some(&b""[..]));
    }
}

#[tokio::test]
async fn a_page_of_html_is_not_the_platform() {
    let scene = Scene::new().await;
    let page = "<html><body>Gateway</body></html>";
    for (status, code, fact, says) in [
        (200, "1011", "transport", "platform_port"),
        (403, "1011", "transport", "platform_port"),
        (429, "1005", "throttled", "limits the rate"),
        (
            502,
            "1005",
            "server fault",
            "the platform, or a gateway before it, failed",
        ),
    ] {
        let error = scene.error(raw_response(status, "text/html", page)).await;
        assert_error(&error, code, &[fact, "sent"], &["not JSON", says]);
        assert_eq!(error.to_string().contains("platform_port"), code == "1011");
        assert_eq!(error.http_status(), Some(status));
        assert_eq!(error.http_body(), Some(page.as_bytes()));
    }
}

#[tokio::test]
async fn json_without_a_code_is_left_to_the_caller() {
    let scene = Scene::new().await;
    let body = r#"{"message":"over capacity","path":"/x"}"#;
    for (status, fact) in [(400, "refused"), (429, "throttled"), (500, "server fault")] {
        let error = scene.error(raw_response(status, JSON, body)).await;
        assert_error(
            &error,
            "1005",
            &[fact, "sent"],
            &["NorthApiError::http_body"],
        );
        assert_eq!(error.http_body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn a_body_that_only_looks_like_an_error_is_a_response() {
    let scene = Scene::new().await;
    for body in [
        r#"{"pageNo":0,"error_code":null}"#,
        r#"{"pageNo":0,"resultcode":"0","resultmsg":"ok"}"#,
        r#"{"pageNo":0,"data":[{"detailInfo":"{\"error_code\":\"1\"}"}]}"#,
        r#"{"pageNo":0,"data":[{"error_code":"1"}]}"#,
    ] {
        let page = scene.ask(raw_response(200, JSON, body)).await;
        let page = page.expect("a success").expect("a body");
        assert_eq!(page["pageNo"], 0, "{body}");
    }
}

#[tokio::test]
async fn a_response_of_another_type_differs_from_no_response() {
    let scene = Scene::new().await;
    for body in [r#"{"data":{}}"#, r#"{"data":[7]}"#, "[]", "null", "7"] {
        let error = scene.error(raw_response(200, JSON, body)).await;
        let says = ["not the DTO that this call returns"];
        assert_error(&error, "1005", &["server fault", "sent"], &says);
        assert_eq!(error.http_body(), Some(body.as_bytes()));
    }
    for body in ["{", "{\"pageNo\":0", "pageNo=0", "{} trailing"] {
        let error = scene.error(raw_response(200, JSON, body)).await;
        assert_error(&error, "1011", &["transport", "sent"], &["not JSON"]);
    }
    let error = scene.error(Fault::BadJson).await;
    assert_error(&error, "1011", &["transport", "sent"], &["not JSON"]);
}

#[tokio::test]
async fn a_call_without_a_response_type_accepts_json_but_no_html() {
    let scene = Scene::new().await;
    let delete = || {
        let request = delete_upgrade_package(FIRMWARE, &scene.token);
        scene.client.send(request.expect("a request"))
    };
    scene
        .stage
        .platform
        .fault(raw_response(200, JSON, "{\"ok\":true}"));
    delete().await.expect("a success");
    scene
        .stage
        .platform
        .fault(raw_response(200, "text/html", "<p>Log in</p>"));
    let error = delete().await.expect_err("another server responded");
    let says = ["deleteUpgradePackage: 1011"];
    assert_error(&error, "1011", &["transport", "sent"], &says);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let scene = Scene::new().await;
    let elsewhere = Stage::new();
    let here = scene.stage.platform.https_addr();
    let there = elsewhere.platform.https_addr();
    for location in [
        "/iodm/northbound/v1.5.0/operations".to_owned(),
        format!("https://{here}/"),
        format!("https://{there}/"),
    ] {
        for status in [301, 302, 307, 308] {
            scene.stage.platform.clear_requests();
            let fault = Fault::Redirect {
                location: location.clone(),
                status,
            };
            let error = scene.error(fault).await;
            assert_error(&error, "1011", &["transport", "sent"], &[]);
            assert_eq!(error.http_status(), Some(status));
            assert_eq!(scene.stage.platform.requests().len(), 1);
        }
    }
    assert_eq!(elsewhere.platform.requests(), []);
}

#[tokio::test]
async fn secrets_in_responses_are_masked() {
    let scene = Scene::new().await;
    let token = text_of(&scene.token).to_owned();
    let echo = format!("Bearer {token} of demo-secret");
    for fault in [
        raw_response(403, "text/html", format!("<p>bad: {echo}</p>")),
        raw_response(500, JSON, json!({ "message": echo }).to_string()),
        raw_response(
            403,
            JSON,
            json!({ "error_code": "1010005", "error_desc": echo }).to_string(),
        ),
        raw_response(
            200,
            JSON,
            json!({ "resultcode": 7, "resultmsg": echo }).to_string(),
        ),
    ] {
        let error = scene.error(fault).await;
        let shown = shown(&error);
        assert!(!shown.contains(&token), "{shown}");
        assert!(!shown.contains("demo-secret"), "{shown}");
        let body = error.http_body().expect("a body");
        let body = String::from_utf8_lossy(body);
        assert!(body.contains("Bearer *** of ***"), "{body}");
    }

    // It is also masked in the message about a wrong response.
    for page in [json!({ "data": token }), json!({ "data": [token] })] {
        let error = scene.error(raw_response(200, JSON, page.to_string())).await;
        assert_eq!(error.code(), "1005");
        assert!(!shown(&error).contains(&token), "{error}");
    }
    let mut fault = raw_response(403, JSON, "{}");
    if let Fault::Status { reason, .. } = &mut fault {
        *reason = Some(format!("No {token}"));
    }
    let error = scene.error(fault).await;
    assert_eq!(error.http_reason(), Some("No ***"));

    let login = get_auth_token().expect("a request");
    let fault = Fault::Error {
        status: 401,
        code: "100208".to_owned(),
        desc: "appId=northbound-demo secret=demo-secret".to_owned(),
        shape: Shape::Error,
    };
    scene.stage.platform.fault(fault);
    let error = scene.client.send(login).await.expect_err("a fault");
    assert_eq!(error.desc(), "appId=northbound-demo secret=***");
    assert!(!shown(&error).contains("demo-secret"));
}

#[tokio::test]
async fn the_next_call_is_not_affected() {
    let scene = Scene::new().await;
    let error = scene.error(Fault::BadJson).await;
    assert_eq!(facts(&error), ["transport", "sent"]);
    let page = subtasks(&scene.client, json!({}), &scene.task, &scene.token).await;
    assert_eq!(page.expect("a page").total_count, Some(3));
}

#[tokio::test]
async fn a_response_that_is_not_utf8_has_one_code() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    // "test" in GBK, in a field that the SDK knows, in one that it does not, and in a name.
    for (before, after) in [
        (r#"{"data":[{"subOperationId":"a","deviceId":""#, r#""}]}"#),
        (r#"{"data":[{"subOperationId":"a","newer":""#, r#""}]}"#),
        (r#"{"data":[],""#, r#"":1}"#),
    ] {
        let body = [before.as_bytes(), b"\xb2\xe2\xca\xd4", after.as_bytes()].concat();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=GBK\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let part = Part {
            bytes: body,
            ..Part::from(head)
        };
        let fault = Fault::Wire(Wire {
            parts: vec![part],
            end: End::Close,
        });
        stage.platform.fault(Rule::from(fault).times(2));
        let call = subtasks(&client, json!({}), "5a", &token).await;
        let request = query_upgrade_sub_task(&dto(json!({})), "5a", &token).expect("a request");
        let mut items = client.paginate(request).expect("a paginator");
        let item = items.next().await.expect("an error").map(drop);
        for outcome in [call.map(drop), item] {
            let error = outcome.expect_err("not JSON");
            assert_error(
                &error,
                "1011",
                &["transport", "sent"],
                &["not UTF-8", "GBK"],
            );
        }
        stage.platform.clear_faults();
    }
}

#[tokio::test]
async fn a_url_that_is_too_long_is_not_sent() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    stage.platform.clear_requests();
    let query = json!({ "subOperationStatus": "a".repeat(70_000) });
    let error = subtasks(&client, query, "5a", &token).await;
    let error = error.expect_err("a long URL");
    let says = ["URL of the call is too long", "at most 65534", "shorten"];
    assert_error(&error, "1007", &["refused"], &says);
    assert_eq!(stage.platform.requests(), []);
}
