//! Tests of the request of each operation: target and body, without a network.

use crate::support::facts::assert_error;
use crate::support::{UPGRADE, dto};
use northbound::NorthApiError;
use northbound::sdk::authentication::{get_auth_token, refresh_auth_token};
use northbound::sdk::device_upgrade::{
    CreateUpgradeTaskInDto, QueryUpgradePackageListInDto, QueryUpgradeSubTaskInDto,
    QueryUpgradeTaskListInDto, create_firmware_upgrade_task, create_software_upgrade_task,
    delete_upgrade_package, query_upgrade_package, query_upgrade_package_list,
    query_upgrade_sub_task, query_upgrade_task, query_upgrade_task_list,
};
use northbound::sdk::{ArgumentValue, Credentials, Place, Request, RequestBuilder, SERVICES, Verb};
use serde_json::{Map, Value, json};

const TOKEN: &str = "0123456789abcdef";

/// Returns verb, target and body of a request.
fn wire<T>(request: Result<Request<T>, NorthApiError>) -> (Verb, String, Option<String>) {
    let request = request.expect("a request that can be sent");
    let body = request.body().map(|body| {
        let text = std::str::from_utf8(body).expect("bodies are UTF-8");
        text.to_owned()
    });
    (request.operation().verb, request.target().to_owned(), body)
}

fn get(target: &str) -> (Verb, String, Option<String>) {
    (Verb::Get, format!("{UPGRADE}{target}"), None)
}

fn refusal<T>(request: Result<Request<T>, NorthApiError>) -> NorthApiError {
    match request {
        Ok(request) => panic!("{} was not refused", request.target()),
        Err(error) => error,
    }
}

#[test]
fn a_login_names_nothing_but_its_path() {
    let target = "/iocm/app/sec/v1.1.0/login".to_owned();
    assert_eq!(wire(get_auth_token()), (Verb::Post, target, None));
}

#[test]
fn a_refresh_is_a_json_body() {
    let refresh = dto(json!({ "refreshToken": "r\"t", "secret": "s", "appId": "a" }));
    let (verb, target, body) = wire(refresh_auth_token(&refresh));
    assert_eq!(verb, Verb::Post);
    assert_eq!(target, "/iocm/app/sec/v1.1.0/refreshToken");
    let json = r#"{"appId":"a","secret":"s","refreshToken":"r\"t"}"#;
    assert_eq!(body.as_deref(), Some(json));
}

#[test]
fn queries_follow_the_dto_and_leave_out_what_is_none() {
    let all: QueryUpgradePackageListInDto = dto(json!({
        "pageSize": 100, "pageNo": 0, "version": "V1", "manufacturerName": "Mañana & Co",
        "model": "m", "deviceType": "d", "fileType": "firmwarePackage",
    }));
    let query = "fileType=firmwarePackage&deviceType=d&model=m\
                 &manufacturerName=Ma%C3%B1ana+%26+Co&version=V1&pageNo=0&pageSize=100";
    assert_eq!(
        wire(query_upgrade_package_list(&all, &TOKEN.into())),
        get(&format!("/category?{query}"))
    );
    let none = QueryUpgradePackageListInDto::default();
    assert_eq!(
        wire(query_upgrade_package_list(&none, &TOKEN.into())),
        get("/category")
    );

    let all: QueryUpgradeTaskListInDto = dto(json!({
        "pageSize": 1, "pageNo": 2, "deviceId": "id", "manufacturerName": "n", "model": "m",
        "deviceType": "d", "operationStatus": "failed", "operationType": "firmware_upgrade",
    }));
    let query = "operationType=firmware_upgrade&operationStatus=failed&deviceType=d&model=m\
                 &manufacturerName=n&deviceId=id&pageNo=2&pageSize=1";
    assert_eq!(
        wire(query_upgrade_task_list(&all, &TOKEN.into())),
        get(&format!("/operations?{query}"))
    );
}

#[test]
fn subtasks_take_the_status_and_the_page() {
    for (fields, query) in [
        (json!({}), ""),
        (
            json!({ "pageSize": 10, "pageNo": 0, "subOperationStatus": "fail" }),
            "?subOperationStatus=fail&pageNo=0&pageSize=10",
        ),
        (json!({ "pageSize": 100 }), "?pageSize=100"),
        (json!({ "subOperationStatus": "" }), "?subOperationStatus="),
        (
            json!({ "subOperationStatus": "a b&pageNo=9#?+%ü" }),
            "?subOperationStatus=a+b%26pageNo%3D9%23%3F%2B%25%C3%BC",
        ),
        (json!({ "pageNo": -1 }), "?pageNo=-1"),
        (json!({ "pageNo": i64::MAX }), "?pageNo=9223372036854775807"),
    ] {
        let fields: QueryUpgradeSubTaskInDto = dto(fields);
        assert_eq!(
            wire(query_upgrade_sub_task(&fields, "5a", &TOKEN.into())),
            get(&format!("/operations/5a/subOperations{query}"))
        );
    }
}

