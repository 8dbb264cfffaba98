//! Configuration: the options of the command line as one struct.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

/// The configuration of a platform.
///
/// The default listens on free loopback ports, requests no client certificate,
/// and has one application and one group of 1,000 devices.
///
/// ```
/// use northbound_platform::{Config, Group};
///
/// let config = Config {
///     quota: 0,
///     groups: vec![Group { name: "meters".into(), devices: 1_000_000 }],
///     ..Config::default()
/// };
/// # assert_eq!(config.expires_in, 3600);
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the HTTPS interface; loopback only, port 0 picks a free port.
    pub listen: SocketAddr,
    /// Address of the plain HTTP control interface; loopback only.
    pub control: SocketAddr,
    /// Directory for the PEM files; without it, no files are written.
    pub certs: Option<PathBuf>,
    /// The server certificate.
    pub server_cert: ServerCert,
    /// The client certificate policy.
    pub client_auth: ClientAuth,
    /// Minimum TLS version.
    pub tls_min: TlsVersion,
    /// Maximum TLS version.
    pub tls_max: TlsVersion,
    /// Applications that may log in; if empty, the default application.
    pub apps: Vec<App>,
    /// Device groups for tasks; if empty, `all` with 1,000 devices.
    pub groups: Vec<Group>,
    /// Lifetime of an access token in simulated seconds.
    pub expires_in: u64,
    /// Calls per application and quota window; 0 disables the quota.
    pub quota: u32,
    /// Length of the quota window in real milliseconds.
    pub quota_window_ms: u64,
    /// Seed of the simulation; the same seed gives the same results.
    pub seed: u64,
    /// Simulated seconds per real second; at 0 only [`Platform::advance`] moves the clock.
    ///
    /// [`Platform::advance`]: crate::Platform::advance
    pub speed: f64,
    /// Number of requests to record; 0 records none.
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
    /// Fills empty lists with their defaults.
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
    /// The name in `deviceGroups` of a task.
    pub name: String,
    /// Number of devices; they take no memory.
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
            return Err("the group name is empty, expected NAME=COUNT".into());
        }
        let devices = count
            .parse()
            .map_err(|_| format!("{count:?} is not a device count, expected NAME=COUNT"))?;
        Ok(Self {
            name: name.into(),
            devices,
        })
    }
}

/// The server certificate that the platform presents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ServerCert {
    /// Issued by the platform's CA for 127.0.0.1, `::1` and localhost.
    #[default]
    Valid,
    /// Like `Valid`, but expired in 2021.
    Expired,
    /// Issued by the platform's CA for other.example only.
    WrongHost,
    /// Self-signed, so no CA issued it.
    SelfSigned,
}

/// The client certificate policy in the TLS handshake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ClientAuth {
    /// No client certificate is requested.
    #[default]
    None,
    /// A client certificate is requested, and verified if the caller sends one.
    Optional,
    /// The handshake fails without a client certificate from the platform's CA.
    Required,
}

/// A TLS version, for [`Config::tls_min`] and [`Config::tls_max`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum TlsVersion {
    /// TLS 1.2.
    #[value(name = "1.2")]
    V1_2,
    /// TLS 1.3.
    #[value(name = "1.3")]
    V1_3,
}
