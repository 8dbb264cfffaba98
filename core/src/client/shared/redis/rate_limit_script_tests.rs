//! Compares the scripts with `RateLimit`, on a real Redis.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;

use redis::{Client, Connection};

use super::*;
use crate::client::shared::rate_limit::RateLimit;

/// A Redis on a unix socket in a folder of its own.
struct Server {
    process: Child,
    folder: PathBuf,
    connection: Connection,
}

impl Server {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("northbound-script-{}", std::process::id()));
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

    fn run(&mut self, code: &str, now: Micros, arguments: &[String]) -> Value {
        let clock = "time[1] * 1000000 + time[2]";
        assert_eq!(code.matches(clock).count(), 1);
        redis::cmd("EVAL")
            .arg(code.replace(clock, &now.to_string()))
            .arg(1)
            .arg("limit")
            .arg(arguments)
            .query(&mut self.connection)
            .expect("the script runs")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A generator with a fixed seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

#[test]
fn redis_computes_what_the_files_do() {
    let mut server = Server::start();
    for (limit, longest_step) in [
        (1, 20_000_000),
        (10, 4_000_000),
        (100, 400_000),
        (3000, 15_000),
    ] {
        let rate = Rate::per_minute(limit);
        let (mut model, mut random) = (RateLimit::default(), Random(u64::from(limit) + 77));
        let mut tickets = Vec::new();
        // Redis has the time since 1970.
        let mut now: Micros = 1_800_000_000_000_000;
        let _: () = redis::cmd("DEL")
            .arg("limit")
            .query(&mut server.connection)
            .expect("it is deleted");
        for step in 0..4000 {
            now += random.below(longest_step).cast_signed();
            if random.below(300) == 0 {
                let retry_after = (random.below(2) == 0).then_some(Duration::from_millis(2500));
                model.back_off(rate, now, retry_after);
                server.run(BACK_OFF_CODE, now, &back_off_arguments(rate, retry_after));
                continue;
            }
            let claim = match random.below(10) {
                0 => Claim::Login,
                1..5 => Claim::Single,
                5..7 => Claim::Batch(None),
                _ => Claim::Batch(tickets.pop()),
            };
            let lead = (random.below(200) == 0).then(|| Lead {
                wait: Duration::from_micros(random.below(900_000)),
                calls: vec![(Duration::from_secs(50), 1), (Duration::from_secs(2), 3)],
            });
            let max_wait = Duration::from_micros(random.below(90_000_000));
            let slot = model.reserve(rate, now, claim, max_wait, lead.as_ref());
            let arguments = reserve_arguments(rate, claim, max_wait, lead.as_ref());
            let value = server.run(RESERVE_CODE, now, &arguments);
            assert_eq!(
                read_slot(&value),
                Some(slot),
                "{limit}, step {step}: {claim:?}"
            );
            if let Slot::Queued(_, ticket) = slot {
                tickets.push(ticket);
            }
        }
    }
}
