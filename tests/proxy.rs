//! Calls through an HTTP proxy.

use std::env;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::thread;

use crate::support::facts::{assert_error, shown};
use crate::support::http_proxy::HttpProxy;
use crate::support::{Stage, login, still};
use northbound::client::{ConnectionPools, ProxySettings, Verify};
use northbound::{Client, NorthApiError, TlsSettings};
use northbound_platform::{Config, ServerCert};

/// Logs in through a proxy.
async fn login_through(proxy: &str, stage: &Stage, tls: &TlsSettings) -> Result<(), NorthApiError> {
    let proxy = ProxySettings::new(proxy).expect("an address of a proxy");
    let config = stage.config().with_proxy(&proxy).with_max_attempts(1);
    login(&Client::new(config, tls)?).await.map(drop)
}

fn url(at: SocketAddr) -> String {
    format!("http://user:s%65same@{at}")
}

#[tokio::test]
async fn calls_go_through_a_tunnel() {
    let (stage, proxy) = (Stage::new(), HttpProxy::new().await);
    let settings = ProxySettings::new(&url(proxy.addr())).expect("an address of a proxy");
    let client = Client::new(stage.config().with_proxy(&settings), &stage.tls());
    let client = client.expect("a client");
    for _ in 0..3 {
        login(&client).await.expect("a login");
    }
    // `user:sesame` in base64.
    let target = stage.platform.https_addr();
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "one tunnel for all calls: {heads:?}");
    let start = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
    assert!(heads[0].starts_with(&start), "{heads:?}");
    let login = "proxy-authorization: Basic dXNlcjpzZXNhbWU=\r\n";
    assert!(heads[0].contains(login), "{heads:?}");
    let shown = format!("{client:?}");
    assert!(!shown.contains("sesame") && !shown.contains("dXNlcjpzZXNhbWU="));
}

#[tokio::test]
async fn hosts_without_a_proxy_are_called_directly() {
    let (stage, proxy) = (Stage::new(), HttpProxy::new().await);
    let settings = ProxySettings::new(&url(proxy.addr()))
        .expect("an address of a proxy")
        .with_no_proxy("example.com, 127.0.0.0/8");
    let mut pools = ConnectionPools::default();
    let pool = pools.get(&stage.tls()).expect("a pool");
    let direct = stage.config().with_proxy(&settings);
    assert_eq!(direct.proxy(), None);
    login(&Client::with_pool(direct, pool.clone()))
        .await
        .expect("a login");
    assert_eq!(proxy.heads(), [""; 0]);
    // A connection without the proxy is of no use for a client with one.
    let tunnelled = stage.config().with_proxy(&settings.with_no_proxy(""));
    login(&Client::with_pool(tunnelled, pool))
        .await
        .expect("a login");
    assert_eq!(proxy.heads().len(), 1);
}

#[tokio::test]
async fn a_proxy_over_tls_is_verified_in_any_mode() {
    let stage = Stage::new();
    let proxy = HttpProxy::over_tls(&stage).await;
    let address = format!("https://{}", proxy.addr());
    login_through(&address, &stage, &stage.tls())
        .await
        .expect("a login");
    assert_eq!(proxy.heads().len(), 1);

    let other = Stage::with(Config {
        server_cert: ServerCert::WrongHost,
        ..still()
    });
    let proxy = HttpProxy::over_tls(&other).await;
    let address = format!("https://{}", proxy.addr());
    for verify in [Verify::Full, Verify::Ca, Verify::None] {
        let tls = stage.tls().with_verify(verify);
        let error = login_through(&address, &stage, &tls).await;
        let error = error.expect_err("a proxy that nobody vouches for");
        let says = [
            "TLS with the proxy https://127.0.0.1:",
            "certificate",
            "TlsSettings::ca_file",
        ];
        assert_error(&error, "1003", &["transport"], &says);
    }
    assert_eq!(proxy.heads(), [""; 0], "nothing was told to it");

    let plain = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("https://{}", plain.local_addr().expect("an address"));
    thread::spawn(move || {
        let (mut caller, _) = plain.accept().expect("a caller");
        caller.read_exact(&mut [0; 16]).expect("a hello");
        caller
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .expect("an answer");
    });
    let error = login_through(&address, &stage, &stage.tls()).await;
    let error = error.expect_err("a proxy without TLS");
    assert_error(&error, "1003", &["transport"], &["does not speak TLS"]);
}

