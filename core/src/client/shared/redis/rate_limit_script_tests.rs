//! Compares the scripts with `RateLimit`, on a real Redis.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;

use redis::{Client, Connection};

use super::*;
use crate::client::shared::rate_limit::random::Random;
use crate::client::shared::rate_limit::{Lead, RateLimit};

/// A Redis on a unix socket in a folder of its own.
struct Server {
    process: Child,
    folder: PathBuf,
    connection: Connection,
}

impl Server {
    fn start(name: &str) -> Self {
        let name = format!("northbound-script-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let socket = folder.join("redis.sock");
        let process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--unixsocket"])
            .arg(&socket)
            .current_dir(&folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed");
        let client = Client::open(format!("unix://{}", socket.display())).expect("an address");
        let connection = (0..1000).find_map(|_| {
            sleep(Duration::from_millis(10));
            client.get_connection().ok()
        });
        let connection = connection.expect("Redis starts");
        Self {
            process,
            folder,
            connection,
        }
    }

    /// Runs the script at this time on the clock of Redis.
    fn run(&mut self, code: &str, clock: Micros, arguments: &[String]) -> Value {
        let time = "time[1] * 1000000 + time[2]";
        assert_eq!(code.matches(time).count(), 1);
        redis::cmd("EVAL")
            .arg(code.replace(time, &clock.to_string()))
            .arg(1)
            .arg("limit")
            .arg(arguments)
            .query(&mut self.connection)
            .expect("the script runs")
    }

    fn reserve(
        &mut self,
        rate: Rate,
        clock: Micros,
        max_wait: Duration,
        entry: &Entry,
    ) -> Option<Reserved> {
        let arguments = reserve_arguments(rate, max_wait, entry);
        read(&self.run(RESERVE_CODE, clock, &arguments))
    }

    fn delete(&mut self) {
        let _: () = redis::cmd("DEL")
            .arg("limit")
            .query(&mut self.connection)
            .expect("it is deleted");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn entry(claim: Claim) -> Entry {
    Entry {
        claim,
        lead: None,
        known: None,
    }
}

#[test]
fn redis_computes_what_the_files_do() {
    let mut server = Server::start("model");
    for (limit, longest_step) in [
        (1, 20_000_000),
        (10, 4_000_000),
        (100, 400_000),
        (3000, 15_000),
    ] {
        compare(&mut server, limit, longest_step, false);
        // The slots are the same if the clock of Redis is put forward and back.
        compare(&mut server, limit, longest_step, true);
    }
}

fn compare(server: &mut Server, limit: u32, longest_step: u64, clock_moves: bool) {
    let rate = Rate::per_minute(limit);
    let (mut model, mut random) = (RateLimit::default(), Random::new(u64::from(limit) + 77));
    let mut tickets = Vec::new();
    // Redis has the time since 1970.
    let (mut now, mut offset): (Micros, Micros) = (1_800_000_000_000_000, 0);
    let mut last: Option<(Micros, Micros)> = None;
    server.delete();
    for step in 0..4000 {
        let elapsed = random.below(longest_step).cast_signed();
        match clock_moves && random.below(20) == 0 {
            // Put back: until the next call, no time seems to go by.
            true if random.below(2) == 0 => {
                offset -= elapsed + random.below(86_400_000_000).cast_signed();
            }
            true => {
                offset += 1_000_001 + random.below(86_400_000_000).cast_signed();
                now += elapsed;
            }
            false => now += elapsed,
        }
        if !clock_moves && random.below(300) == 0 {
            let retry_after = (random.below(2) == 0).then_some(Duration::from_millis(2500));
            model.back_off(rate, now, retry_after);
            let arguments = back_off_arguments(rate, retry_after);
            server.run(BACK_OFF_CODE, now + offset, &arguments);
            continue;
        }
        let claim = match random.below(10) {
            0 => Claim::Login,
            1..5 => Claim::Single,
            5..7 => Claim::Batch(None),
            _ => Claim::Batch(tickets.pop()),
        };
        let lead = (!clock_moves && random.below(200) == 0).then(|| Lead {
            wait: Duration::from_micros(random.below(900_000)),
            calls: vec![(Duration::from_secs(50), 1), (Duration::from_secs(2), 3)],
        });
        let known = last.filter(|_| clock_moves).map(|(id, at)| Known {
            id,
            age: Duration::from_micros((now - at).unsigned_abs()),
        });
        let max_wait = Duration::from_micros(random.below(90_000_000));
        let slot = model.reserve(rate, now, claim, max_wait, lead.as_ref());
        let entry = Entry { claim, lead, known };
        let reply = server.reserve(rate, now + offset, max_wait, &entry);
        let Some(Reserved::Slot(reserved, id)) = reply else {
            panic!("{limit}, step {step}: {reply:?}");
        };
        assert_eq!(
            reserved, slot,
            "{limit}, step {step}, {clock_moves}: {claim:?}"
        );
        last = Some((id, now));
        if let Slot::Queued(_, ticket) = slot {
            tickets.push(ticket);
        }
    }
}

#[test]
fn whoever_knows_another_state_reserves_nothing() {
    let mut server = Server::start("lost");
    let (rate, now, wait) = (Rate::per_minute(60), 1_800_000_000_000_000, Duration::MAX);
    let first = server.reserve(rate, now, wait, &entry(Claim::Single));
    let Some(Reserved::Slot(_, id)) = first else {
        panic!("{first:?}");
    };
    let age = Duration::from_secs(1);
    let knowing = Entry {
        known: Some(Known { id, age }),
        ..entry(Claim::Single)
    };
    let again = server.reserve(rate, now + 1_000_000, wait, &knowing);
    assert!(matches!(again, Some(Reserved::Slot(_, same)) if same == id));
    server.delete();
    for _ in 0..2 {
        let lost = server.reserve(rate, now + 2_000_000, wait, &knowing);
        assert_eq!(lost, Some(Reserved::Lost));
    }
    // A slot that is too late begins no state, in which nobody would miss the calls.
    let bringing = Entry {
        lead: Some(Lead {
            wait: Duration::from_secs(5),
            calls: vec![(age, 2)],
        }),
        ..entry(Claim::Single)
    };
    let late = server.reserve(rate, now + 2_000_000, age, &bringing);
    assert!(matches!(late, Some(Reserved::Slot(Slot::NotWithin(_), _))));
    let slot = server.reserve(rate, now + 2_000_000, wait, &bringing);
    let expected = Slot::In(Duration::from_secs(5));
    assert!(matches!(slot, Some(Reserved::Slot(slot, other)) if slot == expected && other != id));
}

#[test]
fn what_cannot_be_true_is_not_believed() {
    let mut server = Server::start("damaged");
    let (rate, now) = (Rate::per_minute(60), 1_800_000_000_000_000);
    let reserve =
        |server: &mut Server, at| server.reserve(rate, at, Duration::ZERO, &entry(Claim::Single));
    for field in [
        "next",
        "queue",
        "shift",
        "paused",
        "even_until",
        "at",
        "offset",
        "id",
        "log",
    ] {
        for value in ["nan", "inf", "-inf", "1e300", "-1e300", "", "x", "9e15:1"] {
            server.delete();
            assert!(reserve(&mut server, now).is_some());
            let _: () = redis::cmd("HSET")
                .arg("limit")
                .arg(field)
                .arg(value)
                .query(&mut server.connection)
                .expect("it is set");
            for second in 1..3 {
                let slot = reserve(&mut server, now + second * 2_000_000);
                let free = Slot::In(Duration::ZERO);
                assert!(
                    matches!(slot, Some(Reserved::Slot(slot, _)) if slot == free),
                    "{field} = {value}: {slot:?}"
                );
            }
        }
    }
}
