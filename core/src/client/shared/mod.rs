//! What all callers of an application share: one access token, and one budget
//! of calls.
//!
//! The platform gives an application one live token, and counts the calls of
//! all its processes together. So both are kept where all of them look.

mod account;
mod file;
pub(crate) mod managed_token;
pub(crate) mod quota;
mod rate_limit;
mod redis;
mod resp;
mod settings;
mod store;
mod store_error;
mod token;

pub use settings::StoreSettings;
pub use store::{SharedStore, SharedStores};
