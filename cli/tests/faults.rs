//! Each TLS fault of the fault matrix: `doctor` names it, and the setting to change.

use std::net::TcpListener;

use northbound_platform::{
    ClientAuth, Config, End, Fault, Part, Rule, ServerCert, TlsVersion, Wire,
};
use serde_json::Value;

use crate::support::{Stage, check, still};

/// Asserts that a check fails, says this, and names this to change.
#[track_caller]
fn assert_failed(report: &(Option<i32>, Value), name: &str, says: &str, fix: &str) {
    let (status, report) = report;
    let check = check(report, name);
    assert_eq!(check["status"], "failed", "{check:#}");
    assert!(
        check["detail"]
            .as_str()
            .is_some_and(|text| text.contains(says)),
        "{check:#}"
    );
    assert!(
        check["fix"].as_str().is_some_and(|text| text.contains(fix)),
        "{check:#}"
    );
    assert_eq!((*status, &report["ok"]), (Some(1), &Value::Bool(false)));
}

fn with_certificate(server_cert: ServerCert) -> Stage {
    Stage::with(Config {
        server_cert,
        ..still()
    })
}

fn handshake(bytes: &[u8], end: End) -> Stage {
    let stage = Stage::new();
    let part = Part {
        bytes: bytes.to_vec(),
        ..Part::from("")
    };
    let wire = Wire {
        parts: vec![part],
        end,
    };
    stage
        .platform
        .fault(Rule::from(Fault::Handshake(wire)).times(0));
    stage
}

#[test]
fn nobody_listens() {
    let free = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("its address");
    let report = Stage::new().doctor(&[("NORTHBOUND_PLATFORM_PORT", &free.port().to_string())]);
    assert_failed(&report, "connection", "refused", "northbound.platform_port");
    for skipped in ["TLS", "login", "call"] {
        assert_eq!(check(&report.1, skipped)["status"], "skipped");
    }
}

#[test]
fn no_such_host() {
    let report = Stage::new().doctor(&[("NORTHBOUND_PLATFORM_IP", "nowhere.invalid")]);
    assert_failed(
        &report,
        "address",
        "nowhere.invalid",
        "northbound.platform_ip",
    );
}

#[test]
fn plain_http() {
    let stage = Stage::new();
    let port = stage.platform.control_addr().port().to_string();
    let report = stage.doctor(&[("NORTHBOUND_PLATFORM_PORT", &port)]);
    assert_failed(
        &report,
        "TLS",
        "does not speak TLS",
        "northbound.platform_port",
    );
}

#[test]
fn handshakes_that_end() {
    for (bytes, end) in [
        (&b""[..], End::Reset),
        (b"", End::Close),
        (b"\x16\x03\x03\x00\x7a\x02\x00", End::Close),
    ] {
        let report = handshake(bytes, end).doctor(&[]);
        assert_failed(
            &report,
            "TLS",
            "cannot connect to",
            "northbound.platform_port",
        );
    }
}

#[test]
fn a_handshake_of_another_protocol() {
    let report = handshake(b"SSH-2.0-OpenSSH_9.2\r\n", End::Close).doctor(&[]);
    assert_failed(
        &report,
        "TLS",
        "does not speak TLS",
        "northbound.platform_port",
    );
}

#[test]
fn a_silent_handshake() {
    let stage = handshake(b"", End::Hold);
    let report = stage.doctor(&[("NORTHBOUND_CONNECT_TIMEOUT_MS", "300")]);
    let says = "timed out after 300 ms (northbound.connect_timeout_ms)";
    assert_failed(&report, "TLS", says, "northbound.platform_port");
}

#[test]
fn an_old_version() {
    // The alert protocol_version.
    let report = handshake(b"\x15\x03\x01\x00\x02\x02\x46", End::Close).doctor(&[]);
    assert_failed(
        &report,
        "TLS",
        "it must offer TLS 1.2 or 1.3",
        "TLS 1.2 or 1.3",
    );
}

