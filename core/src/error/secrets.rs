//! Secrets of a call: the platform may repeat them in a response, and no error may show
//! them.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::mask::mask;

/// Shorter secrets are words that the platform may use itself, such as "token" in a test.
const SHORTEST: usize = 8;

/// The secrets of one call. Most calls succeed and mask nothing, so they are kept as the
/// call has them, and not copied.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets {
    /// The secret of the application.
    pub(crate) application: Option<Arc<SecretString>>,
    /// The access token that the caller passed.
    pub(crate) token: Option<SecretString>,
    /// The access token that the client manages.
    pub(crate) managed: Option<SecretString>,
    /// The secret fields of the body, and the values of additional headers.
    pub(crate) others: Vec<SecretString>,
}

impl Secrets {
    #[cfg(test)]
    pub(crate) fn of_texts(texts: &[&str]) -> Self {
        Self {
            others: texts.iter().map(|text| SecretString::from(*text)).collect(),
            ..Self::default()
        }
    }

    /// Masks the secrets in a text, however it spells them; `None` if it contains none.
    pub(crate) fn mask_text(&self, text: &str) -> Option<String> {
        let tokens = self.token.iter().chain(&self.managed);
        let secrets = self.application.as_deref().into_iter().chain(tokens);
        let secrets = secrets.chain(&self.others).map(ExposeSecret::expose_secret);
        let secrets = secrets.filter(|secret| secret.chars().count() >= SHORTEST);
        secrets.fold(None, |masked, secret| {
            mask(masked.as_deref().unwrap_or(text), secret).or(masked)
        })
    }
}
