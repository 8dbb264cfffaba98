//! Tests of connections that fail, break, stall, or were closed while idle.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::support::facts::{assert_error, shown};
use crate::support::tls_server::TlsServer;
use crate::support::{FIRMWARE, Stage, UPGRADE, login, text_of, upgrade};
use northbound::client::Timeouts;
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{create_firmware_upgrade_task, query_upgrade_task};
use northbound::{Client, ClientConfig, NorthApiError};
use northbound_platform::{Fault, Rule, When};

/// Longer than any test may take, in milliseconds.
const FOREVER: u64 = 600_000;

/// Creates a client of the server at this address; trusts the CA of `stage`.
fn client_of(stage: &Stage, at: SocketAddr, timeouts: Timeouts) -> Client {
    let ip = at.ip().to_string();
    let config = ClientConfig::new(&ip, at.port(), "northbound-demo", "demo-secret".into());
    let config = config.expect("a configuration").with_timeouts(timeouts);
    Client::new(config, &stage.tls()).expect("a client")
}

/// Starts a TCP server that handles its first connection with `what`.
fn server(what: impl FnOnce(TcpStream) + Send + 'static) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    let thread = thread::spawn(move || what(listener.accept().expect("a caller").0));
    (at, thread)
}

fn millis(connect: u64, call: u64) -> Timeouts {
    Timeouts::default()
        .with_connect(Duration::from_millis(connect))
        .with_call(Duration::from_millis(call))
}

/// Queries a task.
async fn ask(client: &Client, token: &Token) -> Result<(), NorthApiError> {
    let request = query_upgrade_task("5a", token).expect("a request");
    client.send(request).await.map(drop)
}

#[tokio::test]
async fn an_incomplete_response_is_an_error() {
    let stage = Stage::new();
    let client = Client::new(stage.config().with_max_attempts(1), &stage.tls());
    let client = client.expect("a client");
    let token = crate::support::token(&client).await;
    let (off, before) = ("is incomplete", "no valid response from");
    // A read that receives no byte on a reused connection is sent again on a
    // new one.
    for (fault, says, sent) in [
        (Fault::Truncate { bytes: 0 }, off, 1),
        (Fault::Truncate { bytes: 20 }, off, 1),
        (Fault::Reset { when: When::Before }, before, 2),
        (Fault::Reset { when: When::After }, before, 2),
        (Fault::Close, before, 2),
        (Fault::Garbage, before, 1),
    ] {
        stage.platform.clear_requests();
        stage.platform.fault(Rule::from(fault.clone()).times(0));
        let error = ask(&client, &token).await.expect_err("a fault");
        let address = stage.platform.https_addr().to_string();
        let says = ["queryUpgradeTask: 1004", address.as_str(), says];
        assert_error(&error, "1004", &["transport", "sent"], &says);
        assert_eq!(error.http_status(), None, "{fault:?}");
        assert!(!shown(&error).contains(text_of(&token)), "{fault:?}");
        assert_eq!(stage.platform.requests().len(), sent, "{fault:?}");
        stage.platform.clear_faults();
        // The next call opens a new connection.
        let error = ask(&client, &token).await.expect_err("no such task");
        assert_eq!(error.code(), "123009", "{fault:?}: {error}");
    }
}

#[tokio::test]
async fn what_changes_something_is_sent_once() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let task = upgrade(FIRMWARE, &["all"]);
    for fault in [
        Fault::Reset { when: When::After },
        Fault::Reset { when: When::Before },
        Fault::Close,
        Fault::EmptyBody { status: 503 },
    ] {
        stage.platform.clear_requests();
        stage
            .platform
            .fault(Rule::from(fault.clone()).method("POST"));
        let request = create_firmware_upgrade_task(&task, &token).expect("a request");
        let error = client.send(request).await.expect_err("a fault");
        assert!(error.may_have_reached_platform(), "{fault:?}: {error}");
        let target = format!("POST {UPGRADE}/operations/firmwareUpgrade");
        assert_eq!(stage.targets(), [target], "{fault:?}");
    }
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let stage = Stage::new();
    let (patient, token) = stage.logged_in().await;
    let at = stage.platform.https_addr();
    let hasty = client_of(&stage, at, millis(FOREVER, 250));
    for fault in [
        Fault::Slow {
            bytes: 1,
            ms: FOREVER,
        },
        Fault::Latency { ms: FOREVER },
    ] {
        stage.platform.fault(fault.clone());
        let error = ask(&hasty, &token).await.expect_err("no time left");
        let says = ["queryUpgradeTask: 1004", "250 ms", "Timeouts::call"];
        assert_error(&error, "1004", &["transport", "timeout", "sent"], &says);
        stage.platform.clear_faults();
    }
    // A slow response arrives completely.
    stage.platform.fault(Fault::Slow { bytes: 8, ms: 1 });
    let error = ask(&patient, &token).await.expect_err("no such task");
    assert_eq!(error.code(), "123009", "{error}");
}

#[tokio::test]
async fn a_refused_connection() {
    let stage = Stage::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    drop(listener);
    let client = client_of(&stage, at, Timeouts::default());
    let error = login(&client).await.expect_err("nobody is there");
    let address = at.to_string();
    let says = ["getAuthToken: 1003", &address, "refused", "platform_port"];
    assert_error(&error, "1003", &["transport"], &says);
    assert!(!shown(&error).contains("demo-secret"));
}

