//! The error of a store.

use crate::NorthApiError;
use crate::error::code::ClientCode;

/// A store that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// Now. It may be usable later.
    #[error("{0}")]
    Unavailable(String),
    /// Until somebody changes a setting, or the permissions of a file.
    #[error("{0}")]
    Setting(String),
}

impl From<StoreError> for NorthApiError {
    fn from(error: StoreError) -> Self {
        let desc = format!("the shared store cannot be used: {error}");
        let is_setting = matches!(error, StoreError::Setting(_));
        let error = NorthApiError::client(ClientCode::BeforeCall, desc);
        if is_setting {
            error.of_setting()
        } else {
            error
        }
    }
}
