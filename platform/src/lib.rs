//! A local IoT platform.
//!
//! It speaks the northbound interface of the real one – all 52 operations, and
//! the notifications an application subscribes to – over HTTPS on a loopback
//! address, with simulated devices, a simulated clock, and faults to order.
//! Demos, tests and benchmarks call it instead of a platform with devices.
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
//! A call flows through the modules in this order: `server` (connections) →
//! `exchange` (recording, faults) → `api` (the interface) → `state`
//! → `task` and `sim` (upgrades), `world` (all else an application has there).
//! `push` carries notifications out. `control` is the way around the front door.

mod answer;
mod api;
mod auth;
mod body;
mod certs;
mod clock;
mod config;
mod control;
mod exchange;
mod faults;
mod lines;
mod package;
mod platform;
mod push;
mod record;
mod server;
mod sim;
mod state;
mod task;
mod tls;
mod wire;
mod world;

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