#[test]
fn certificates() {
    for (server_cert, says, fix) in [
        (
            ServerCert::Expired,
            "has expired",
            "northbound.tls_verify = insecure",
        ),
        (
            ServerCert::WrongHost,
            "it is for other.example, not for 127.0.0.1",
            "northbound.tls_verify = ca",
        ),
        (
            ServerCert::SelfSigned,
            "is not signed by a trusted CA",
            "northbound.ca_file",
        ),
    ] {
        let stage = with_certificate(server_cert);
        let report = stage.doctor(&[]);
        assert_failed(&report, "TLS", says, fix);
        assert_eq!(check(&report.1, "login")["status"], "skipped");
        // Nothing secret was sent to a server that is not trusted.
        let seen = stage.platform.requests();
        assert!(seen.iter().all(|request| request.target == "/"), "{seen:?}");
    }
    let (status, report) =
        with_certificate(ServerCert::WrongHost).doctor(&[("NORTHBOUND_TLS_VERIFY", "ca")]);
    let tls = check(&report, "TLS");
    assert_eq!((status, &tls["status"]), (Some(0), &"ok".into()), "{tls:#}");
    assert_eq!(
        (&tls["facts"]["full"], &tls["facts"]["ca"]),
        (&false.into(), &true.into())
    );
}

#[test]
fn an_unknown_ca() {
    let stage = Stage::new();
    let other = stage.pem("other-ca.pem").display().to_string();
    let report = stage.doctor(&[("NORTHBOUND_CA_FILE", &other)]);
    assert_failed(
        &report,
        "TLS",
        "is not signed by a trusted CA",
        "northbound.ca_file",
    );
}

#[test]
fn client_certificates() {
    for (version, name) in [
        (TlsVersion::V1_2, "TLS"),
        (TlsVersion::V1_3, "client certificate at the platform"),
    ] {
        let stage = Stage::with(Config {
            client_auth: ClientAuth::Required,
            tls_min: version,
            tls_max: version,
            ..still()
        });
        let path = |name: &str| stage.pem(name).display().to_string();
        let says = "did not accept the client certificate";
        assert_failed(&stage.doctor(&[]), name, says, "northbound.client_cert");
        let (cert, key) = (path("untrusted-client.pem"), path("untrusted-client.key"));
        let report = stage.doctor(&[
            ("NORTHBOUND_CLIENT_CERT", &cert),
            ("NORTHBOUND_CLIENT_KEY", &key),
        ]);
        assert_failed(&report, name, says, "northbound.client_cert");

        let (cert, key) = (path("client.pem"), path("client.key"));
        let (status, report) = stage.doctor(&[
            ("NORTHBOUND_CLIENT_CERT", &cert),
            ("NORTHBOUND_CLIENT_KEY", &key),
        ]);
        assert_eq!(status, Some(0), "{report:#}");
        let check = check(&report, "client certificate");
        assert_eq!(
            check["facts"]["subject"], "CN=northbound-client",
            "{check:#}"
        );
    }
}

#[test]
fn files_that_cannot_be_used() {
    let stage = Stage::new();
    let path = |name: &str| stage.files.path(name).display().to_string();
    let pem = |name: &str| stage.pem(name).display().to_string();
    let report = stage.doctor(&[("NORTHBOUND_CA_FILE", &path("nowhere.pem"))]);
    assert_failed(&report, "CA file", "no such file", "northbound.ca_file");
    for (cert, key, says) in [
        ("expired-client.pem", "expired-client.key", "expired on"),
        ("client.pem", "server.key", "do not match"),
        ("client.pem", "client-encrypted.key", "give its password"),
    ] {
        let settings = [
            ("NORTHBOUND_CLIENT_CERT", &*pem(cert)),
            ("NORTHBOUND_CLIENT_KEY", &*path(key)),
        ];
        let report = stage.doctor(&settings);
        assert_failed(
            &report,
            "client certificate",
            says,
            "northbound.client_cert",
        );
    }
}

#[test]
fn a_clock_that_differs() {
    let stage = Stage::new();
    let headers = serde_json::json!({ "Date": "Fri, 01 Jan 2016 00:00:00 GMT" });
    let late = Fault::Status {
        status: 404,
        reason: None,
        content_type: None,
        headers: headers.as_object().cloned().unwrap_or_default(),
        body: String::new(),
    };
    stage.platform.fault(Rule::from(late).path("/$").times(0));
    assert_failed(
        &stage.doctor(&[]),
        "clock",
        "ahead of the platform's",
        "NTP",
    );
}
