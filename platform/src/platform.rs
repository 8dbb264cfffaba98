//! A running platform, and its handle.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

use crate::certs::{CertError, Certs};
use crate::config::Config;
use crate::faults::Rule;
use crate::push::{PushSpec, Pushed, client, tick};
use crate::record::{Recorded, Stats};
use crate::server;
use crate::state::{ClockReading, Settings, SettingsChange, State, TaskSpec};
use crate::tls::{self, TlsError};

/// An error while a platform starts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not loopback. The platform's secrets are public, so other
    /// machines must not reach it.
    #[error("{0} is not a loopback address; use 127.0.0.1 or [::1]")]
    NotLoopback(SocketAddr),
    /// The speed is negative or not a finite number.
    #[error("invalid speed {0}; must be 0 or a positive number")]
    Speed(f64),
    /// An address is in use or not available.
    #[error("cannot listen on {addr}: {source}")]
    Bind {
        /// The configured address.
        addr: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The certificates could not be created.
    #[error("cannot create the certificates: {0}")]
    Certs(#[from] CertError),
    /// The certificates could not be written.
    #[error("cannot write the certificates to {}: {source}", dir.display())]
    Write {
        /// The configured directory.
        dir: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// TLS could not be set up.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] TlsError),
    /// The tokio runtime could not be started.
    #[error("cannot start the runtime: {0}")]
    Runtime(#[source] io::Error),
}

/// A running platform. It stops when it is dropped.
///
/// ```
/// use northbound_platform::{Config, Fault, Platform, Rule};
///
/// # fn main() -> Result<(), northbound_platform::StartError> {
/// let platform = Platform::spawn(Config::default())?;
/// platform.fault(Rule::from(Fault::Close).path("/iodm/").times(2));
/// // Call https://{platform.https_addr()} with the CA platform.certs().ca() here.
/// assert_eq!(platform.stats().requests, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Platform {
    state: Arc<State>,
    https: SocketAddr,
    control: SocketAddr,
    servers: [AbortHandle; 4],
    /// The runtime of a platform that [`Platform::spawn`] started.
    runtime: Option<Runtime>,
}

impl Platform {
    /// Starts a platform on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// See [`StartError`]. Nothing keeps running after an error.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let config = config.or_defaults();
        check(&config)?;
        let mut certs = Certs::generate(config.server_cert)?;
        let tls = tls::server_config(&config, &certs)?;
        let northbound = bind(config.listen).await?;
        let control_listener = bind(config.control).await?;
        if let Some(dir) = &config.certs {
            certs.write(dir).map_err(|source| StartError::Write {
                dir: dir.clone(),
                source,
            })?;
        }
        let https = local(&northbound, config.listen)?;
        let control = local(&control_listener, config.control)?;
        let config = Config {
            listen: https,
            control,
            ..config
        };
        let state = State::new(config, certs);
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        let serve = tokio::spawn(server::serve(northbound, acceptor, Arc::clone(&state)));
        let serve_control =
            tokio::spawn(server::serve_control(control_listener, Arc::clone(&state)));
        let push = tokio::spawn(client::run(Arc::clone(&state)));
        let tick = tokio::spawn(tick::run(Arc::clone(&state)));
        Ok(Self {
            state,
            https,
            control,
            servers: [serve, serve_control, push, tick].map(|task| task.abort_handle()),
            runtime: None,
        })
    }

    /// Starts a platform on separate threads, for callers without tokio.
    ///
    /// # Errors
    ///
    /// See [`StartError`].
    pub fn spawn(config: Config) -> Result<Self, StartError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("platform")
            .enable_all()
            .build()
            .map_err(StartError::Runtime)?;
        let mut platform = on_separate_thread(|| runtime.block_on(Self::start(config)))?;
        platform.runtime = Some(runtime);
        Ok(platform)
    }

    /// Address of the northbound interface.
    #[must_use]
    pub fn https_addr(&self) -> SocketAddr {
        self.https
    }

    /// Address of the control interface.
    #[must_use]
    pub fn control_addr(&self) -> SocketAddr {
        self.control
    }

    /// The certificates and keys of this platform and for its callers.
    #[must_use]
    pub fn certs(&self) -> &Certs {
        &self.state.certs
    }

    /// Returns the latest requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.recorder.list()
    }

    /// Deletes the recorded requests.
    pub fn clear_requests(&self) {
        self.state.recorder.clear();
    }

    /// Counters since the start of the platform.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.state.counters.read()
    }

    /// Adds a fault, after the existing ones.
    pub fn fault(&self, rule: impl Into<Rule>) {
        self.state.faults.add(rule.into());
    }

    /// Returns the remaining faults.
    #[must_use]
    pub fn faults(&self) -> Vec<Rule> {
        self.state.faults.list()
    }

    /// Deletes all faults.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// Moves the simulated clock forward.
    pub fn advance(&self, by: Duration) {
        self.state.advance(by);
    }

    /// The simulated time.
    #[must_use]
    pub fn clock(&self) -> ClockReading {
        self.state.reading()
    }

    /// The current settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.state.settings()
    }

    /// Changes some settings, and returns all of them.
    #[allow(
        clippy::must_use_candidate,
        reason = "the change is the point, not the settings"
    )]
    pub fn change(&self, change: SettingsChange) -> Settings {
        self.state.change(change)
    }

    /// Ends the tokens of one application, or of all.
    pub fn drop_tokens(&self, app: Option<&str>) {
        self.state.sessions.drop(app);
    }

    /// Closes every connection as soon as it is idle, with an orderly close without
    /// notice, and returns their number. [`Stats::open_connections`] does not count
    /// closed connections.
    #[allow(
        clippy::must_use_candidate,
        reason = "the close is the point, not the count"
    )]
    pub fn close_idle(&self) -> usize {
        self.state.connections.close_idle()
    }

    /// Returns the latest notifications, oldest first.
    #[must_use]
    pub fn pushes(&self) -> Vec<Pushed> {
        self.state.pushes.list()
    }

    /// Deletes the recorded notifications.
    pub fn clear_pushes(&self) {
        self.state.pushes.clear();
    }

    /// Sends a notification of any type to the address in `spec`, or to each
    /// subscriber. Returns the number of each copy.
    ///
    /// # Errors
    ///
    /// A text that says what is wrong with `spec`.
    pub fn push(&self, spec: &PushSpec) -> Result<Vec<u64>, String> {
        self.state.push(spec)
    }

    /// Creates an upgrade task for simulated devices, and returns its operation
    /// id; `None` if the application does not exist.
    #[must_use]
    pub fn task(&self, spec: &TaskSpec) -> Option<String> {
        self.state.create_synthetic(spec)
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
        if let Some(runtime) = self.runtime.take() {
            // Waits, so that the addresses are free when `drop` returns.
            on_separate_thread(|| runtime.shutdown_timeout(Duration::from_secs(1)));
        }
    }
}

/// Runs a blocking function on a separate thread, so that a caller on a thread of
/// a tokio runtime can use it.
fn on_separate_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| match scope.spawn(work).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

fn check(config: &Config) -> Result<(), StartError> {
    for addr in [config.listen, config.control] {
        if !addr.ip().is_loopback() {
            return Err(StartError::NotLoopback(addr));
        }
    }
    match config.speed.is_finite() && config.speed >= 0.0 {
        true => Ok(()),
        false => Err(StartError::Speed(config.speed)),
    }
}

async fn bind(addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr)
        .await
        .map_err(|source| StartError::Bind { addr, source })
}

fn local(listener: &TcpListener, addr: SocketAddr) -> Result<SocketAddr, StartError> {
    listener
        .local_addr()
        .map_err(|source| StartError::Bind { addr, source })
}
