//! What the platform may repeat in an answer, and nobody may see in an error.

use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use crate::NorthApiError;

/// The secrets of one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets(Arc<[SecretString]>);

impl Secrets {
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Self {
        Self(secrets.into_iter().cloned().collect())
    }

    /// Masks them in the error, in the spellings in which they may have
    /// travelled.
    pub(crate) fn mask(&self, error: NorthApiError) -> NorthApiError {
        self.0
            .iter()
            .map(ExposeSecret::expose_secret)
            .filter(|secret| !secret.is_empty())
            .fold(error, |error, secret| {
                let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
                let quoted = serde_json::to_string(secret).unwrap_or_default();
                let quoted = quoted.trim_matches('"');
                [&encoded, &quoted.replace('/', "\\/"), quoted, secret]
                    .into_iter()
                    .fold(error, NorthApiError::masking)
            })
    }
}
