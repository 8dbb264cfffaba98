//! Secrets of a call: the platform may repeat them in a response, and no error may show
//! them.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::mask::mask;

/// Shorter secrets are words that the platform may use itself, such as "token" in a test.
const SHORTEST: usize = 8;

/// The secrets of one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets(Arc<[SecretString]>);

impl Secrets {
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Self {
        Self(secrets.into_iter().cloned().collect())
    }

    /// Masks the secrets in a text, however it spells them; `None` if it contains none.
    pub(crate) fn mask_text(&self, text: &str) -> Option<String> {
        let secrets = self.0.iter().map(ExposeSecret::expose_secret);
        let secrets = secrets.filter(|secret| secret.chars().count() >= SHORTEST);
        secrets.fold(None, |masked, secret| {
            mask(masked.as_deref().unwrap_or(text), secret).or(masked)
        })
    }
}
