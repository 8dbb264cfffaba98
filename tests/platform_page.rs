//! Tests that the page of the local platform knows the API as the SDK's table does. The
//! platform shares no code with the SDK.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use northbound::sdk::{SERVICES, dtos};
use northbound_platform::{Config, Platform, PushSpec};
use serde_json::{Map, Value, json};

/// Returns the first event of this name that the page gets.
fn event(platform: &Platform, name: &str) -> Value {
    let mut stream = TcpStream::connect(platform.control_addr()).expect("a connection");
    let head = "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("a request");
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let mut rest = lines.skip_while(|line| *line != format!("event: {name}"));
    let data = rest.nth(1).expect("data");
    let data = data.strip_prefix("data: ").expect("one line");
    serde_json::from_str(data).expect("JSON")
}

#[test]
fn operations_have_the_names_of_the_sdk() {
    let platform = Platform::spawn(Config::default()).expect("the platform starts");
    let hello = event(&platform, "hello");
    let operations = hello["operations"].as_array().into_iter().flatten();
    let shown: BTreeSet<String> = operations
        .map(|operation| {
            let text = |field: &str| operation[field].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("name"), text("method"), text("path"))
        })
        .collect();
    let table = SERVICES.iter().flat_map(|service| service.operations);
    let expected: BTreeSet<String> = table
        .map(|operation| {
            // Names of parameters stand between braces.
            let parts = operation.path.split(['{', '}']).enumerate();
            let path: String = parts
                .map(|(index, part)| if index % 2 == 0 { part } else { "{}" })
                .collect();
            format!("{} {} {path}", operation.method, operation.verb.as_str())
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn every_secret_of_the_sdk_is_masked() {
    let platform = Platform::spawn(Config::default()).expect("the platform starts");
    let fields = dtos().flat_map(|dto| dto.fields);
    let secrets: Map<String, Value> = fields
        .filter(|field| field.is_secret())
        .map(|field| (field.name.to_owned(), json!("hidden-value")))
        .collect();
    assert!(secrets.len() > 3, "{secrets:?}");
    let spec = PushSpec {
        url: Some("http://127.0.0.1:1/".into()),
        body: Some(Value::Object(secrets.clone())),
        ..PushSpec::default()
    };
    platform.push(&spec).expect("a notification");
    let pushes = event(&platform, "pushes").to_string();
    for name in secrets.keys() {
        assert!(pushes.contains(name), "{name} is shown");
    }
    assert!(!pushes.contains("hidden-value"), "{pushes}");
}
