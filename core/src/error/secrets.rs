//! Secrets of a call: the platform may repeat them in a response, and no error may show
//! them.

use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::mask::MASK;

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

    /// The secrets in every spelling in which a response may repeat them: as they are,
    /// percent-encoded, and as JSON.
    pub(crate) fn spellings(&self) -> Spellings {
        let tokens = self.token.iter().chain(&self.managed);
        let secrets = self.application.as_deref().into_iter().chain(tokens);
        let secrets = secrets.chain(&self.others).map(ExposeSecret::expose_secret);
        let secrets = secrets.filter(|secret| secret.chars().count() >= SHORTEST);
        let spellings = secrets.flat_map(|secret| {
            let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
            let quoted = serde_json::to_string(secret).unwrap_or_default();
            let quoted = quoted.trim_matches('"').to_owned();
            [
                encoded,
                quoted.replace('/', "\\/"),
                quoted,
                secret.to_owned(),
            ]
        });
        Spellings(spellings.map(SecretString::from).collect())
    }
}

/// The spellings of secrets, to search for.
pub(crate) struct Spellings(Vec<SecretString>);

impl Spellings {
    /// Masks the secrets in a text; `None` if it contains none.
    pub(crate) fn mask_text(&self, text: &str) -> Option<String> {
        let secrets = self.0.iter().map(ExposeSecret::expose_secret);
        secrets.fold(None, |masked, secret| {
            let text = masked.as_deref().unwrap_or(text);
            match text.contains(secret) {
                true => Some(text.replace(secret, MASK)),
                false => masked,
            }
        })
    }

    /// Masks the secrets in the strings of a JSON value. Returns true if there were any.
    pub(crate) fn mask_json(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.mask_text(text) {
                Some(masked) => {
                    *text = masked;
                    true
                }
                None => false,
            },
            Value::Array(items) => {
                let mut any = false;
                for item in items {
                    any |= self.mask_json(item);
                }
                any
            }
            Value::Object(fields) => {
                let mut any = false;
                for value in fields.values_mut() {
                    any |= self.mask_json(value);
                }
                let names: Vec<String> = fields.keys().cloned().collect();
                for name in names {
                    if let Some(masked) = self.mask_text(&name)
                        && let Some(value) = fields.remove(&name)
                    {
                        fields.insert(masked, value);
                        any = true;
                    }
                }
                any
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}
