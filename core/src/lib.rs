//! Client SDK for the northbound API of Huawei's IoT platform (OceanConnect).
//!
//! It covers all operations of the vendor's PHP SDK V1.5.1: login, devices, data, commands,
//! groups, upgrades, rules and subscriptions. It adds retries, all pages of a list, waiting
//! for upgrades, and a token and a quota that processes share. The crate knows nothing of PHP:
//! the PHP extension is another crate, which calls this one.
//!
//! # Client
//!
//! A [`Client`] calls one platform as one application. It needs a [`ClientConfig`] with the
//! address and the credentials, and [`TlsSettings`] with the certificates. Clone it freely:
//! clones share their connections. It runs on a tokio runtime with timers and I/O enabled.
//!
//! # Requests
//!
//! Each operation is a function in a module of [`sdk`], such as
//! [`device_upgrade::query_upgrade_sub_task`](sdk::device_upgrade::query_upgrade_sub_task). The
//! function builds a [`Request`](sdk::Request) and does no I/O. [`Client::send`] sends the
//! request and decodes the response; [`Client::send_all`] sends many requests concurrently.
//!
//! Parameters and responses are DTOs: create one with `default()` and set its fields. The type
//! [`Notification`](sdk::Notification) decodes the messages that the platform pushes.
//!
//! # Paging
//!
//! [`Client::paginate`] turns the request for one page into a [`Paginator`](client::Paginator):
//! it returns the items of all pages, each item once, also if the list changes meanwhile. The
//! lists of upgrade packages, tasks and subtasks have pages of this kind.
//! [`Pages`](client::Pages) returns whole pages.
//!
//! # Waiting
//!
//! A [`Waiter`](client::Waiter) polls an upgrade task until it has ended. Its
//! [`Progress`](client::Progress) contains the counts, the rate, the estimated time left and the
//! subtasks that have changed.
//!
//! # Errors
//!
//! All calls return [`NorthApiError`]. Its predicates say what failed, and if the platform may
//! have carried out the call. The client already repeats the calls that are safe to repeat, as
//! [`Retries`](client::Retries) say.
//!
//! # Shared token and quota
//!
//! The platform gives an application one valid token, and counts the calls of all its processes
//! together. So processes share both in a [`SharedStore`](client::SharedStore), in files or in
//! Redis. [`Client::with_managed_token`] logs in and renews the token; pass
//! [`Token::Managed`](sdk::Token::Managed) as the token of a call.
//! [`Client::with_quota`] delays calls so that all processes together stay within the quota.
//!
//! # TLS
//!
//! All connections use TLS. By default the client verifies the certificate and the host name of
//! the platform; [`Verify`](client::Verify) relaxes that. Certificates and keys may be in PEM or
//! PKCS#12 files.
//!
//! # Example
//!
//! List the devices whose upgrade failed:
//!
//! ```no_run
//! use northbound::sdk::device_upgrade::{
//!     QueryUpgradeSubTaskInDto, SubtaskStatus, query_upgrade_sub_task,
//! };
//! use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
//!
//! # async fn run() -> Result<(), NorthApiError> {
//! let config = ClientConfig::new("iot.example.com", 8743, "my-app", "my-secret".into())?;
//! let client = Client::new(config, &TlsSettings::default())?;
//!
//! let token = client.log_in().await?;
//!
//! let failed = QueryUpgradeSubTaskInDto::default().sub_operation_status(SubtaskStatus::Fail);
//! let request = query_upgrade_sub_task(&failed, "operation-id", &token)?;
//! let mut subtasks = client.paginate(request)?;
//! while let Some(subtask) = subtasks.next().await {
//!     let subtask = subtask?;
//!     println!("{:?}: {:?}", subtask.device_id, subtask.detail_info);
//! }
//! # Ok(())
//! # }
//! ```

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
pub use secrecy::SecretString;
pub use serde_json;