#[test]
fn additional_fields_are_sent_after_the_others() {
    let mut fields = QueryUpgradeSubTaskInDto::default();
    fields.page_no = Some(1);
    let more = json!({ "b": true, "a": 1.5, "none": null, "c d": "e" });
    fields.extra = more.as_object().expect("an object").clone();
    assert_eq!(
        wire(query_upgrade_sub_task(&fields, "5a", &TOKEN.into())),
        get("/operations/5a/subOperations?pageNo=1&b=1&a=1.5&c+d=e")
    );

    for value in [json!([1]), json!({ "a": 1 })] {
        fields.extra = Map::from_iter([("list".to_owned(), value)]);
        let error = refusal(query_upgrade_sub_task(&fields, "5a", &TOKEN.into()));
        let says = ["queryUpgradeSubTask", "QueryUpgradeSubTaskInDTO.list"];
        assert_error(&error, "1007", &["refused"], &says);
    }
}

#[test]
fn creating_a_task_sends_its_dtos_in_order() {
    let task: CreateUpgradeTaskInDto = dto(json!({
        "policy": {
            "retryTimes": 3, "retryType": true, "endTime": "20260102T000000Z",
            "startTime": "20260101T000000Z", "executeType": "custom",
        },
        "targets": { "devices": ["d-1", "é"], "deviceGroups": [], "manufacturerName": "" },
        "fileId": "f",
    }));
    let json = concat!(
        r#"{"fileId":"f","#,
        r#""targets":{"manufacturerName":"","deviceGroups":[],"devices":["d-1","é"]},"#,
        r#""policy":{"executeType":"custom","startTime":"20260101T000000Z","#,
        r#""endTime":"20260102T000000Z","retryType":true,"retryTimes":3}}"#,
    );
    for (request, kind) in [
        (
            create_software_upgrade_task(&task, &TOKEN.into()),
            "softwareUpgrade",
        ),
        (
            create_firmware_upgrade_task(&task, &TOKEN.into()),
            "firmwareUpgrade",
        ),
    ] {
        let target = format!("{UPGRADE}/operations/{kind}");
        assert_eq!(wire(request), (Verb::Post, target, Some(json.to_owned())));
    }
    let nothing = wire(create_software_upgrade_task(
        &CreateUpgradeTaskInDto::default(),
        &TOKEN.into(),
    ));
    assert_eq!(nothing.2.as_deref(), Some("{}"));
}

