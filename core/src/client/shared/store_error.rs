//! A store that cannot be used.

use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Why a state cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct StoreError(pub(crate) String);

impl From<StoreError> for NorthApiError {
    fn from(error: StoreError) -> Self {
        let desc = format!("what is shared with other processes cannot be used: {error}");
        NorthApiError::client(ClientCode::BeforeCall, desc)
    }
}
