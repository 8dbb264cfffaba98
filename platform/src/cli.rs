//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use northbound_platform::{App, ClientAuth, Config, Group, ServerCert, TlsVersion};

/// A local IoT platform with simulated devices, for demos, tests and benchmarks.
///
/// It implements the northbound interface of the real platform over HTTPS, with
/// all 52 operations, and pushes notifications to loopback addresses. A second,
/// plain HTTP address controls it: it lists requests and pushes, takes faults, and
/// moves the simulated clock. GET / on that address lists the commands.
#[derive(Debug, Parser)]
#[command(version, after_long_help = EXAMPLES)]
pub(crate) struct Cli {
    /// Address of the northbound interface; loopback only, port 0 picks a free one
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8743")]
    listen: SocketAddr,

    /// Address of the control interface; loopback only, port 0 picks a free one
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:0")]
    control: SocketAddr,

    /// Directory to write the PEM files to, created if missing [default: no files]
    ///
    /// ca.pem, server.pem, server.key; client.pem, client.key and, with the
    /// password "northbound", client-encrypted.key; expired-client.pem, .key;
    /// and from a CA that the platform does not trust: other-ca.pem,
    /// untrusted-client.pem, .key. The control interface also serves them,
    /// as /certs/NAME.
    #[arg(long, value_name = "DIR")]
    certs: Option<PathBuf>,

    /// Server certificate to present
    #[arg(long, value_enum, default_value = "valid")]
    server_cert: ServerCert,

    /// Client certificate policy
    #[arg(long, value_enum, default_value = "none")]
    client_auth: ClientAuth,

    /// Minimum TLS version
    #[arg(long, value_enum, value_name = "VERSION", default_value = "1.2")]
    tls_min: TlsVersion,

    /// Maximum TLS version
    #[arg(long, value_enum, value_name = "VERSION", default_value = "1.3")]
    tls_max: TlsVersion,

    /// Application that may log in; repeatable [default: northbound-demo:demo-secret]
    #[arg(long = "app", value_name = "ID:SECRET")]
    apps: Vec<App>,

    /// Lifetime of an access token, in simulated seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    expires_in: u64,

    /// Calls per application and quota window; 0 disables the quota
    #[arg(long, value_name = "CALLS", default_value_t = 100)]
    quota: u32,

    /// Length of the quota window, in real milliseconds
    #[arg(long, value_name = "MS", default_value_t = 60_000)]
    quota_window_ms: u64,

    /// Seed of the simulation; the same seed gives the same results
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,

    /// Simulated seconds per real second, 0 or more; at 0 only POST /clock moves the clock
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    speed: f64,

    /// Group of simulated devices for deviceGroups; repeatable [default: all=1000]
    ///
    /// Devices take no memory, so tens of millions are fine.
    #[arg(long = "group", value_name = "NAME=COUNT")]
    groups: Vec<Group>,

    /// Number of requests to record for GET /requests; 0 for none
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    record: usize,

    /// Exit when standard input ends, so that the platform does not outlive its parent
    #[arg(long)]
    pub(crate) until_stdin_closes: bool,

    /// Write one line per request to standard error
    #[arg(long)]
    verbose: bool,
}

impl Cli {
    pub(crate) fn config(self) -> Config {
        Config {
            listen: self.listen,
            control: self.control,
            certs: self.certs,
            server_cert: self.server_cert,
            client_auth: self.client_auth,
            tls_min: self.tls_min,
            tls_max: self.tls_max,
            apps: self.apps,
            groups: self.groups,
            expires_in: self.expires_in,
            quota: self.quota,
            quota_window_ms: self.quota_window_ms,
            seed: self.seed,
            speed: self.speed,
            record: self.record,
            verbose: self.verbose,
        }
    }
}

const EXAMPLES: &str = "\
When it is ready, it prints one line to standard output:
  ready platform=https://127.0.0.1:8743 control=http://127.0.0.1:40123

Examples:
  northbound-platform --certs certs --speed 60 --group meters=1000000

  curl --cacert certs/ca.pem https://127.0.0.1:8743/iocm/app/sec/v1.1.0/login \\
       -d appId=northbound-demo -d secret=demo-secret

  curl --cacert certs/ca.pem -H \"app_key: northbound-demo\" -H \"Authorization: Bearer $TOKEN\" \\
       https://127.0.0.1:8743/iodm/northbound/v1.5.0/category

  curl http://127.0.0.1:40123/tasks -d '{\"devices\":1000000}'
  curl http://127.0.0.1:40123/push -d '{\"notifyType\":\"deviceAdded\",\"url\":\"http://127.0.0.1:9000/\"}'
  curl http://127.0.0.1:40123/clock -d '{\"advance\":900}'
  curl http://127.0.0.1:40123/faults -d '{\"fault\":{\"kind\":\"reset\"}}'
";
