//! Huawei's Northbound PHP SDK for its IoT platform, again: a PHP extension
//! with a Rust core.
//!
//! The rooms of the house, in the order in which a call passes through them:
//!
//! - `php`: the extension. The only room that knows Zend; built with the
//!   feature `extension`.
//! - [`sdk`]: what the vendor documents, as a table: structures and operations.
//! - [`client`]: how an operation becomes an answer.
//! - [`NorthApiError`]: every way a call can fail.
//!
//! The core is a Rust SDK in itself:
//!
//! ```no_run
//! use northbound::sdk::{authentication, device_upgrade};
//! use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
//!
//! # async fn run() -> Result<(), NorthApiError> {
//! let config = ClientConfig::new("iot.example.com", 8743, "my-app", "my-secret".into())?;
//! let client = Client::new(config, &TlsSettings::default())?;
//!
//! let login = client.send(authentication::get_auth_token()?).await?;
//! let token = login.and_then(|login| login.access_token).unwrap_or_default();
//!
//! let mut failed = device_upgrade::QueryUpgradeSubTaskInDto::default();
//! failed.sub_operation_status = Some("fail".to_owned());
//! failed.page_size = Some(100);
//! let request = device_upgrade::query_upgrade_sub_task(&failed, "operation-id", &token)?;
//! for subtask in client.send(request).await?.and_then(|page| page.data).unwrap_or_default() {
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
