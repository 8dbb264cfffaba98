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

/// Why a platform did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Its secrets are public, so it must not be reachable from elsewhere.
    #[error("{0} is not a loopback address, and the platform serves no other")]
    NotLoopback(SocketAddr),
    /// The speed is negative or no number.
    #[error("the clock cannot run at speed {0}")]
    Speed(f64),
    /// An address is taken, or not to be had.
    #[error("cannot listen on {addr}: {source}")]
    Bind {
        /// The address that was asked for.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The certificates could not be made.
    #[error("cannot make the certificates: {0}")]
    Certs(#[from] CertError),
    /// The certificates could not be written.
    #[error("cannot write the certificates to {}: {source}", dir.display())]
    Write {
        /// The directory that was asked for.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// TLS could not be set up.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] TlsError),
    /// The system gave no threads to run on.
    #[error("cannot start the runtime: {0}")]
    Runtime(#[source] io::Error),
}

/// A running platform; dropping it stops it.
#[derive(Debug)]
pub struct Platform {
    state: Arc<State>,
    https: SocketAddr,
    control: SocketAddr,
    servers: [AbortHandle; 4],
    /// Its own, if it was not started within one.
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
        let behind = bind(config.control).await?;
        if let Some(dir) = &config.certs {
            certs.write(dir).map_err(|source| StartError::Write {
                dir: dir.clone(),
                source,
            })?;
        }
        let https = local(&northbound, config.listen)?;
        let control = local(&behind, config.control)?;
        let state = State::new(config, certs);
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        let serve = tokio::spawn(server::serve(northbound, acceptor, Arc::clone(&state)));
        let serve_control = tokio::spawn(server::serve_control(behind, Arc::clone(&state)));
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

    /// Starts a platform on threads of its own, for callers without tokio.
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
        let mut platform = aside(|| runtime.block_on(Self::start(config)))?;
        platform.runtime = Some(runtime);
        Ok(platform)
    }

    /// Where the northbound interface listens.
    #[must_use]
    pub fn https_addr(&self) -> SocketAddr {
        self.https
    }

    /// Where the control interface listens.
    #[must_use]
    pub fn control_addr(&self) -> SocketAddr {
        self.control
    }

    /// The certificates and keys of this platform and for its callers.
    #[must_use]
    pub fn certs(&self) -> &Certs {
        &self.state.certs
    }

    /// The latest requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.recorder.list()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.state.recorder.clear();
    }

    /// What the platform has seen since it started.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.state.counters.read()
    }

    /// Orders a fault, after those that were ordered before.
    pub fn fault(&self, rule: impl Into<Rule>) {
        self.state.faults.add(rule.into());
    }

    /// The faults still in force.
    #[must_use]
    pub fn faults(&self) -> Vec<Rule> {
        self.state.faults.list()
    }

    /// Takes back all faults.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// Moves the simulated clock.
    pub fn advance(&self, by: Duration) {
        self.state.advance(by);
    }

    /// The simulated time.
    #[must_use]
    pub fn clock(&self) -> ClockReading {
        self.state.reading()
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.state.settings()
    }

    /// Changes some settings, and gives all of them.
    #[allow(
        clippy::must_use_candidate,
        reason = "the change is the point, not the settings"
    )]
    pub fn change(&self, change: SettingsChange) -> Settings {
        self.state.change(change)
    }

    /// Kills the tokens of one application, or of all.
    pub fn drop_tokens(&self, app: Option<&str>) {
        self.state.sessions.drop(app);
    }

    /// Closes every connection as soon as it lies idle, in good order and
    /// without notice, and gives how many there were. Those that have closed are
    /// no longer among [`Stats::open_connections`].
    #[allow(
        clippy::must_use_candidate,
        reason = "the close is the point, not the count"
    )]
    pub fn close_idle(&self) -> usize {
        self.state.lines.close_idle()
    }

    /// The latest notifications, oldest first.
    #[must_use]
    pub fn pushes(&self) -> Vec<Pushed> {
        self.state.pushes.list()
    }

    /// Forgets the notifications so far.
    pub fn clear_pushes(&self) {
        self.state.pushes.clear();
    }

    /// Sends a notification of any type, and gives the number of each copy:
    /// one for the address in `spec`, or one for each subscriber.
    ///
    /// # Errors
    ///
    /// What is wrong with `spec`, in words.
    pub fn push(&self, spec: &PushSpec) -> Result<Vec<u64>, String> {
        self.state.push(spec)
    }

    /// Makes an upgrade task over simulated devices and gives its operation
    /// id; `None` if there is no such application.
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
            // Waiting gives the addresses back before the handle is gone.
            aside(|| runtime.shutdown_timeout(Duration::from_secs(1)));
        }
    }
}

/// Runs something that blocks where blocking is allowed, even for a caller who
/// is on a runtime's thread.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
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