#[test]
fn an_id_stays_within_its_segment() {
    for (id, segment) in [
        ("5f3a", "5f3a"),
        ("A-z_0.9~", "A-z_0.9~"),
        ("../x", "..%2Fx"),
        ("a/b", "a%2Fb"),
        ("a\\b", "a%5Cb"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("%2e%2e", "%252e%252e"),
        ("100%", "100%25"),
        ("a b+c", "a%20b%2Bc"),
        (" ", "%20"),
        ("...", "..."),
        ("\r\nHost: x", "%0D%0AHost%3A%20x"),
        ("\0", "%00"),
        ("größe/日本", "gr%C3%B6%C3%9Fe%2F%E6%97%A5%E6%9C%AC"),
        ("{operationId}", "%7BoperationId%7D"),
        ("a;b,c:d@e", "a%3Bb%2Cc%3Ad%40e"),
    ] {
        let page = QueryUpgradeSubTaskInDto::default();
        assert_eq!(
            wire(query_upgrade_sub_task(&page, id, &TOKEN.into())),
            get(&format!("/operations/{segment}/subOperations"))
        );
        assert_eq!(
            wire(query_upgrade_task(id, &TOKEN.into())),
            get(&format!("/operations/{segment}"))
        );
        let package = format!("/category/{segment}");
        assert_eq!(
            wire(query_upgrade_package(id, &TOKEN.into())),
            get(&package)
        );
        assert_eq!(
            wire(delete_upgrade_package(id, &TOKEN.into())),
            (Verb::Delete, format!("{UPGRADE}{package}"), None)
        );
    }
}

#[test]
fn an_id_that_paths_cannot_hold_is_refused() {
    for id in ["", ".", ".."] {
        let page = QueryUpgradeSubTaskInDto::default();
        for (error, method, param) in [
            (
                refusal(query_upgrade_sub_task(&page, id, &TOKEN.into())),
                "queryUpgradeSubTask",
                "operationId",
            ),
            (
                refusal(query_upgrade_task(id, &TOKEN.into())),
                "queryUpgradeTask",
                "operationId",
            ),
            (
                refusal(query_upgrade_package(id, &TOKEN.into())),
                "queryUpgradePackage",
                "fileId",
            ),
            (
                refusal(delete_upgrade_package(id, &TOKEN.into())),
                "deleteUpgradePackage",
                "fileId",
            ),
        ] {
            assert_error(&error, "1007", &["refused"], &[method, param]);
            assert_eq!(error.operation(), Some(method));
        }
    }
}

#[test]
fn without_a_token_nothing_is_built() {
    let page = QueryUpgradeSubTaskInDto::default();
    let error = refusal(query_upgrade_sub_task(&page, "5a", &"".into()));
    let says = [
        "queryUpgradeSubTask",
        "the access token is empty",
        "Client::log_in",
    ];
    assert_error(&error, "1009", &["not authenticated"], &says);
    assert_eq!(error.http_status(), None);
}

#[test]
fn a_token_that_no_header_can_carry_is_refused_and_not_shown() {
    for token in [
        "sesame\n",
        "sesame\r\nX-Evil: 1",
        "sesame open",
        " sesame",
        "sesame\t",
        "sesame\0",
        "sésame-sesame",
        "sesame\u{7f}",
    ] {
        let error = refusal(query_upgrade_task("5a", &token.into()));
        let says = ["queryUpgradeTask", "accessToken"];
        assert_error(&error, "1007", &["refused"], &says);
        let shown = crate::support::facts::shown(&error);
        assert!(!shown.contains("sesame"), "{shown}");
    }
    let printable: String = ('!'..='~').collect();
    assert!(query_upgrade_task("5a", &printable.into()).is_ok());
}

#[test]
fn a_request_does_not_print_its_token() {
    let request = query_upgrade_task("5a", &"sesame".into()).expect("a request");
    let shown = format!("{request:?}");
    assert!(!shown.contains("sesame"), "{shown}");
    assert!(shown.contains("queryUpgradeTask"), "{shown}");
}

#[test]
fn a_request_is_complete_or_refused_whatever_the_operation() {
    for operation in SERVICES.iter().flat_map(|service| service.operations) {
        let has_path = operation
            .params
            .iter()
            .any(|param| matches!(param.place, Place::Path | Place::PathFields(_)));

        let mut without_path = RequestBuilder::new(operation);
        if operation.credentials == Credentials::Token {
            without_path.token(&"t".into()).expect("a token");
        }
        match without_path.build::<Value>() {
            Ok(request) => assert!(!has_path, "{}", request.target()),
            Err(error) => {
                assert!(has_path);
                assert_error(&error, "1007", &["refused"], &[operation.method]);
            }
        }

        let mut without_token = RequestBuilder::new(operation);
        for param in operation.params {
            let names: Vec<_> = match param.place {
                Place::Path => vec![param.name],
                Place::PathFields(dto) => dto.fields.iter().map(|field| field.name).collect(),
                _ => vec![],
            };
            for name in names {
                without_token.path(name, b"x").expect("a segment");
            }
        }
        match without_token.build::<Value>() {
            Ok(request) => {
                assert_ne!(operation.credentials, Credentials::Token);
                assert!(!request.target().contains(['{', '}']));
            }
            Err(error) => {
                assert_eq!(operation.credentials, Credentials::Token);
                assert_error(&error, "1009", &["not authenticated"], &[operation.method]);
            }
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_are_sent_or_refused_but_never_changed() {
    let operation = northbound::sdk::operation("DeviceUpgrade", "queryUpgradeSubTask");
    let mut request = RequestBuilder::new(operation.expect("a row"));
    request.path("operationId", b"a\xff").expect("a segment");
    request.query("subOperationStatus", b"\xfe");
    let error = request
        .place_token(ArgumentValue::Text(b"t\xff".into()))
        .expect_err("no header takes it");
    assert_eq!(error.code(), "1007");
    request.token(&"t".into()).expect("a token");
    let request = request.build::<Value>().expect("a request");
    assert_eq!(
        request.target(),
        format!("{UPGRADE}/operations/a%FF/subOperations?subOperationStatus=%FE")
    );
}
