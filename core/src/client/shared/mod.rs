//! The data that all processes of an application share: the access token and the rate
//! limit.
//!
//! The platform allows an application one valid token, and counts the calls of all its
//! processes together. So both are kept in a store that all processes use.

mod account;
pub(crate) mod changes;
mod file;
mod file_access;
mod handover;
mod login_failure;
pub(crate) mod managed_token;
mod open;
pub(crate) mod quota;
mod rate_limit;
mod redis;
mod settings;
mod store;
mod store_error;
mod token;

pub use managed_token::TokenInfo;
pub use settings::StoreSettings;
pub use store::{SharedStore, SharedStores, StoreReport};
