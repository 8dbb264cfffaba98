//! Client SDK for the northbound API of Huawei's IoT platform (OceanConnect).
//!
//! It covers all operations of the vendor's SDK V1.5.1: login, devices, data, commands,
//! groups, upgrades, rules and subscriptions. It adds retries, all pages of a list, waiting
//! for upgrades, and a token and a quota that processes share.
//!
//! # Start
//!
//! ```toml
//! [dependencies]
//! northbound = "1"
//! tokio = { version = "1", features = ["macros", "rt"] }
//! ```
//!
//! List the devices whose upgrade failed:
//!
//! ```no_run
//! use northbound::sdk::device_upgrade::{
//!     QueryUpgradeSubTaskInDto, SubtaskStatus, query_upgrade_sub_task,
//! };
//! use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), NorthApiError> {
//!     let config = ClientConfig::new("iot.example.com", 8743, "my-app", "my-secret".into())?;
//!     let client = Client::new(config, &TlsSettings::default())?;
//!     let token = client.log_in().await?;
//!
//!     let failed = QueryUpgradeSubTaskInDto::default().sub_operation_status(SubtaskStatus::Fail);
//!     let request = query_upgrade_sub_task(&failed, "operation-id", &token)?;
//!     let mut subtasks = client.paginate(request)?;
//!     while let Some(subtask) = subtasks.next().await {
//!         let subtask = subtask?;
//!         println!("{:?}: {:?}", subtask.device_id, subtask.detail_info);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Client
//!
//! A [`Client`] calls one platform as one application. It needs a [`ClientConfig`] with the
//! address and the credentials, and [`TlsSettings`] with the certificates. Clone it freely:
//! clones share their connections.
//!
//! # Requests
//!
//! Each operation is a function in a module of [`sdk`], such as
//! [`device_upgrade::query_upgrade_sub_task`](sdk::device_upgrade::query_upgrade_sub_task). The
//! function builds a [`Request`](sdk::Request) and does no I/O. [`Client::send`] sends the
//! request and decodes the response; [`Client::send_all`] sends many requests concurrently.
//!
//! Parameters and responses are DTOs. Create one with `default()`, and chain the setters, which
//! have the names of the fields. All fields are optional, since the platform leaves out what
//! it wants; fields that the documents do not list are in `extra`. A field that has one of a
//! set of words is an enum such as
//! [`SubtaskStatus`](sdk::device_upgrade::SubtaskStatus), with a variant for words that are not
//! documented. A time is a [`Timestamp`](sdk::Timestamp).
//!
//! The type [`Notification`](sdk::Notification) decodes the messages that the platform pushes.
//!
//! # Token
//!
//! Each call needs a [`Token`](sdk::Token), either of [`Client::log_in`], or
//! [`Token::Managed`](sdk::Token::Managed). The platform gives an application one valid token,
//! so a login ends the token of all other processes. [`Client::with_managed_token`] logs in when
//! necessary, renews the token in time, and shares it with the other processes:
//!
//! ```no_run
//! use northbound::client::{SharedStore, StoreSettings};
//! use northbound::sdk::Token;
//! use northbound::sdk::device_upgrade::query_upgrade_task;
//! # use northbound::{Client, NorthApiError};
//!
//! # async fn run(client: Client) -> Result<(), NorthApiError> {
//! // Or StoreSettings::Redis, to share among hosts.
//! let store = SharedStore::open(&StoreSettings::Files)?;
//! let client = client.with_managed_token(&store);
//! let task = client.send(query_upgrade_task("operation-id", &Token::Managed)?).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Quota
//!
//! The platform counts the calls of all processes of an application together.
//! [`Client::with_quota`] delays calls so that all processes that share a
//! [`SharedStore`](client::SharedStore) stay within the quota.
//!
//! # Paging
//!
//! [`Client::paginate`] turns the request for one page into a [`Paginator`](client::Paginator):
//! it returns the items of all pages, each item once, also if the list changes meanwhile. The
//! lists of upgrade packages, tasks and subtasks have pages of this kind.
//! [`Pages`](client::Pages) returns whole pages. With the feature `stream`, both are streams.
//!
//! # Waiting
//!
//! A [`Waiter`](client::Waiter) polls an upgrade task until it has ended. Its
//! [`Progress`](client::Progress) contains the counts, the rate, the estimated time left and the
//! subtasks that have changed, and prints as a line for a log:
//!
//! ```no_run
//! use northbound::client::{WaitOptions, Waiter};
//! use northbound::sdk::Token;
//! # use northbound::{Client, NorthApiError};
//!
//! # async fn run(client: Client) -> Result<(), NorthApiError> {
//! let mut waiter = Waiter::new("operation-id", &Token::Managed, WaitOptions::default())?;
//! loop {
//!     let progress = waiter.step(&client).await?;
//!     println!("{progress}");
//!     if progress.is_ended {
//!         break;
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! All calls return [`NorthApiError`]. Its [`kind`](NorthApiError::kind) says what helps now,
//! and [`may_have_reached_platform`](NorthApiError::may_have_reached_platform) if the platform
//! may have carried out the call:
//!
//! ```
//! use northbound::{ErrorKind, NorthApiError};
//!
//! fn is_worth_a_retry(error: &NorthApiError) -> bool {
//!     match error.kind() {
//!         ErrorKind::Throttled => true,
//!         ErrorKind::Timeout | ErrorKind::Transport => !error.may_have_reached_platform(),
//!         _ => false,
//!     }
//! }
//! ```
//!
//! The client already repeats the calls that are safe to repeat, as
//! [`Retries`](client::Retries) say.
//!
//! # TLS
//!
//! All connections use TLS. By default the client verifies the certificate and the host name of
//! the platform; [`Verify`](client::Verify) relaxes that. Certificates and keys may be in PEM or
//! PKCS#12 files.
//!
//! # Runtime
//!
//! Calls run on a tokio runtime, of any flavor, with timers and I/O enabled
//! (`Builder::enable_all`). Building settings, clients and requests needs none.
//!
//! - Connections belong to the runtime on which they were opened. A client may be used on
//!   several runtimes; each has connections of its own.
//! - A paginator and [`Client::send_all`] run their calls as tasks. If their runtime is shut
//!   down, the calls fail with [`ErrorKind::Internal`]. While a current-thread runtime is not
//!   driven, calls that are under way do not advance, and may time out.
//! - A connection of a [`SharedStore`](client::SharedStore) to Redis belongs to a runtime too.
//!   [`SharedStore::open`](client::SharedStore::open) opens another store for another runtime.
//! - Dropping the future of a call cancels the call. The platform may have carried it out. All
//!   futures of [`Paginator::next`](client::Paginator::next) and
//!   [`Waiter::step`](client::Waiter::step) may be dropped and called again.
//!
//! # Panics
//!
//! Functions that do I/O panic outside of a tokio runtime, and on one without timers or I/O.
//! Nothing else in this crate panics.
//!
//! # Features
//!
//! - `stream`: `Stream` for [`Paginator`](client::Paginator) and [`Pages`](client::Pages).
//! - `docs` (default): the documentation of operations at run time, for generators.
//!
//! The minimum version of Rust is 1.88. A minor release may raise it.

#![forbid(unsafe_code)]

pub mod client;
mod error;
#[doc(hidden)]
pub mod internal;
mod json;
pub mod sdk;
#[cfg(feature = "test-panic")]
mod test_panic;

pub use client::{Client, ClientConfig, TlsSettings};
pub use error::NorthApiError;
pub use error::code::ClientCode;
pub use error::kind::ErrorKind;
pub use secrecy::{ExposeSecret, SecretString};
pub use serde_json;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
