//! Builds the string forms of DTOs and exceptions from PHP values.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};
use ext_php_rs::zend::BailoutGuard;

use crate::zend;
use crate::zend::Thrown;

/// The pieces of a text.
///
/// They are on the request's heap: a value may end the script while it is encoded as
/// JSON, and the engine clears that heap.
pub(crate) struct Text(ZBox<ZendHashTable>);

impl Text {
    pub(crate) fn new() -> Self {
        Self(ZendHashTable::new())
    }

    /// Appends a text.
    pub(crate) fn push(&mut self, text: &str) {
        let _ = self.0.push(zend::string(text));
    }

    /// Appends a value as the original does: a scalar as PHP converts it to a string, and
    /// an array or an object as JSON.
    pub(crate) fn push_value(&mut self, value: &Zval, as_json: bool) -> Result<(), Thrown> {
        let text = if as_json || value.is_array() || value.is_object() {
            zend::call("json_encode", &mut [value.shallow_clone()])?
        } else if value.is_string() {
            value.shallow_clone()
        } else {
            zend::string(value.coerce_to_string().unwrap_or_default())
        };
        let _ = self.0.push(text);
        Ok(())
    }

    /// Joins the pieces, between `start` and `end`.
    pub(crate) fn join(&self, start: &str, end: &str) -> Zval {
        let mut joined = BailoutGuard::new(start.as_bytes().to_vec());
        for piece in self.0.values() {
            let piece = piece.zend_str().map(ZendStr::as_bytes).unwrap_or_default();
            joined.extend_from_slice(piece);
        }
        joined.extend_from_slice(end.as_bytes());
        zend::string(&joined[..])
    }
}
