//! Tests of connection reuse, and of the replacement of closed connections.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use crate::support::facts::assert_error;
use crate::support::proxy::Proxy;
use crate::support::{Stage, UPGRADE, still, subtasks, until};
use northbound::client::ConnectionPools;
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound::{Client, ClientConfig, TlsSettings};
use northbound_platform::{App, ClientAuth, Config, Fault, Rule, Shape, TlsVersion};
use serde_json::{Map, json};

/// Creates a client of the platform behind the proxy.
fn behind(proxy: &Proxy, stage: &Stage) -> Client {
    let config = stage.config_at(proxy.addr());
    Client::new(config, &stage.tls()).expect("a client")
}

#[tokio::test]
async fn many_calls_use_one_connection() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let id = stage.task(5);
    for _ in 0..300 {
        subtasks(&client, json!({}), &id, &token)
            .await
            .expect("a page");
    }
    let stats = stage.platform.stats();
    assert_eq!((stats.requests, stats.connections), (301, 1), "{stats:?}");
}

#[tokio::test]
async fn errors_do_not_cost_the_connection() {
    let stage = Stage::new();
    let client = Client::new(stage.config().with_max_attempts(1), &stage.tls());
    let client = client.expect("a client");
    let token = crate::support::token(&client).await;
    let path = format!("{UPGRADE}/operations/");
    let status = |status| Fault::Status {
        status,
        reason: None,
        content_type: None,
        headers: Map::new(),
        body: "<h1>no</h1>".to_owned(),
    };
    stage.platform.fault(Rule::from(status(500)).path(&path));
    stage
        .platform
        .fault(Rule::from(Fault::EmptyBody { status: 501 }).path(&path));
    for _ in 0..3 {
        let error = subtasks(&client, json!({}), "none", &token).await;
        error.expect_err("two faults, and no such task");
    }
    assert_eq!(stage.platform.stats().connections, 1);
}

#[tokio::test]
async fn a_failing_node_behind_a_balancer_loses_its_connection() {
    for status in [502, 503, 504] {
        let (bad, good) = (Stage::new(), Stage::new());
        bad.platform
            .fault(Rule::from(Fault::EmptyBody { status }).times(0));
        let (_, token) = good.logged_in().await;
        good.platform.clear_requests();
        let id = good.task(1);
        let cas = format!(
            "{}\n{}",
            bad.platform.certs().ca(),
            good.platform.certs().ca()
        );
        let tls = TlsSettings::default().with_ca_file(good.files.write("cas.pem", cas));
        let nodes = [bad.platform.https_addr(), good.platform.https_addr()];
        let seen = || {
            (
                bad.platform.requests().len(),
                good.platform.requests().len(),
            )
        };
        for attempts in [2, 1] {
            let balancer = Proxy::balancing(nodes);
            let at = balancer.addr();
            let config = bad.config_at(at).with_max_attempts(attempts);
            let client = Client::new(config, &tls).expect("a client");
            let first = subtasks(&client, json!({}), &id, &token).await;
            assert_eq!(first.is_ok(), attempts == 2, "{status}: {first:?}");
            for _ in 0..3 {
                let page = subtasks(&client, json!({}), &id, &token).await;
                page.expect("a page of the good node");
            }
        }
        assert_eq!(seen(), (2, 7), "{status}");
    }
}

#[tokio::test]
async fn a_code_of_the_platform_at_503_does_not_cost_the_connection() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    for code in ["123009", "1010005"] {
        stage.platform.fault(Fault::Error {
            status: 503,
            code: code.to_owned(),
            desc: "in words".to_owned(),
            shape: Shape::Error,
        });
        let error = subtasks(&client, json!({}), "5a", &token).await;
        assert_eq!(error.expect_err("a fault").code(), code);
    }
    assert_eq!(stage.platform.stats().connections, 1);
}

#[tokio::test]
async fn a_cancelled_call_leaves_the_client_usable() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let id = stage.task(1);
    stage.platform.fault(Fault::Latency { ms: 600_000 });
    let request = query_upgrade_task(&id, &token).expect("a request");
    tokio::select! {
        biased;
        outcome = client.send(request) => panic!("a response: {outcome:?}"),
        () = until(|| stage.platform.requests().len() == 2) => {}
    }
    let page = subtasks(&client, json!({}), &id, &token).await;
    assert_eq!(page.expect("a page").total_count, Some(1));
}

#[tokio::test]
async fn a_connection_closed_while_idle_is_replaced() {
    let stage = Stage::new();
    let (client, token) = stage.logged_in().await;
    let id = stage.task(1);
    for round in 1..=3 {
        stage.platform.fault(Fault::CloseIdle);
        let page = subtasks(&client, json!({}), &id, &token).await;
        page.expect("the response comes before the close");
        until(|| stage.platform.stats().open_connections == 0).await;
        assert_eq!(stage.platform.stats().connections, round);
    }
    let page = subtasks(&client, json!({}), &id, &token).await;
    page.expect("a new connection");
}

#[test]
fn a_connection_closed_between_calls_is_replaced() {
    let stage = Stage::new();
    let proxy = Proxy::before(stage.platform.https_addr());
    let client = behind(&proxy, &stage);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let token = runtime.block_on(crate::support::token(&client));
    let id = stage.task(1);
    for round in 1..=5 {
        // As in PHP, nothing runs on this runtime between calls, so the
        // client has not noticed the close.
        assert_eq!(proxy.cut(), 1, "round {round}");
        let page = runtime.block_on(subtasks(&client, json!({}), &id, &token));
        page.expect("a new connection");
        assert_eq!(stage.platform.stats().connections, 1 + round);
    }
    assert_eq!(stage.platform.stats().requests, 6);
}

