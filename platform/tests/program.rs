//! Tests of the program: its ready line, its control interface, its exit.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};

use crate::common::{Outcome, plain_http, reply};
use northbound_platform::{Config, Platform, StartError};
use reqwest::{Certificate, Client};
use serde_json::{Value, json};

struct Program {
    child: Child,
    platform: String,
    control: String,
}

impl Program {
    fn start(args: &[&str]) -> Outcome<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_northbound-platform"))
            .args(["--listen", "127.0.0.1:0", "--until-stdin-closes"])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.as_mut().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("ready"));
        let mut address = |name| words.next()?.strip_prefix(name).map(str::to_owned);
        let platform = address("platform=").ok_or("no platform")?;
        let control = address("control=").ok_or("no control")?;
        Ok(Self {
            child,
            platform,
            control,
        })
    }

    async fn post(&self, path: &str, body: Value) -> Outcome<crate::common::Reply> {
        reply(
            plain_http()?
                .post(format!("{}{path}", self.control))
                .json(&body),
        )
        .await
    }

    async fn get(&self, path: &str) -> Outcome<Value> {
        Ok(reply(plain_http()?.get(format!("{}{path}", self.control)))
            .await?
            .body)
    }

    /// Closes its standard input, and returns its exit code and the rest of its output.
    fn end(mut self) -> Outcome<(Option<i32>, String)> {
        drop(self.child.stdin.take());
        let mut rest = String::new();
        self.child
            .stdout
            .take()
            .ok_or("no output")?
            .read_to_string(&mut rest)?;
        Ok((self.child.wait()?.code(), rest))
    }
}

#[tokio::test]
async fn it_prints_one_line_and_ends_with_its_input() -> Outcome {
    let program = Program::start(&[])?;
    assert!(program.platform.starts_with("https://127.0.0.1:"));
    assert_eq!(program.end()?, (Some(0), String::new()));
    Ok(())
}

#[tokio::test]
async fn it_writes_its_certificates_with_private_keys() -> Outcome {
    let dir = std::env::temp_dir().join(format!("northbound-platform-{}", std::process::id()));
    let program = Program::start(&["--certs", dir.to_str().ok_or("odd path")?])?;
    let mode =
        |name| Ok::<_, std::io::Error>(fs::metadata(dir.join(name))?.permissions().mode() & 0o777);
    for key in [
        "server.key",
        "client.key",
        "client-encrypted.key",
        "untrusted-client.key",
    ] {
        assert_eq!(mode(key)?, 0o600, "{key}");
    }
    let ca = fs::read_to_string(dir.join("ca.pem"))?;
    let served = plain_http()?
        .get(format!("{}/certs/ca.pem", program.control))
        .send()
        .await?
        .text()
        .await?;
    assert_eq!(ca, served);
    let trusting = Client::builder()
        .no_proxy()
        .tls_certs_only([Certificate::from_pem(ca.as_bytes())?])
        .build()?;
    let response = reply(trusting.get(&program.platform)).await?;
    assert_eq!(response.refusal(), (404, "200001"));
    program.end()?;
    fs::remove_dir_all(dir)?;
    Ok(())
}

#[tokio::test]
async fn it_is_controlled_over_http() -> Outcome {
    let program = Program::start(&["--speed", "0", "--app", "a:b"])?;
    let before = program.get("/clock").await?["epochSeconds"]
        .as_i64()
        .ok_or("no time")?;
    let after = program.post("/clock", json!({ "advance": 90 })).await?.body;
    assert_eq!(after["epochSeconds"], json!(before + 90));
    assert_eq!(
        program
            .post("/clock", json!({ "advance": -1 }))
            .await?
            .status,
        400
    );

    let rule = json!({ "match": { "path": "/x" }, "times": 2, "fault": { "kind": "slow", "bytes": 1, "ms": 1 } });
    assert_eq!(program.post("/faults", rule).await?.status, 200);
    assert_eq!(program.get("/faults").await?[0]["fault"]["kind"], "slow");
    assert_eq!(
        program
            .post("/faults", json!({ "fault": { "kind": "none" } }))
            .await?
            .status,
        400
    );

    let change = json!({ "quota": 5, "speed": 2.5 });
    let settings = reply(
        plain_http()?
            .put(format!("{}/settings", program.control))
            .json(&change),
    )
    .await?
    .body;
    assert_eq!(
        (
            &settings["quota"],
            &settings["speed"],
            &settings["expiresIn"]
        ),
        (&json!(5), &json!(2.5), &json!(3600))
    );

    let task = program.post("/tasks", json!({ "devices": 10 })).await?.body;
    assert!(task["operationId"].is_string());
    assert_eq!(
        program
            .post("/tasks", json!({ "devices": 10, "app": "c" }))
            .await?
            .status,
        400
    );
    assert_eq!(
        program
            .post("/tokens/drop", json!({ "app": "a" }))
            .await?
            .status,
        200
    );
    assert_eq!(program.get("/requests").await?, json!([]));
    assert_eq!(program.get("/stats").await?["requests"], json!(0));
    assert!(
        plain_http()?
            .get(&program.control)
            .send()
            .await?
            .text()
            .await?
            .contains("POST   /faults")
    );
    Ok(())
}

#[tokio::test]
async fn it_serves_loopback_addresses_only() -> Outcome {
    let config = Config {
        listen: "0.0.0.0:0".parse()?,
        ..Config::default()
    };
    let refused = Platform::start(config).await;
    assert!(matches!(refused, Err(StartError::NotLoopback(_))));
    let output = Command::new(env!("CARGO_BIN_EXE_northbound-platform"))
        .args(["--listen", "192.0.2.1:8743"])
        .output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)?.contains("not a loopback address"));
    Ok(())
}