/// The system refuses TCP connections to the broadcast address of the loopback network.
#[tokio::test]
async fn a_network_without_a_route() {
    let stage = Stage::new();
    let at = "127.255.255.255:9".parse().expect("an address");
    let client = client_of(&stage, at, Timeouts::default());
    let error = login(&client).await.expect_err("no route");
    let says = ["getAuthToken: 1003", "127.255.255.255:9", "unreachable"];
    assert_error(&error, "1003", &["transport"], &says);
    assert!(!shown(&error).contains("refused"), "{error}");
}

#[tokio::test]
async fn a_response_with_too_many_headers() {
    let stage = Stage::new();
    let server = TlsServer::start(&stage, |_| {
        let headers = "A: b\r\n".repeat(1000);
        format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: 0\r\n\r\n").into_bytes()
    });
    let client = Client::new(server.config(), &stage.tls()).expect("a client");
    let error = login(&client).await.expect_err("too many headers");
    let says = ["the head of the response is too large"];
    assert_error(&error, "1004", &["transport", "sent"], &says);
}

#[tokio::test]
async fn a_response_that_is_not_http() {
    let stage = Stage::new();
    let server = TlsServer::start(&stage, |_| b"SSH-2.0-server\r\n\r\n".to_vec());
    let client = Client::new(server.config(), &stage.tls()).expect("a client");
    let error = login(&client).await.expect_err("another protocol");
    assert_error(&error, "1004", &["transport", "sent"], &["invalid HTTP"]);
    assert!(!shown(&error).contains("too large"), "{error}");
}

#[tokio::test]
async fn a_server_without_tls() {
    let stage = Stage::new();
    let (at, http) = server(|mut caller| {
        let mut hello = [0; 16];
        caller.read_exact(&mut hello).expect("a hello");
        let response = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        caller.write_all(response).expect("a response");
    });
    let client = client_of(&stage, at, Timeouts::default());
    let error = login(&client).await.expect_err("that is no TLS");
    let says = ["getAuthToken: 1011", "does not speak TLS", "platform_port"];
    assert_error(&error, "1011", &["transport"], &says);
    http.join().expect("the server did its part");
}

#[tokio::test]
async fn a_server_that_closes_the_connection() {
    let stage = Stage::new();
    let (at, thread) = server(|mut caller| {
        let mut hello = [0; 16];
        caller.read_exact(&mut hello).expect("a hello");
    });
    let client = client_of(&stage, at, Timeouts::default());
    let error = login(&client).await.expect_err("no response");
    let address = at.to_string();
    let says = ["getAuthToken: 1003", "cannot connect to", &address];
    assert_error(&error, "1003", &["transport"], &says);
    thread.join().expect("the server did its part");
}

#[tokio::test]
async fn a_server_that_never_responds() {
    let stage = Stage::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    let client = client_of(&stage, at, millis(100, FOREVER));
    let error = login(&client).await.expect_err("no response");
    let says = ["1003", "100 ms", "Timeouts::connect"];
    assert_error(&error, "1003", &["transport", "timeout"], &says);
}

#[tokio::test]
async fn a_huge_response_is_not_read() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    stage.platform.fault(Fault::Status {
        status: 200,
        reason: None,
        content_type: Some("application/json".to_owned()),
        headers: serde_json::Map::new(),
        body: " ".repeat((64 << 20) + 1),
    });
    let error = ask(&client, &token).await.expect_err("too much");
    assert_eq!(error.code(), "1004", "{error}");
    assert!(error.to_string().contains("larger than 64 MiB"), "{error}");
    assert_error(&error, "1004", &["transport", "sent"], &[]);
}

#[test]
fn a_client_is_refused_what_it_cannot_work_with() {
    for (host, port, app_id, secret, code) in [
        ("", 1, "a", "s", "1008"),
        ("h", 0, "a", "s", "1008"),
        ("h", 1, "", "s", "1008"),
        ("h", 1, "a", "", "1008"),
        ("https://h", 1, "a", "s", "1008"),
        ("h:1", 1, "a", "s", "1008"),
        ("h", 1, "a b", "s", "1010"),
        ("h", 1, "a", "sesame sesame", "1010"),
        ("h", 1, "ä", "s", "1008"),
        ("h", 1, "a\n", "s", "1008"),
    ] {
        let error = ClientConfig::new(host, port, app_id, secret.into()).expect_err("a refusal");
        assert_error(&error, code, &["configuration"], &["ClientConfig"]);
        assert!(!shown(&error).contains("sesame"));
    }
}

#[tokio::test]
async fn the_size_of_a_response_is_limited_exactly() {
    let stage = Stage::new();
    let body = format!(r#"{{"accessToken":"{}"}}"#, "a".repeat(982));
    assert_eq!(body.len(), 1000);
    let length = format!("content-length: 1000\r\n\r\n{body}");
    let chunks = format!(
        "transfer-encoding: chunked\r\n\r\n1f4\r\n{}\r\n1f4\r\n{}\r\n0\r\n\r\n",
        &body[..500],
        &body[500..]
    );
    for rest in [length, chunks] {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
        let response = format!("{head}{rest}").into_bytes();
        let server = TlsServer::start(&stage, move |_| response.clone());
        let log_in = async |limit| {
            let config = server.config().with_max_response_size(limit);
            let client = Client::new(config, &stage.tls()).expect("a client");
            client.log_in().await
        };
        log_in(1000).await.expect("as large as it may be");
        let error = log_in(999).await.expect_err("too large");
        assert_error(
            &error,
            "1004",
            &["transport", "sent"],
            &["larger than 999 bytes"],
        );
    }
}