/// A connection of a runtime that is not driven would not respond.
#[test]
fn each_runtime_has_connections_of_its_own() {
    let stage = Stage::new();
    let client = stage.client();
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
    };
    let [one, other] = [runtime(), runtime()];
    let token = one.block_on(crate::support::token(&client));
    let id = stage.task(1);
    for _ in 0..3 {
        for runtime in [&other, &one] {
            let page = runtime.block_on(subtasks(&client, json!({}), &id, &token));
            page.expect("a page");
        }
    }
    assert_eq!(stage.platform.stats().connections, 2);

    drop(one);
    let third = runtime();
    for runtime in [&third, &other] {
        let page = runtime.block_on(subtasks(&client, json!({}), &id, &token));
        page.expect("a page");
    }
}

/// They are under way as tasks of the runtime.
#[tokio::test]
async fn a_batch_that_is_dropped_sends_nothing_more() {
    let stage = Stage::new();
    let client = stage.client();
    let request = query_upgrade_task("nowhere", &"token".into()).expect("a request");
    let mut batch = Box::pin(client.send_all([request]));
    let is_pending = |cx: &mut Context<'_>| Poll::Ready(batch.as_mut().poll(cx).is_pending());
    assert!(poll_fn(is_pending).await, "the call has begun");
    drop(batch);
    // A later call arrives, and the first does not.
    let request = query_upgrade_task("elsewhere", &"token".into()).expect("a request");
    client.send(request).await.expect_err("a wrong token");
    assert_eq!(
        stage.targets(),
        [format!("GET {UPGRADE}/operations/elsewhere")]
    );
}

#[tokio::test]
async fn applications_on_one_pool_have_their_own_headers() {
    let stage = Stage::new();
    let pool = ConnectionPools::default().get(&stage.tls());
    let pool = pool.expect("a pool");
    for app in ["one", "other", "other", "one"] {
        let client = Client::with_pool(stage.config_of(app, "secret"), pool.clone());
        let request = query_upgrade_task("nowhere", &"token".into()).expect("a request");
        client.send(request).await.expect_err("a wrong token");
        let requests = stage.platform.requests();
        let last = requests.last().expect("a request");
        assert_eq!(last.header("app_key"), Some(app));
    }
}

#[tokio::test]
async fn a_new_connection_resumes_the_tls_session() {
    for (tls_max, client_auth) in [
        (TlsVersion::V1_3, ClientAuth::Required),
        (TlsVersion::V1_2, ClientAuth::Required),
        (TlsVersion::V1_3, ClientAuth::None),
    ] {
        let stage = Stage::with(Config {
            tls_max,
            client_auth,
            ..still()
        });
        let with_certificate = client_auth == ClientAuth::Required;
        let certificate = |name| with_certificate.then(|| stage.pem(name));
        let mut tls = stage.tls();
        tls.client_cert = certificate("client.pem");
        tls.client_key = certificate("client.key");
        let client = stage.client_with(&tls).expect("a client");
        let token = crate::support::token(&client).await;
        let id = stage.task(1);
        for round in 1..=4 {
            // The platform closes the connection after a response, or the client does
            // since the node behind it fails.
            let fault = match round % 2 {
                0 => Rule::from(Fault::CloseIdle),
                _ => Rule::from(Fault::EmptyBody { status: 503 }),
            };
            stage.platform.fault(fault);
            let page = subtasks(&client, json!({}), &id, &token).await;
            page.expect("the response before the close, or that to the retry");
            until(|| stage.platform.stats().open_connections <= 1).await;
        }
        subtasks(&client, json!({}), &id, &token)
            .await
            .expect("a page");
        let requests = stage.platform.requests();
        let of_connection = |number| requests.iter().find(|request| request.connection == number);
        let first = of_connection(1).expect("the login");
        assert!(!first.resumed, "{tls_max:?}");
        let last = requests.last().expect("a request").connection;
        assert!(last >= 4, "{tls_max:?}: {last} connections");
        for number in 2..=last {
            let request = of_connection(number).expect("a request");
            assert!(request.resumed, "{tls_max:?}: connection {number}");
            // The certificate is that of the first handshake.
            assert_eq!(request.client_certificate, first.client_certificate);
        }
    }
}

#[tokio::test]
async fn a_host_by_its_name() {
    static LOOKUPS: AtomicUsize = AtomicUsize::new(0);
    northbound::internal::on_thread_start(|| {
        LOOKUPS.fetch_add(1, Ordering::Relaxed);
    });
    let stage = Stage::new();
    let port = stage.platform.https_addr().port();
    let app = App::default();
    let config = ClientConfig::new("localhost", port, &app.id, app.secret.into());
    let config = config.expect("a configuration");
    let client = Client::new(config, &stage.tls()).expect("a client");
    assert_eq!(client.base_url(), format!("https://localhost:{port}"));
    crate::support::token(&client).await;
    assert!(LOOKUPS.load(Ordering::Relaxed) > 0);

    let config = ClientConfig::new("nowhere.invalid", port, "app", "secret".into());
    let config = config.expect("a configuration").with_max_attempts(1);
    let client = Client::new(config, &stage.tls()).expect("a client");
    let error = client.log_in().await.expect_err("no such host");
    assert_error(&error, "1003", &["transport"], &["nowhere.invalid"]);
}
