//! Secrets of a call: the platform may repeat them in a response, and no error may show
//! them.

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

    /// Masks the secrets in the error, in every encoding in which they may have
    /// been sent.
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
