//! The error of a store.

use crate::NorthApiError;
use crate::error::code::ClientCode;

/// A store that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct StoreError(pub(crate) String);

impl From<StoreError> for NorthApiError {
    fn from(error: StoreError) -> Self {
        let desc = format!("the shared store cannot be used: {error}");
        NorthApiError::client(ClientCode::BeforeCall, desc)
    }
}
