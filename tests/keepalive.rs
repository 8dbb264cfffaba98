//! Tests with a platform that closes idle connections between two calls, and
//! during a call.
//!
//! If the close arrives before a call begins, the call succeeds. If the close
//! crosses the request, nobody knows if the platform has read the request. Then a
//! call that changes something fails, and is not sent again.

use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{FIRMWARE, Stage, still, upgrade};
use northbound::client::Retries;
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{create_firmware_upgrade_task, query_upgrade_task};
use northbound::{Client, NorthApiError};
use northbound_platform::{Config, Platform};
use tokio::runtime::{Builder, Runtime};

const ROUNDS: u64 = 1000;

/// A platform, and a client on a runtime that runs only during calls, as in PHP.
struct Scene {
    stage: Stage,
    runtime: Runtime,
    client: Client,
    token: Token,
    task: String,
}

impl Scene {
    fn new(attempts: u32) -> Self {
        let stage = Stage::with(Config {
            record: 10,
            ..still()
        });
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let retries = Retries::default()
            .with_attempts(attempts)
            .with_pause(Duration::from_millis(1));
        let config = stage.config().with_retries(retries);
        let client = Client::new(config, &stage.tls()).expect("a usable client");
        let token = runtime.block_on(crate::support::token(&client));
        let task = stage.task(1);
        Self {
            stage,
            runtime,
            client,
            token,
            task,
        }
    }

    fn read(&self) -> Result<(), NorthApiError> {
        let request = query_upgrade_task(&self.task, &self.token).expect("a request");
        let call = self.client.send(request);
        self.runtime.block_on(call).map(drop)
    }

    fn write(&self) -> Result<(), NorthApiError> {
        let task = upgrade(FIRMWARE, &["all"]);
        let request = create_firmware_upgrade_task(&task, &self.token).expect("a request");
        let call = self.client.send(request);
        self.runtime.block_on(call).map(drop)
    }
}

/// Waits until every connection is closed, and the client has received the close.
fn closed(platform: &Platform) {
    while platform.stats().open_connections > 0 {
        thread::sleep(Duration::from_micros(50));
    }
}

#[test]
fn a_close_between_two_calls_fails_no_call() {
    // One attempt, so that no retry hides an error.
    let scene = Scene::new(1);
    let platform = &scene.stage.platform;
    for round in 1..=ROUNDS {
        assert_eq!(platform.close_idle(), 1, "round {round}");
        closed(platform);
        let outcome = match round % 2 {
            0 => scene.read(),
            _ => scene.write(),
        };
        outcome.unwrap_or_else(|error| panic!("round {round}: {error}"));
        // The login, and each call once.
        assert_eq!(platform.stats().requests, 1 + round, "round {round}");
    }
    assert_eq!(platform.stats().connections, 1 + ROUNDS);
}

#[test]
fn a_close_that_crosses_the_request_repeats_no_write_and_fails_no_read() {
    let scene = Scene::new(3);
    let platform = &scene.stage.platform;
    thread::scope(|scope| {
        // A rendezvous, so that each close belongs to one round.
        let (begin, begun) = sync_channel::<u64>(0);
        let (end, ended) = sync_channel::<()>(0);
        scope.spawn(move || {
            // Ends with the sender, which a failed assertion also drops.
            for round in begun {
                let start = Instant::now();
                // From before the request is written until after its response.
                let pause = Duration::from_micros(round * 7919 % 600);
                while start.elapsed() < pause {
                    std::hint::spin_loop();
                }
                platform.close_idle();
                if end.send(()).is_err() {
                    return;
                }
            }
        });
        for round in 1..=ROUNDS {
            let before = platform.stats();
            begin.send(round).expect("the other thread waits");
            if round % 2 == 0 {
                let outcome = scene.read();
                outcome.unwrap_or_else(|error| panic!("round {round}: {error}"));
                ended.recv().expect("the other thread closes");
            } else {
                let outcome = scene.write();
                ended.recv().expect("the other thread closes");
                let sent = platform.stats().requests - before.requests;
                match outcome {
                    Ok(()) => assert_eq!(sent, 1, "round {round}"),
                    Err(error) => {
                        assert_eq!(error.code(), "1004", "round {round}: {error}");
                        assert!(error.may_have_reached_platform(), "round {round}");
                        assert!(sent <= 1, "round {round}: sent {sent} times");
                    }
                }
            }
        }
    });
    // Each close ended a connection, before, during or after a call.
    assert!(platform.stats().connections > ROUNDS / 10);
}