#[tokio::test]
async fn the_platform_is_verified_within_the_tunnel() {
    let (stage, proxy) = (Stage::new(), HttpProxy::new().await);
    let tls = TlsSettings::default().with_ca_file(stage.pem("other-ca.pem"));
    let error = login_through(&url(proxy.addr()), &stage, &tls).await;
    let error = error.expect_err("another CA");
    let through = format!("through the proxy http://{}", proxy.addr());
    let says = ["not signed by a trusted CA", &through];
    assert_error(&error, "1003", &["transport"], &says);
    assert_eq!(stage.platform.requests(), []);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named() {
    let stage = Stage::new();
    let platform = stage.platform.https_addr().to_string();
    for (response, says) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            &[
                "did not accept user and password",
                "407",
                "the address in ProxySettings",
            ][..],
        ),
        (
            "HTTP/1.1 403 Filtered\r\n\r\n",
            &["refused", "check the address in ProxySettings", &platform],
        ),
        ("HTTP/1.0 502 Bad Gateway\r\n\r\n", &["refused"]),
        ("SSH-2.0-OpenSSH_9.2\r\n\r\n", &["or is not an HTTP proxy"]),
        (
            "HTTP/1.1 200 OK\r\n",
            &["did not open a connection", &platform],
        ),
    ] {
        let proxy = HttpProxy::saying(response).await;
        let error = login_through(&url(proxy.addr()), &stage, &stage.tls()).await;
        let error = error.expect_err("a refusal");
        assert_error(&error, "1003", &["transport"], says);
        let address = format!("http://{}", proxy.addr());
        assert_error(&error, "1003", &["transport"], &[&address]);
        for secret in ["sesame", "s%65same", "dXNlcjpzZXNhbWU="] {
            assert!(!shown(&error).contains(secret), "{error:?}");
        }
    }
    assert_eq!(stage.platform.requests(), []);
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named() {
    let stage = Stage::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    drop(listener);
    let error = login_through(&url(at), &stage, &stage.tls()).await;
    let error = error.expect_err("nobody is there");
    let address = format!("cannot connect to the proxy http://{at}");
    let says = [&*address, "refused", "the address in ProxySettings"];
    assert_error(&error, "1003", &["transport"], &says);
}

/// The system refuses TCP connections to the broadcast address of the loopback network.
#[tokio::test]
async fn a_proxy_without_a_route() {
    let stage = Stage::new();
    let error = login_through("http://127.255.255.255:9", &stage, &stage.tls()).await;
    let error = error.expect_err("no route");
    let says = [
        "cannot connect to the proxy http://127.255.255.255:9",
        "unreachable",
    ];
    assert_error(&error, "1003", &["transport"], &says);
    assert!(!shown(&error).contains("refused"), "{error}");
}

#[tokio::test]
async fn an_ipv6_address_is_not_called_through_a_proxy() {
    let (stage, proxy) = (Stage::new(), HttpProxy::new().await);
    let settings = ProxySettings::new(&url(proxy.addr())).expect("an address of a proxy");
    let config = stage.config_at("[::1]:8743".parse().expect("an address"));
    let config = config.with_proxy(&settings);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let error = login(&client).await.expect_err("an IPv6 address");
    let says = ["IPv6", "ProxySettings::with_no_proxy"];
    assert_error(&error, "1003", &["configuration"], &says);
    assert_eq!(proxy.heads(), [""; 0]);
}

#[tokio::test]
async fn retries_follow_what_the_proxy_says() {
    let stage = Stage::new();
    for (response, attempts) in [
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n", 2),
        // reqwest does not tell it from 503.
        ("HTTP/1.1 403 Forbidden\r\n\r\n", 2),
        ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", 1),
    ] {
        let proxy = HttpProxy::saying(response).await;
        let settings = ProxySettings::new(&url(proxy.addr())).expect("an address of a proxy");
        let config = stage.config().with_proxy(&settings).with_max_attempts(2);
        let client = Client::new(config, &stage.tls()).expect("a client");
        let error = login(&client).await.expect_err("a refusal");
        assert_eq!(error.attempts(), attempts, "{error}");
    }
}

/// A process has one environment, which other tests read meanwhile.
#[test]
#[ignore = "runs in a process of its own, see the_proxy_of_the_environment"]
fn in_an_environment_with_a_proxy() {
    let stage = Stage::new();
    let settings = ProxySettings::from_env().expect("an address of a proxy");
    let config = stage.config().with_proxy(&settings);
    assert_eq!(config.proxy().as_deref(), Some("http://127.0.0.1:9"));
}

#[test]
fn the_proxy_of_the_environment() {
    let program = env::current_exe().expect("a test program");
    let test = "proxy::in_an_environment_with_a_proxy";
    let output = Command::new(program)
        .args(["--exact", test, "--ignored"])
        .env("https_proxy", "http://127.0.0.1:9")
        .env("no_proxy", "example.com")
        .output()
        .expect("a process");
    let says = String::from_utf8_lossy(&output.stdout);
    let has_passed = output.status.success() && says.contains("1 passed");
    assert!(has_passed, "{says}");
}
