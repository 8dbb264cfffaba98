//! What a platform is started with: the knobs of the command line as one struct.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

/// Everything that can be set before a platform starts.
///
/// The default listens on free loopback ports, asks for no client certificate,
/// knows one application and one group of 1,000 devices.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the HTTPS interface listens; loopback only, port 0 picks a free one.
    pub listen: SocketAddr,
    /// Where the plain HTTP control interface listens; loopback only.
    pub control: SocketAddr,
    /// Directory to write the PEM files to; nothing is written without it.
    pub certs: Option<PathBuf>,
    /// The certificate the platform shows.
    pub server_cert: ServerCert,
    /// Whether callers must show a certificate.
    pub client_auth: ClientAuth,
    /// Oldest TLS version spoken.
    pub tls_min: TlsVersion,
    /// Newest TLS version spoken.
    pub tls_max: TlsVersion,
    /// Applications that may log in; the default one when empty.
    pub apps: Vec<App>,
    /// Device groups which tasks may name; `all` with 1,000 devices when empty.
    pub groups: Vec<Group>,
    /// Lifetime of an access token in simulated seconds.
    pub expires_in: u64,
    /// Calls per application and quota window; 0 switches the quota off.
    pub quota: u32,
    /// Length of the quota window in real milliseconds.
    pub quota_window_ms: u64,
    /// Decides every simulated device's fate.
    pub seed: u64,
    /// Simulated seconds per real second; 0 stops the clock between advances.
    pub speed: f64,
    /// How many requests are kept for inspection; 0 keeps none.
    pub record: usize,
    /// Write one line per request to standard error.
    pub verbose: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            control: (Ipv4Addr::LOCALHOST, 0).into(),
            certs: None,
            server_cert: ServerCert::default(),
            client_auth: ClientAuth::default(),
            tls_min: TlsVersion::V1_2,
            tls_max: TlsVersion::V1_3,
            apps: Vec::new(),
            groups: Vec::new(),
            expires_in: 3600,
            quota: 100,
            quota_window_ms: 60_000,
            seed: 1,
            speed: 1.0,
            record: 10_000,
            verbose: false,
        }
    }
}

impl Config {
    /// Fills empty lists with their defaults, so that the rest need not know them.
    pub(crate) fn or_defaults(mut self) -> Self {
        if self.apps.is_empty() {
            self.apps.push(App::default());
        }
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        self
    }
}

/// An application that is registered with the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// The `appId`, sent as `app_key` on service calls.
    pub id: String,
    /// The secret it logs in with.
    pub secret: String,
}

impl Default for App {
    fn default() -> Self {
        Self {
            id: "northbound-demo".into(),
            secret: "demo-secret".into(),
        }
    }
}

impl FromStr for App {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some((id, secret)) if !id.is_empty() && !secret.is_empty() => Ok(Self {
                id: id.into(),
                secret: secret.into(),
            }),
            _ => Err("expected ID:SECRET".into()),
        }
    }
}

/// A named group of simulated devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The name tasks use in `deviceGroups`.
    pub name: String,
    /// How many devices it has; they take no memory.
    pub devices: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            name: "all".into(),
            devices: 1000,
        }
    }
}

impl FromStr for Group {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, count) = text.split_once('=').ok_or("expected NAME=COUNT")?;
        if name.is_empty() {
            return Err("the group's name is empty".into());
        }
        let devices = count
            .parse()
            .map_err(|_| format!("{count:?} is not a number of devices"))?;
        Ok(Self {
            name: name.into(),
            devices,
        })
    }
}

/// Which certificate the platform shows to its callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ServerCert {
    /// Issued by the platform's CA for 127.0.0.1, `::1` and localhost.
    #[default]
    Valid,
    /// The same, but out of date since 2021.
    Expired,
    /// Issued by the platform's CA for other.example only.
    WrongHost,
    /// Signed by itself, so that no CA vouches for it.
    SelfSigned,
}

/// What the platform demands of its callers in the TLS handshake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ClientAuth {
    /// No certificate is asked for.
    #[default]
    None,
    /// A certificate is asked for and checked if one comes.
    Optional,
    /// The handshake fails without a certificate issued by the platform's CA.
    Required,
}

/// A TLS version the platform can be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum TlsVersion {
    /// TLS 1.2.
    #[value(name = "1.2")]
    V1_2,
    /// TLS 1.3.
    #[value(name = "1.3")]
    V1_3,
}
