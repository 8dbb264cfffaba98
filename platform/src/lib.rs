//! A local IoT platform for demos, tests and benchmarks.
//!
//! It implements the northbound interface of the real platform over HTTPS on a
//! loopback address: all 52 operations, and the notifications that an application
//! subscribes to. It simulates the devices and the clock, and produces faults on
//! request.
//!
//! ```no_run
//! use northbound_platform::{Config, Fault, Platform, Rule};
//!
//! # fn main() -> Result<(), northbound_platform::StartError> {
//! let platform = Platform::spawn(Config::default())?;
//! platform.fault(Rule::from(Fault::Close).path("/iodm/").times(2));
//! println!("https://{}", platform.https_addr());
//! # Ok(())
//! # }
//! ```
//!
//! A call passes through the modules in this order: `server` (connections) →
//! `exchange` (recording, faults) → `api` (the interface) → `state`
//! → `task` and `sim` (upgrades), `app_data` (everything else that an application
//! stores). `push` sends notifications. `control` is the control interface.

mod api;
mod app_data;
mod auth;
mod body;
mod certs;
mod clock;
mod config;
mod connections;
mod control;
mod exchange;
mod faults;
mod package;
mod platform;
mod push;
mod record;
mod response;
mod server;
mod sim;
mod state;
mod task;
mod tls;
mod wire;

pub use certs::{CertError, Certs, KEY_PASSWORD};
pub use config::{App, ClientAuth, Config, Group, ServerCert, TlsVersion};
pub use faults::{Fault, Match, Rule, Shape, When};
pub use platform::{Platform, StartError};
pub use push::{PushSpec, Pushed};
pub use record::{Recorded, Stats};
pub use state::{ClockReading, Settings, SettingsChange, TaskSpec};
pub use task::OperateType;
pub use tls::TlsError;
pub use wire::{End, Part, Wire};
