//! Servers of Redis: one, with sentinels, or a cluster.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Scratch;

/// The options of `redis-cli` for a server with TLS.
const TLS: &str = "--tls --insecure";

/// How far the port for the bus of a cluster lies above the port of its node.
const CLUSTER_BUS: u16 = 10_000;

/// A server of its own for a test, on a loopback port. It keeps nothing.
pub(crate) struct Redis {
    pub(crate) files: Scratch,
    pub(crate) port: u16,
    arguments: Vec<String>,
    server: Option<Child>,
}

impl Redis {
    /// Starts a server; the words of `options` are further arguments. With a
    /// certificate among them, it takes TLS only.
    pub(crate) fn new(options: &str) -> Self {
        Self::on(free_port(), options)
    }

    pub(crate) fn on(port: u16, options: &str) -> Self {
        let files = Scratch::new();
        let dir = files.path("");
        let dir = dir.display();
        let listen = match options.contains("--tls-cert-file") {
            true => format!("--port 0 --tls-port {port}"),
            false => format!("--port {port}"),
        };
        let line =
            format!("{listen} --bind 127.0.0.1 --dir {dir} --save  --appendonly no {options}");
        // An empty word switches snapshots off.
        Self::start_with(
            files,
            port,
            line.trim_end().split(' ').map(str::to_owned).collect(),
        )
    }

    /// Starts a sentinel of a master; `options` are further lines of its file.
    pub(crate) fn sentinel(master_port: u16, options: &str) -> Self {
        let (files, port) = (Scratch::new(), free_port());
        let config = format!(
            "port {port}\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 {} 2\n\
             sentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 5000\n\
             {options}\n",
            master_port
        );
        let config = match options.contains("tls-replication") {
            true => config.replacen("port ", "port 0\ntls-port ", 1),
            false => config,
        };
        let path = files.write("sentinel.conf", config);
        let arguments = vec![path.display().to_string(), "--sentinel".to_owned()];
        Self::start_with(files, port, arguments)
    }

    fn start_with(files: Scratch, port: u16, arguments: Vec<String>) -> Self {
        let mut redis = Self {
            files,
            port,
            arguments,
            server: None,
        };
        redis.start();
        redis
    }

    pub(crate) fn start(&mut self) {
        let mut server = Command::new("redis-server")
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program `redis-server` is installed");
        let output = server.stdout.take().expect("its output");
        self.server = Some(server);
        let mut said = Vec::new();
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let is_ready = line.contains("eady to accept connections")
                || line.contains("Sentinel ID")
                || line.contains("# +monitor");
            said.push(line);
            if is_ready {
                return;
            }
        }
        panic!("redis-server: {}", said.join("\n"));
    }

    /// Kills the server.
    pub(crate) fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("the server runs");
            server.wait().expect("the server ends");
        }
    }

    pub(crate) fn at(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The response to a command, as `redis-cli` prints it.
    pub(crate) fn ask(&self, line: &str) -> String {
        let is_tls = self.arguments.iter().any(|word| word == "--tls-cert-file");
        let tls = if is_tls { TLS } else { "" };
        cli(&format!("{tls} -p {} {line}", self.port))
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A cluster of three masters without replicas.
pub(crate) fn cluster(options: &str) -> Vec<Redis> {
    let options = format!("--cluster-enabled yes {options}");
    let nodes: Vec<Redis> = (0..3).map(|_| Redis::new(&options)).collect();
    let hosts: Vec<String> = nodes.iter().map(Redis::at).collect();
    nodes[0].ask(&format!(
        "--cluster create {} --cluster-yes",
        hosts.join(" ")
    ));
    wait("the cluster", || {
        let is_ok = |node: &Redis| node.ask("CLUSTER INFO").contains("cluster_state:ok");
        nodes.iter().all(is_ok)
    });
    nodes
}

/// Runs `redis-cli`.
fn cli(line: &str) -> String {
    let output = Command::new("timeout")
        .args(["30", "redis-cli"])
        .args(line.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .expect("the program `redis-cli` is installed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Waits until something is so.
#[track_caller]
pub(crate) fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        sleep(Duration::from_millis(20));
    }
}

/// Returns a port that nobody uses, and that no other test gets. It lies below the ports
/// of outgoing connections, as does the port for the bus of a cluster, 10000 higher: a
/// connection of another test could take one of those before the server has it.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let is_free = |port| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let start = std::process::id().wrapping_mul(97);
    let port = || start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
    std::iter::repeat_with(|| 20_000 + (port() % 2_500) as u16)
        .take(2_500)
        .find(|port| is_free(*port) && is_free(*port + CLUSTER_BUS))
        .expect("a free port")
}
